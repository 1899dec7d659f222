"""Every check of every gate, both ways: it holds on good tables and fails when they are broken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb
import pytest
import yaml
from pydantic import SecretStr

from dagster_dtsen import gates, warehouse
from dagster_dtsen.gates import CONTRACTS_DIR, Verdict
from dagster_dtsen.settings import Settings
from tests.gates import breaks_after_freeze, breaks_before_freeze
from tests.gates.breaking import Break
from tests.gates.outcomes import Outcomes
from tests.gates.stage_rows import make

BREAKS = [*breaks_before_freeze.BREAKS, *breaks_after_freeze.BREAKS]
GATES = ("received", "linked", "registered", "frozen", "ranked", "publishable")


@cache
def declared(gate: str) -> frozenset[str]:
    """The checks the gate's contracts declare, read from their YAML."""
    found = set()
    for path in gates.contract_files(gate):
        contract = yaml.safe_load(path.read_text())
        entries = [("", entry) for entry in contract.get("checks", [])]
        for column in contract.get("columns", []):
            entries += [(f"{column['name']}.", entry) for entry in column.get("checks", [])]
        for prefix, entry in entries:
            ((kind, body),) = entry.items()
            found.add(f"{path.stem}/{prefix}{(body or {}).get('qualifier', kind)}")
    return frozenset(found)


def test_there_are_six_gates() -> None:
    assert sorted(path.name for path in CONTRACTS_DIR.iterdir()) == sorted(GATES)


