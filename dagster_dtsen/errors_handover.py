"""Errors of hand-over records, confidentiality agreements and receipts."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

HANDOVER = (
    ErrorKind(
        "E-SERAH",
        120,
        "Naskah serah terima {file} tidak dibuat: {reason}",
        "The hand-over paper {file} was not made: {reason}",
    ),
    ErrorKind(
        "E-SERAH-TANDA",
        121,
        "Naskah serah terima {file} tidak dapat ditandatangani: {reason}",
        "The hand-over paper {file} cannot be signed: {reason}",
    ),
    ErrorKind(
        "E-TERIMA",
        122,
        "Tanda terima paket {package} ditolak; tidak ada yang dicatat: {reason}",
        "The receipt of the package {package} is refused; nothing was recorded: {reason}",
    ),
)
