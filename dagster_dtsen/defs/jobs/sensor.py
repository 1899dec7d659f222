"""Watches the landing folder and asks for the release that is due, until it is published."""

import datetime as dt
import hashlib
import json
from typing import Any

import dagster as dg

from dagster_dtsen import orchestrate
from dagster_dtsen.components.common import RELEASES
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.note import NOTE_NAME
from dagster_dtsen.settings import get_settings

_JOB = "rilis"
_SECONDS = 300
_GOING = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dg.sensor(
    name="kiriman_baru",
    job_name=_JOB,
    minimum_interval_seconds=_SECONDS,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Kiriman meminta rilis yang sudah waktunya / deliveries ask for a release",
)
def new_deliveries(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Ask for the release that is due, at once when it is another or a note is new, else daily.

    So a run that failed or was refused is asked for again, but not every five minutes for the same
    notes; a run that goes on is waited for. The cursor is what was asked last.
    """
    if context.instance.get_runs(dg.RunsFilter(job_name=_JOB, statuses=_GOING), limit=1):
        return dg.SkipReason("Rilis sedang dibangun / a release is being built")
    settings = get_settings()
    today = _today()
    try:
        release = orchestrate.due(settings, orchestrate.check_landing(settings), today)
    except DtsenError as error:
        return dg.SkipReason(error.message)
    if release is None:
        return dg.SkipReason("Belum ada rilis yang sudah waktunya / no release is due")
    found = sorted(
        hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in settings.landing.glob(f"*/*/{NOTE_NAME}")
    )
    asking: dict[str, Any] = {"rilis": str(release), "hari": today.isoformat(), "pengantar": found}
    if _asked(context.cursor, asking):
        return dg.SkipReason(
            f"{release} sudah diminta hari ini / was asked for today: dtsen run --release {release}"
        )
    content = hashlib.sha256("".join(found).encode()).hexdigest()[:16]
    key = f"{release}:{asking['hari']}:{content}"
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=key, partition_key=str(release))],
        dynamic_partitions_requests=[RELEASES.build_add_request([str(release)])],
        cursor=json.dumps(asking),
    )


def _asked(cursor: str | None, asking: dict[str, Any]) -> bool:
    """Whether this release was asked for on this day with all these notes."""
    last = json.loads(cursor or "null")
    if not isinstance(last, dict):  # nothing was asked, or by an older form
        return False
    same = all(last[name] == asking[name] for name in ("rilis", "hari"))
    return same and set(asking["pengantar"]) <= set(last["pengantar"])
