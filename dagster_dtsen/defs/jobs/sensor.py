"""Watches the landing folder: new delivery notes ask for the release that is due."""

import datetime as dt
import hashlib
import json

import dagster as dg

from dagster_dtsen import orchestrate
from dagster_dtsen.components.common import RELEASES
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.note import NOTE_NAME
from dagster_dtsen.settings import get_settings

_SECONDS = 300


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


@dg.sensor(
    name="kiriman_baru",
    job_name="rilis",
    minimum_interval_seconds=_SECONDS,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Kiriman baru di landing meminta rilis yang sudah waktunya / new deliveries",
)
def new_deliveries(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """One run request per new content of the landing folder; the cursor is the notes' hashes."""
    settings = get_settings()
    found = sorted(
        hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in settings.landing.glob(f"*/*/{NOTE_NAME}")
    )
    new = sorted(set(found) - set(json.loads(context.cursor or "[]")))
    if not new:
        return dg.SkipReason("Tidak ada kiriman baru / no new delivery")
    try:
        notes = orchestrate.check_landing(settings)
        release = orchestrate.due(settings, notes, _today())
    except DtsenError as error:
        return dg.SkipReason(error.message)
    if release is None:
        # the cursor stays: the deliveries ask again when the quarter is over
        return dg.SkipReason("Belum ada rilis yang sudah waktunya / no release is due")
    key = hashlib.sha256("".join(new).encode()).hexdigest()[:16]
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=f"{release}:{key}", partition_key=str(release))],
        dynamic_partitions_requests=[RELEASES.build_add_request([str(release)])],
        cursor=json.dumps(found),
    )
