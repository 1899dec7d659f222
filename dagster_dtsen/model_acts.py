"""What `dtsen models` lets happen: a model approved, training data taken; under the audit log."""

from __future__ import annotations

from pathlib import Path

from dagster_dtsen import audits, warehouse
from dagster_dtsen.ranking import register, sandbox, store
from dagster_dtsen.release import store as releases
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings

_FIRST = "2000T1"


def approve(
    settings: Settings, label: str, by: str, reason: str, since: str | None = None
) -> register.Entry:
    """Let releases use a model from ``since`` on, by default from the one after those published.

    Raises DtsenError E-RILIS-SALAH, those of :func:`ranking.register.approve` and of the audit log.
    """
    published = releases.stored(settings)
    first = str(published[-1].release.next) if published else _FIRST
    start = str(ReleaseId.parse(since)) if since else first
    store.check(settings, label)
    name = register.find(settings, label).label
    with audits.acting(settings, "putus", "model", name, rilis=start, tujuan="persetujuan"):
        return register.approve(settings, label, by, reason, start)


def take_sandbox(settings: Settings, to: Path) -> int:
    """Training data without identities into an empty folder; the rows.

    Raises DtsenError E-SEDANG-BERJALAN, E-FOLDER-TERISI, those of the audit log.
    """
    with (
        run_lock(settings),
        warehouse.connect(settings, read_only=True) as con,
        audits.exported(settings, "daftar", "data_latih") as outcome,
    ):
        rows = outcome.rows = sandbox.export(con, to)
    return rows
