"""A day as people type it."""

from __future__ import annotations

import datetime as dt

from dagster_dtsen.errors import DtsenError


def day_of(text: str | None, code: str = "E-KEPUTUSAN-SALAH") -> dt.date | None:
    """An ISO date, None for no text. Raises DtsenError ``code``."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise DtsenError(code, reason="tanggal / date YYYY-MM-DD") from None
