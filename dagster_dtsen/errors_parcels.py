"""The error of hand-overs: what a package is filled with, and its way out of the house."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

PARCELS = (
    ErrorKind(
        "E-KIRIM",
        125,
        "Paket {paket} tidak dibuat, tidak dilepas, atau tidak ada: {reason}",
        "The package {paket} was not made, not let go, or is not there: {reason}",
    ),
)
