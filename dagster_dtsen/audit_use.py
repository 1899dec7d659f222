"""`dtsen audit use`: use of data by recipient out of the audit log, and alarms of misuse."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dagster_dtsen import audits
from dagster_dtsen.audit import alarms, use
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private
from dagster_dtsen.settings import Settings


def told(
    settings: Settings,
    moment: dt.datetime,
    first: dt.date | None = None,
    last: dt.date | None = None,
    file: Path | None = None,
) -> dict[str, Any]:
    """Use of data on the days from ``first`` to ``last``: no person is in it.

    ``pemakaian``: rows of :data:`audit.use.MART`; ``alarm``: :func:`audit.alarms.found`;
    ``rantai``: what :func:`audits.verify` says of the log it comes from; ``berkas``. With ``file``
    the rows are written there as CSV for this account alone. Raises DtsenError E-BERKAS-ADA.
    """
    if file is not None and file.exists():
        raise DtsenError("E-BERKAS-ADA", path=file)
    chain = audits.verify(settings)
    with use.acts(settings, alarms.rules().zona_jam, first, last) as con:
        rows, speaking = use.mart(con), alarms.found(con, moment)
        if file is not None:
            with private(file) as part:
                use.write(con, part)
    return {
        "dari": first.isoformat() if first else None,
        "sampai": last.isoformat() if last else None,
        "pemakaian": rows,
        "alarm": speaking,
        "berkas": str(file) if file else None,
        "rantai": chain,
    }
