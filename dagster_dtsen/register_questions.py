"""`dtsen questions`: what the population register's matching service is to be asked (Pasal 15)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dagster_dtsen import audits, last_run
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import register_questions


def asked(
    settings: Settings, file: Path | None = None, *, everybody: bool = False
) -> dict[str, Any]:
    """The questions of the release in the working file: ``id_rilis``, ``pertanyaan`` per verdict.

    Asked about is who has no valid NIK, or with ``everybody`` each person with a NIK. With ``file``
    the questions are written there, for this account alone, and it is noted who took them.
    Raises DtsenError E-BERKAS-ADA, E-RILIS-TIADA, E-SEDANG-BERJALAN.
    """
    if file is not None and file.exists():
        raise DtsenError("E-BERKAS-ADA", path=file)
    tables = ("pertanyaan_dukcapil", "verdik_nik")
    with last_run.holding(settings, "validated", *tables) as (con, release):
        told = register_questions.counts(con, everybody=everybody)
        rows = 0
        if file is not None and told:
            with (
                private(file) as part,
                audits.exported(settings, "daftar", "pertanyaan_dukcapil", release) as outcome,
            ):
                rows = outcome.rows = register_questions.write(con, part, everybody=everybody)
    return {
        "id_rilis": release,
        "jumlah": sum(row["jumlah"] for row in told),
        "pertanyaan": told,
        "berkas": {"nama": str(file), "baris": rows} if rows else None,
    }
