"""Whoever starts a run, its steps write one home alone, and only the release it is opened for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_dtsen import orchestrate, warehouse
from dagster_dtsen.components.home import Home, locked_home
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.errors_disk import causes
from dagster_dtsen.release import control, versions, working_file
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings, get_settings
from tests.conftest import at_home
from tests.orchestration.graph import Graph
from tests.release.hand_made import finished_folder
from tests.release.test_lock import HOLDER, another_process, refused

VILLAGES = "rujukan_asal/desa_kemendagri"
FIRST = "kendali/rilis"


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with at_home(tmp_path / "home") as made:
        yield made


def step_alone(graph: Graph, step: str) -> dg.JobDefinition:
    """A run of one step of the release job, as the UI starts it."""
    gate = graph.checks.get(step, {})
    return graph.job.get_subset(
        asset_selection={key(name) for name, maker in graph.makers.items() if maker == step},
        asset_check_selection={dg.AssetCheckKey(key(name), step) for name in gate},
    )


def key(name: str) -> dg.AssetKey:
    return dg.AssetKey(name.split("/"))


def run(job: dg.JobDefinition, release: str | None = "2026T1") -> str | None:
    """The code of the error that ends the run; None when it succeeds."""
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("rilis", [release] if release else [])
        try:
            job.execute_in_process(
                partition_key=release, instance=instance, run_config=orchestrate.QUIET
            )
        except Exception as error:
            found = [item for item in causes(error) if isinstance(item, DtsenError)]
            if not found:
                raise
            return found[0].kind.code
    return None


def open_for(settings: Settings, release: str) -> None:
    with run_lock(settings), working_file.changing(settings), warehouse.connect(settings) as con:
        control.open_release(con, settings, ReleaseId.parse(release))


def villages(settings: Settings) -> int:
    with warehouse.connect(settings, read_only=True) as con:
        try:
            rows = con.execute("select count(*) from rujukan_asal.desa_kemendagri").fetchall()
        except duckdb.CatalogException:
            return 0
    return int(rows[0][0])


def test_every_step_refuses_a_working_file_opened_for_another_release(
    graph: Graph, settings: Settings
) -> None:
    open_for(settings, "2026T2")
    later = set(graph.waits) - {graph.makers[FIRST]}
    assert len(later) > 30
    told = {step: run(step_alone(graph, step)) for step in sorted(later)}
    assert told == dict.fromkeys(told, "E-GUDANG-LAIN")


def test_no_step_starts_while_another_process_holds_the_home(
    graph: Graph, settings: Settings
) -> None:
    with another_process(settings):
        told = {step: run(step_alone(graph, step)) for step in sorted(graph.waits)}
    assert told == dict.fromkeys(told, "E-SEDANG-BERJALAN")
    assert not settings.warehouse_file.exists()


@pytest.mark.parametrize("job", ["latih_kesejahteraan", "latih_linkage"])
def test_a_training_does_not_start_either(settings: Settings, job: str) -> None:
    from dagster_dtsen.definitions import defs

    with another_process(settings):
        assert run(defs().resolve_job_def(job), None) == "E-SEDANG-BERJALAN"
    assert not settings.warehouse_file.exists()


def test_every_run_is_of_one_process(graph: Graph, settings: Settings) -> None:
    """Only so the lock is held from step to step; a single asset is run by Dagster's own job.

    All jobs together, as the UI loads them: their ops may not share a name.
    """
    from dagster_dtsen.definitions import defs

    repository = defs().get_repository_def()
    jobs = repository.get_all_jobs()
    assert any(job.name.startswith("__ASSET_JOB") for job in jobs)
    assert {job.executor_def.name for job in jobs} == {"in_process"}


def test_a_step_goes_on_with_the_release_that_was_opened(graph: Graph, settings: Settings) -> None:
    open_for(settings, "2026T1")
    before = settings.warehouse_print.read_text()
    assert run(step_alone(graph, "rujukan_asal__desa_kemendagri")) is None
    assert villages(settings) > 1_000
    # counted anew when it was left, so the next start finds nothing amiss
    assert settings.warehouse_print.read_text() != before
    with run_lock(settings):
        assert working_file.check(settings) == []
    assert not refused(settings)


def test_the_lock_of_this_process_is_no_hindrance(graph: Graph, settings: Settings) -> None:
    open_for(settings, "2026T1")
    with run_lock(settings):
        assert run(step_alone(graph, "rujukan_asal__desa_kemendagri")) is None
        assert run(step_alone(graph, graph.makers[FIRST])) is None


def test_the_first_step_opens_whatever_was_held_before(graph: Graph, settings: Settings) -> None:
    open_for(settings, "2026T2")
    both = graph.job.get_subset(asset_selection={key(FIRST), key(VILLAGES)})
    assert run(both) is None
    with warehouse.connect(settings, read_only=True) as con:
        assert con.execute("select id_rilis from kendali.rilis").fetchall() == [("2026T1",)]
    assert villages(settings) > 1_000


def test_a_published_release_is_not_written_again(graph: Graph, settings: Settings) -> None:
    open_for(settings, "2026T1")
    finished_folder(settings, "2026T1.v1")
    assert run(step_alone(graph, "rujukan_asal__desa_kemendagri")) == "E-RILIS-SUDAH"
    assert villages(settings) == 0


def test_another_version_or_base_is_another_release(graph: Graph, settings: Settings) -> None:
    step = step_alone(graph, "rujukan_asal__desa_kemendagri")
    open_for(settings, "2026T1")
    finished_folder(settings, "2026T1.v1")
    versions.request(settings, ReleaseId.parse("2026T1"), "uji", "uji")
    assert run(step) == "E-GUDANG-LAIN"
    open_for(settings, "2026T1")
    assert run(step) is None
    open_for(settings, "2026T2")
    assert run(step, "2026T2") is None
    finished_folder(settings, "2026T1.v2")
    assert run(step, "2026T2") == "E-GUDANG-LAIN"


def test_a_run_of_no_release_builds_nothing(graph: Graph, settings: Settings) -> None:
    """A gate can be asked for alone, without a partition."""
    open_for(settings, "2026T1")
    assert run(step_alone(graph, "gerbang_received"), None) == "E-RILIS-SALAH"


def test_a_working_file_that_lost_something_is_not_gone_on_with(
    graph: Graph, settings: Settings
) -> None:
    open_for(settings, "2026T1")
    with warehouse.connect(settings) as con:
        con.execute("insert into kendali.kiriman_dasar values ('uji')")
    assert run(step_alone(graph, "rujukan_asal__desa_kemendagri")) == "E-GUDANG-LAIN"
    assert (settings.scratch_dir / settings.warehouse_file.name).exists()


@dg.op
def begin(home: dg.ResourceParam[Home]) -> None:
    with home.training() as con:
        con.execute("create table langkah (nama varchar)")


@dg.op(ins={"after": dg.In(dg.Nothing)})
def go_on(home: dg.ResourceParam[Home]) -> None:
    outside = subprocess.run(
        [sys.executable, "-c", HOLDER, str(get_settings().home)],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "E-SEDANG-BERJALAN" in outside.stderr
    with home.training() as con:
        con.execute("insert into langkah values ('kedua')")


@dg.graph
def two_steps() -> None:
    go_on(after=begin())


def in_processes() -> dg.JobDefinition:
    return two_steps.to_job(
        resource_defs={"home": locked_home}, executor_def=dg.multiprocess_executor
    )


def steps_made(settings: Settings) -> list[tuple[str]]:
    with warehouse.connect(settings, read_only=True) as con:
        return con.execute("select nama from langkah").fetchall()


def test_the_lock_is_held_from_the_first_step_to_the_last(settings: Settings) -> None:
    job = two_steps.to_job(resource_defs={"home": locked_home}, executor_def=dg.in_process_executor)
    assert run(job, None) is None
    assert steps_made(settings) == [("kedua",)]
    assert not refused(settings)


def test_steps_in_processes_of_their_own_hold_it_each(settings: Settings, tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        with dg.execute_job(dg.reconstructable(in_processes), instance=instance) as result:
            assert result.success
        assert steps_made(settings) == [("kedua",)]
