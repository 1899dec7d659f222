"""What a person is told when the definitions themselves cannot be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import dbt_bridge, definitions, orchestrate
from dagster_dtsen.errors import DtsenError
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
