"""Errors of incidents: an entry that makes no sense, an incident that is not there."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

INCIDENTS = (
    ErrorKind(
        "E-INSIDEN",
        123,
        "Insiden tidak dicatat: {reason}",
        "The incident was not recorded: {reason}",
    ),
    ErrorKind(
        "E-INSIDEN-TIADA",
        124,
        "Tidak ada insiden {name} di {home}",
        "There is no incident {name} in {home}",
    ),
)
