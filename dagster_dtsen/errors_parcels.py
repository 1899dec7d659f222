"""Errors of hand-overs: what a package is filled with, and its way out of the house."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

PARCELS = (
    ErrorKind(
        "E-KIRIM-TIADA",
        125,
        "Tidak ada paket {paket}: {reason}",
        "There is no package {paket}: {reason}",
    ),
    ErrorKind(
        "E-KIRIM-TAHAN",
        20,
        "Paket {paket} ditahan: {reason}",
        "The package {paket} is held: {reason}",
    ),
    ErrorKind(
        "E-KIRIM",
        33,
        "Paket untuk izin {izin} tidak dibuat: {reason}",
        "No package was made for the grant {izin}: {reason}",
    ),
)
