"""`dtsen waiting`: what waits for a steward in the working file, and the list to settle it by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dagster_dtsen import audits, last_run
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import waiting, worklist_files


def waits(settings: Settings, file: Path | None = None) -> dict[str, Any]:
    """What waits: ``id_rilis`` that the working file holds, ``jumlah``, ``menunggu`` by kind.

    With ``file`` the list is written there, for this user alone; ``berkas`` is its path, None when
    nothing waits. Raises DtsenError E-BERKAS-ADA, E-RILIS-TIADA, E-SEDANG-BERJALAN.
    """
    if file is not None and file.exists():
        raise DtsenError("E-BERKAS-ADA", path=file)
    with last_run.holding(settings, "stewardship", "perubahan_menunggu") as (con, release):
        counts = waiting.counts(con)
        rows = waiting.rows(con) if file is not None else []
    if file is not None and rows:
        with audits.exported(settings, "daftar", "menunggu", release) as outcome:
            worklist_files.write_sheet(file, rows)
            outcome.rows = len(rows)
    return {
        "id_rilis": release,
        "jumlah": sum(row["jumlah"] for row in counts),
        "menunggu": counts,
        "berkas": str(file) if rows else None,
    }
