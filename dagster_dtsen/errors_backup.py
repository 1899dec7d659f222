"""Errors of copies of a home: making, checking and restoring them."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

BACKUP = (
    ErrorKind(
        "E-CADANGAN-TIADA",
        88,
        "Tidak ada cadangan di {place}: {reason}",
        "There is no backup in {place}: {reason}",
    ),
    ErrorKind(
        "E-CADANGAN-KUNCI",
        38,
        "Cadangan di {place} tidak dibuat atau dibuka dengan kunci ini (DTSEN_BACKUP_KEY, "
        "tanpa itu DTSEN_DB_KEY): {reason}",
        "The backup in {place} is not made or opened with this key (DTSEN_BACKUP_KEY, "
        "without it DTSEN_DB_KEY): {reason}",
    ),
    ErrorKind(
        "E-CADANGAN-RUSAK",
        39,
        "Cadangan di {place} rusak; tidak ada yang dipulihkan: {parts}",
        "The backup in {place} is damaged; nothing was restored: {parts}",
    ),
    ErrorKind(
        "E-RUMAH-TERISI",
        44,
        "Pemulihan hanya ke rumah kosong; {home} berisi",
        "Only an empty home is restored into; {home} is not empty",
    ),
    ErrorKind(
        "E-CADANGAN-BEDA",
        48,
        "Kedua salinan cadangan berbeda: {parts}",
        "The two copies of the backup differ: {parts}",
    ),
    ErrorKind(
        "E-CADANGAN-GAGAL",
        49,
        "Cadangan atau pemulihan di {place} berhenti dan tidak mengubah apa pun: {reason}",
        "Backup or restore in {place} stopped and changed nothing: {reason}",
    ),
)
