"""Run the release job in this process and tell how it went, stage by stage."""

from __future__ import annotations

import datetime as dt
import os
import time
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dagster_dtsen import dbt_bridge, erasures
from dagster_dtsen.dagster_home import prepare_home
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.errors_disk import DISK_FULL, causes, is_full
from dagster_dtsen.reception import archive
from dagster_dtsen.reception.note import DeliveryNote
from dagster_dtsen.release import publish, store, versions, working_file
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.run_watch import Outcome, Progress, Watch
from dagster_dtsen.settings import Settings, get_settings

JOB = "rilis"
# the terminal shows stages; Dagster's own log lines stay in its event store
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def check_landing(settings: Settings) -> list[Path]:
    """Delivery notes below the landing folder and in the archive of the home.

    A landing folder that was purged is empty, and the archive knows the deliveries.
    Raises DtsenError E-LANDING-TIADA or E-LANDING-TAK-TERBACA.
    """
    landing = settings.landing
    if not landing.exists():
        raise DtsenError("E-LANDING-TIADA", path=landing)
    try:
        notes = sorted(landing.glob("*/*/pengantar.yml")) if landing.is_dir() else []
        notes += archive.note_files(settings)
        if not landing.is_dir() or not notes or not os.access(landing, os.R_OK | os.X_OK):
            raise DtsenError("E-LANDING-TAK-TERBACA", path=landing)
    except OSError:
        raise DtsenError("E-LANDING-TAK-TERBACA", path=landing) from None
    return notes


def pending(settings: Settings, notes: list[Path]) -> list[ReleaseId]:
    """Releases the landed deliveries call for, in order, published ones included.

    The chain ends at the first quarter in which nothing was sent: such a quarter is built only
    when asked for by name, so that one mistyped year does not call for forty releases.
    """
    published = [item.release for item in store.versions(settings)]
    quarters = set(published)
    for path in notes:
        try:
            note = DeliveryNote.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError, yaml.YAMLError):
            continue  # reception refuses it with its reason
        if note.jenis != "padankan":  # a list to be matched calls for no release
            quarters.add(ReleaseId.of_date(note.tanggal_kirim))
    if not quarters:
        raise DtsenError("E-LANDING-TAK-TERBACA", path=settings.landing)
    # a delivery of before the first release joins the next one
    chain = [min(published or quarters)]
    while chain[-1].next in quarters:
        chain.append(chain[-1].next)
    return chain


def due(settings: Settings, notes: list[Path], today: dt.date) -> ReleaseId | None:
    """The first release that the deliveries call for, is not published, and whose quarter is over.

    A release is published once: built earlier it would miss what is still to come.
    """
    published = {item.release for item in store.versions(settings)}
    waiting = [item for item in pending(settings, notes) if item not in published]
    return waiting[0] if waiting and waiting[0].cut_off < today else None


def check_chain(settings: Settings, release: ReleaseId, chain: list[ReleaseId]) -> None:
    """Refuse a release whose base is not published, also in an empty home.

    Raises DtsenError E-RANTAI-PUTUS, E-RILIS-DITARIK.
    """
    if versions.to_build(settings, release) is None:
        return
    store.base_of(settings, release)
    if not store.versions(settings) and release > chain[0]:
        raise DtsenError("E-RANTAI-PUTUS", release=release, expected=release.base)


def run_release(settings: Settings, release: ReleaseId, progress: Progress) -> Outcome:
    """Build and publish one release; one in use is left as it is unless it is to be built anew.

    The caller holds the run lock. Raises DtsenError of the step that failed.
    """
    if versions.to_build(settings, release) is None:
        return Outcome(release, built=False)
    outcome = Outcome(release, built=True)
    _execute(JOB, release, outcome, progress)
    return outcome


def run_training(settings: Settings, job: str, progress: Progress) -> None:
    """Run a training job on what has been accepted so far; writes ``home/model/``.

    Raises DtsenError E-RILIS-TIADA when no release has been built here yet.
    """
    chain = store.stored(settings)
    if not chain:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    outcome = Outcome(chain[-1].release, built=False)
    _execute(job, None, outcome, progress)


def _execute(name: str, release: ReleaseId | None, outcome: Outcome, progress: Progress) -> None:
    import dagster as dg

    started, settings = time.monotonic(), get_settings()
    try:
        job = resolve_job(settings, name)
    except Exception as error:
        raise _reason(error) from error
    with dg.DagsterInstance.get() as instance, working_file.changing(settings, release):
        if release:
            instance.add_dynamic_partitions("rilis", [str(release)])
        _bury_dead_runs(instance)
        run_id = str(uuid.uuid4())
        watch = Watch(outcome, progress)
        instance.add_event_listener(run_id, watch)
        try:
            job.execute_in_process(
                partition_key=str(release) if release else None,
                instance=instance,
                run_id=run_id,
                run_config=QUIET,
                raise_on_error=True,
            )
        except Exception as error:
            raise _reason(error, disk_full=watch.disk_full) from error
    outcome.seconds = time.monotonic() - started


def resolve_job(settings: Settings, name: str) -> Any:
    """The job, resolved once per process and state of the dbt project.

    Definitions hold nothing of a home but the parsed project; their bodies ask for the settings.
    """
    return _job(name, dbt_bridge.project_fingerprint(settings))


@cache
def _job(name: str, _project: str) -> Any:
    from dagster_dtsen.definitions import defs

    return defs().resolve_job_def(name)


def _bury_dead_runs(instance: Any) -> None:
    """Close runs that were killed and free the pool slots they held.

    Whoever holds the run lock is alone, so a run still marked as going on is dead, and any slot
    still held is held by the dead; without this the next run would wait for it for ever. Slots
    first: killed between the two, the next start does it again.
    """
    import dagster as dg

    storage = instance.event_log_storage
    going = [
        dg.DagsterRunStatus.STARTED,
        dg.DagsterRunStatus.STARTING,
        dg.DagsterRunStatus.CANCELING,
    ]
    runs = instance.get_runs(filters=dg.RunsFilter(statuses=going))
    holders = {run.run_id for run in runs}
    for key in storage.get_concurrency_keys():
        info = storage.get_concurrency_info(key)
        holders |= info.active_run_ids | info.pending_run_ids | info.assigned_run_ids
    for run_id in sorted(holders):
        storage.free_concurrency_slots_for_run(run_id)
    for run in runs:
        instance.report_run_failed(run, "Proses terhenti / the process was stopped")


def _reason(error: BaseException, *, disk_full: bool = False) -> BaseException:
    """The DtsenError in the chain of causes, that of a full disk, or one that names the type."""
    if disk_full or is_full(error):
        return DtsenError(DISK_FULL, place=get_settings().home)
    known = next((item for item in causes(error) if isinstance(item, DtsenError)), None)
    return known or DtsenError("E-TAHAP-GAGAL", step=JOB, reason=type(error).__name__)


def start(settings: Settings) -> list[str]:
    """Recover the home under the run lock; returns what was tidied up."""
    assert get_settings() == settings
    prepare_home(settings)
    done = publish.recover(settings)
    return done + erasures.carry_out(settings) + erasures.empty_landing(settings)


__all__ = [
    "Outcome",
    "Progress",
    "Watch",
    "check_chain",
    "check_landing",
    "due",
    "pending",
    "prepare_home",
    "run_lock",
    "run_release",
    "run_training",
    "start",
]
