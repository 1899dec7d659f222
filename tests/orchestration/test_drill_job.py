"""The drill of a restoration as a Dagster job: one op that notes its outcome and fails by code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from dagster_dtsen import backups, journal
from dagster_dtsen.defs.jobs.drill import drill
from dagster_dtsen.settings import Settings, get_settings
from tests.conftest import at_home
from tests.release.hand_made import publish

KEY = "kunci-cadangan-uji-90fe"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A home with one release and a backup of it."""
    with at_home(tmp_path / "home"):
        monkeypatch.setenv("DTSEN_BACKUP_KEY", KEY)
        get_settings.cache_clear()
        made = get_settings()
        publish(made, "2026T1")
        backups.backup(made, tmp_path / "cadangan")
        yield made


def run(place: Path, **config: Any) -> dg.ExecuteInProcessResult:
    told = {"dari": str(place), **config}
    return drill.execute_in_process(
        run_config={"ops": {"pulihkan_dan_periksa": {"config": told}}}, raise_on_error=False
    )


def test_a_drill_that_holds_succeeds_and_tells_its_figures(
    settings: Settings, tmp_path: Path
) -> None:
    result = run(tmp_path / "cadangan", folder=str(tmp_path / "latihan"))
    assert result.success
    (noted,) = journal.entries(settings.drills_log)
    assert noted["hasil"] == "sama"
    (event,) = (item for item in result.all_events if item.is_successful_output)
    metadata = event.step_output_data.metadata
    assert metadata["tabel"].value == noted["tabel"] > 0
    assert not (tmp_path / "latihan").exists()


def test_a_drill_that_fails_fails_the_job(settings: Settings, tmp_path: Path) -> None:
    result = run(tmp_path / "entah")
    assert not result.success
    assert [item["hasil"] for item in journal.entries(settings.drills_log)] == ["E-CADANGAN-TIADA"]


def test_the_job_is_in_the_definitions(project_home: Path) -> None:
    with at_home(project_home):
        from dagster_dtsen import orchestrate

        job = orchestrate.resolve_job(get_settings(), "latihan_pemulihan")
    assert [node.name for node in job.nodes] == ["pulihkan_dan_periksa"]
    assert job.executor_def.name == "in_process"
