"""Errors of hand-overs, where nothing leaves the house: one exit code, told apart by their codes.

E-KIRIM: a package and its way out. E-UNGKAP: tables or micro data that would tell of people.
"""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

STAYS = 125
PARCELS = (
    ErrorKind(
        "E-KIRIM",
        STAYS,
        "Paket {paket} tidak dibuat, tidak dilepas, atau tidak ada: {reason}",
        "The package {paket} was not made, not let go, or is not there: {reason}",
    ),
    ErrorKind(
        "E-UNGKAP",
        STAYS,
        "{apa} tidak diterbitkan, sebab dapat mengungkap orang atau aturannya keliru: {reason}",
        "{apa} is not published, since it could tell of people or its rules are wrong: {reason}",
    ),
)