@pytest.mark.parametrize("gate", GATES)
def test_every_check_holds_on_good_tables(
    con: duckdb.DuckDBPyConnection, gate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = Outcomes(con, gate, monkeypatch)
    assert outcomes.verdict == Verdict(gate, len(outcomes.held), ())
    assert outcomes.verdict.passed
    assert outcomes.held == declared(gate)


def test_every_check_has_a_case_that_breaks_it() -> None:
    broken = {(item.gate, item.check) for item in BREAKS}
    assert len(broken) == len(BREAKS)
    assert broken == {(gate, check) for gate in GATES for check in declared(gate)}


@pytest.mark.parametrize("case", BREAKS, ids=str)
def test_a_check_fails_when_what_it_checks_is_broken_and_no_other_does(
    con: duckdb.DuckDBPyConnection, case: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole gate is asked once per contract, with a column gone; else the one contract."""
    con.execute(case.sql)
    contract, check = case.check.split("/")
    alone = None if check == "schema" else contract
    outcomes = Outcomes(con, case.gate, monkeypatch, alone)
    failed = {name for name in outcomes.failed if name.split("/")[0] == contract}
    if case.also is None:
        assert case.check in failed
    else:
        assert failed == {case.check, *case.also}
    assert not outcomes.verdict.passed
    assert len(outcomes.verdict.failed) == len(outcomes.failed)
    asked = {name for name in declared(case.gate) if alone in (None, name.split("/")[0])}
    assert outcomes.held | outcomes.failed == asked


def test_a_failed_check_names_its_column(con: duckdb.DuckDBPyConnection) -> None:
    """The steward reads this line; two columns of one contract have checks of the same name."""
    con.execute("update validated.individu_sah set no_kk = null where id_individu = 'P1'")
    (line,) = gates.verify(con, "registered").failed
    assert "individu_sah" in line
    assert "no_kk" in line


def test_a_provider_whose_accepted_records_all_got_lost_is_noticed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("delete from standardised.individu where penyedia = 'regsosek'")
    assert not gates.verify(con, "received").passed


def test_no_failed_check_shows_a_value_of_a_person(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update validated.individu_sah set nik = '3171019999999999'")
    verdict = gates.verify(con, "registered")
    assert len(verdict.failed) >= 2
    assert "3171" not in " ".join(verdict.failed)


@pytest.mark.parametrize("gate", GATES)
def test_a_table_that_is_not_there_fails_the_gate(
    con: duckdb.DuckDBPyConnection, gate: str
) -> None:
    contract = yaml.safe_load(gates.contract_files(gate)[-1].read_text())
    con.execute(f"drop table {'.'.join(contract['dataset'].split('/')[1:])}")
    assert not gates.verify(con, gate).passed


@pytest.mark.parametrize("gate", GATES)
def test_an_empty_warehouse_fails_every_gate(gate: str) -> None:
    con = duckdb.connect()
    con.execute("attach ':memory:' as wh")
    con.execute("use wh")
    assert not gates.verify(con, gate).passed


def contracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    """A gate `uji` with these contracts."""
    folder = tmp_path / "uji"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"kontrak{number}.yml").write_text(text)
    monkeypatch.setattr(gates, "CONTRACTS_DIR", tmp_path)


HEAD = "dataset: dtsen/marts/dim_individu\ncolumns: [{name: id_individu}]\n"
UNANSWERED = {
    "a column that is not there": "dataset: dtsen/marts/dim_individu\n"
    "columns: [{name: tiada, checks: [{missing: {threshold: {must_be: 0}}}]}]",
    "a table that is not there": "dataset: dtsen/marts/tiada\ncolumns: [{name: id_individu}]\n"
    "checks: [{row_count: {threshold: {must_be_greater_than: 0}}}]",
    "a query with an error": HEAD
    + "checks: [{metric: {query: 'select galat from', threshold: {must_be: 0}}}]",
    "a query on a table that is not there": HEAD
    + "checks: [{failed_rows: {query: 'select 1 from marts.tiada'}}]",
    "no check at all": HEAD,
}
MALFORMED = {
    "an unknown check": HEAD + "checks: [{semua_baik: {}}]",
    "no columns": "dataset: dtsen/marts/dim_individu\nchecks: [{row_count: {}}]",
    "no contract": "catatan: bukan kontrak\n",
    "no YAML": "dataset: [\n",
    "nothing": "",
}
GOOD = HEAD + "checks: [{row_count: {threshold: {must_be_greater_than: 0}}}]"


@pytest.mark.parametrize("text", UNANSWERED.values(), ids=UNANSWERED.keys())
def test_what_could_not_be_evaluated_counts_as_failed(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    contracts(tmp_path, monkeypatch, GOOD, text)
    verdict = gates.verify(con, "uji")
    assert not verdict.passed
    assert verdict.checks >= 1
    assert all(line.startswith("kontrak1") for line in verdict.failed)


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_contract_that_is_none_never_passes(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    contracts(tmp_path, monkeypatch, GOOD, text)
    try:
        verdict = gates.verify(con, "uji")
    except Exception as error:
        assert "kontrak1.yml" in str(error) or "uji" in str(error)  # the op stops there
    else:
        assert not verdict.passed


def test_good_contracts_alone_pass(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contracts above fail for what is wrong with them, not for how they are laid down."""
    contracts(tmp_path, monkeypatch, GOOD, GOOD)
    assert gates.verify(con, "uji") == Verdict("uji", 2, ())


def test_a_null_of_a_metric_counts_as_failed(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "select max(1) from marts.dim_individu where false"
    contracts(
        tmp_path,
        monkeypatch,
        HEAD + f"checks: [{{metric: {{query: '{query}', threshold: {{must_be: 0}}}}}}]",
    )
    assert not gates.verify(con, "uji").passed


def test_a_gate_without_contracts_fails(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contracts(tmp_path, monkeypatch)
    assert not gates.verify(con, "uji").passed
    assert not gates.verify(con, "tidak_ada").passed


def test_gates_judge_an_encrypted_warehouse_too(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, db_key=SecretStr("kunci-uji"))
    with warehouse.connect(settings) as con:
        make(con)
        assert all(gates.verify(con, gate).passed for gate in GATES)
        con.execute("update linkage.peta_individu set id_individu = 'P1' where record_key = 'R2'")
        assert not gates.verify(con, "linked").passed


def test_the_verdict_is_kept_once_per_gate(con: duckdb.DuckDBPyConnection) -> None:
    gates.record(con, Verdict("linked", 0, ()))
    gates.record(con, Verdict("linked", 4, ("a", "b")))
    gates.record(con, Verdict("frozen", 2, ()))
    assert con.execute("select * from kendali.gerbang order by 1").fetchall() == [
        ("frozen", True, 2, ""),
        ("linked", False, 4, "a; b"),
    ]
