"""What a run that fails tells a person, and what its log keeps of the failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_dtsen import dbt_bridge, definitions, orchestrate
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.errors_disk import DISK_FULL
from dagster_dtsen.release.ids import ReleaseId
from tests.conftest import at_home


@pytest.mark.parametrize(
    "inner", [DtsenError("E-TAHAP-GAGAL", step="dbt parse", reason="dbt"), None]
)
def test_definitions_that_do_not_load_end_in_an_error_with_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: DtsenError | None
) -> None:
    def broken() -> object:
        raise RuntimeError("tree") from inner

    monkeypatch.setattr(definitions, "defs", broken)
    # another test of this process may have resolved the job before
    monkeypatch.setattr(dbt_bridge, "project_fingerprint", lambda _: "lain")
    with at_home(tmp_path) as settings, pytest.raises(DtsenError) as caught:
        orchestrate.run_release(settings, ReleaseId.parse("2026T1"), lambda *_: None)
    assert caught.value.kind.code == "E-TAHAP-GAGAL"
    assert ("dbt parse" in caught.value.message) == (inner is not None)


def failing(monkeypatch: pytest.MonkeyPatch, step: Callable[[], None]) -> None:
    """A release is one step, which does this."""

    @dg.op(name="tahap")
    def only() -> None:
        step()

    @dg.job(name=orchestrate.JOB, partitions_def=dg.DynamicPartitionsDefinition(name="rilis"))
    def release() -> None:
        only()

    monkeypatch.setattr(orchestrate, "resolve_job", lambda *_: release)


def run(home: Path) -> DtsenError:
    with at_home(home) as settings, pytest.raises(DtsenError) as caught:
        orchestrate.prepare_home(settings)
        orchestrate.run_release(settings, ReleaseId.parse("2026T1"), lambda *_: None)
    return caught.value


def masked(inner: Exception) -> Callable[[], None]:
    """Tidying up fails too, and its error hides the first."""

    def step() -> None:
        try:
            raise inner
        finally:
            raise RuntimeError("detach")

    return step


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (duckdb.IOException("Could not write: No space left on device"), DISK_FULL),
        (duckdb.IOException("Could not write: Permission denied"), "E-TAHAP-GAGAL"),
    ],
)
def test_a_full_disk_is_told_through_the_error_that_hides_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: Exception, code: str
) -> None:
    failing(monkeypatch, masked(inner))
    assert run(tmp_path).kind.code == code


def kept_bytes(home: Path) -> bytes:
    return b"".join(item.read_bytes() for item in home.rglob("*") if item.is_file())


def test_the_log_keeps_no_value_that_an_error_quotes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a stack shows lines of code, so the values do not stand in them
    first, second = "BU" + "DI", "SI" + "TI"

    def convert() -> None:
        duckdb.execute("select cast($1 as integer)", [first])

    failing(monkeypatch, masked(ValueError(second)))
    run(tmp_path)
    failing(monkeypatch, convert)
    assert "ConversionException" in run(tmp_path).message
    kept = kept_bytes(tmp_path)
    assert first.encode() not in kept
    assert second.encode() not in kept
    assert b"ConversionException" in kept
    assert b"ValueError" in kept


def test_the_log_keeps_what_an_error_of_the_project_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step() -> None:
        raise DtsenError("E-TAHAP-GAGAL", step="satu-langkah", reason="uji")

    failing(monkeypatch, step)
    assert "satu-langkah" in run(tmp_path).message
    assert b"satu-langkah" in kept_bytes(tmp_path)
