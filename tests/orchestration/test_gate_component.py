"""A run with a gate in the middle: it goes on when the contracts hold and stops otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import pytest

from dagster_dtsen import gates, warehouse
from dagster_dtsen.components import SodaGateComponent
from dagster_dtsen.components.home import locked_home
from dagster_dtsen.release import control
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings, get_settings

CONTRACT = """
dataset: dtsen/uji/hasil
columns:
  - name: nik
    checks:
      - missing:
"""


@dataclass
class Line:
    """Two ops with a gate between them; ``ran`` lists the ops that worked."""

    rows: str = "('1'), ('2')"
    ran: list[str] = field(default_factory=list)

    def definitions(self) -> dg.Definitions:
        @dg.asset(key=["uji", "hasil"])
        def first() -> None:
            self.ran.append("first")
            settings = get_settings()
            with warehouse.connect(settings) as con:
                control.open_release(con, settings, ReleaseId.parse("2026T1"))
                con.execute("create schema uji")
                con.execute(f"create table uji.hasil as select * from (values {self.rows}) t (nik)")

        @dg.asset(key=["uji", "berikut"], deps=[dg.AssetKey(["uji", "hasil"])])
        def second() -> None:
            self.ran.append("second")

        gate = SodaGateComponent(name="uji", assets=["uji/hasil"])
        context = dg.ComponentTree.for_test().load_context
        return dg.Definitions.merge(
            dg.Definitions(assets=[first, second], resources={"home": locked_home}),
            gate.build_defs(context),
        )

    def run(self) -> dg.ExecuteInProcessResult:
        job = self.definitions().resolve_implicit_global_asset_job_def()
        with dg.DagsterInstance.ephemeral() as instance:
            return job.execute_in_process(
                instance=instance, raise_on_error=False, tags={"dagster/partition": "2026T1"}
            )


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("DTSEN_HOME", str(tmp_path / "home"))
    get_settings.cache_clear()
    folder = tmp_path / "contracts" / "uji"
    folder.mkdir(parents=True)
    (folder / "hasil.yml").write_text(CONTRACT)
    monkeypatch.setattr(gates, "CONTRACTS_DIR", tmp_path / "contracts")
    return get_settings()


def kept(settings: Settings) -> list[tuple[object, ...]]:
    with warehouse.connect(settings) as con:
        return con.execute("select * from kendali.gerbang").fetchall()


def test_the_next_op_runs_when_the_gate_holds(settings: Settings) -> None:
    line = Line()
    result = line.run()
    assert result.success
    assert line.ran == ["first", "second"]
    (evaluation,) = result.get_asset_check_evaluations()
    assert (evaluation.check_name, evaluation.passed) == ("gerbang_uji", True)
    assert kept(settings) == [("uji", True, 1, "")]


def test_the_next_op_does_not_start_when_a_check_fails(settings: Settings) -> None:
    line = Line(rows="('1'), (null)")
    result = line.run()
    assert not result.success
    assert line.ran == ["first"]
    (evaluation,) = result.get_asset_check_evaluations()
    assert not evaluation.passed
    assert kept(settings)[0][:3] == ("uji", False, 1)
    failure = result.failure_data_for_node("gerbang_uji")
    assert failure
    assert "E-GERBANG-GAGAL" in str(failure.error)


def test_the_next_op_does_not_start_when_a_check_cannot_be_evaluated(
    settings: Settings, tmp_path: Path
) -> None:
    contract = tmp_path / "contracts" / "uji" / "hasil.yml"
    contract.write_text(CONTRACT.replace("name: nik", "name: tiada"))
    line = Line()
    assert not line.run().success
    assert line.ran == ["first"]


def test_the_next_op_does_not_start_when_a_gate_has_no_contract(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "contracts" / "uji" / "hasil.yml").unlink()
    line = Line()
    assert not line.run().success
    assert line.ran == ["first"]


def test_the_next_op_does_not_start_when_verification_itself_breaks(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("soda")

    monkeypatch.setattr(gates, "verify", broken)
    line = Line()
    assert not line.run().success
    assert line.ran == ["first"]
