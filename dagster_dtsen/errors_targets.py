"""Errors of programme targeting: criteria files that cannot be used; nothing was counted."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

TARGETS = (
    ErrorKind(
        "E-KRITERIA",
        79,
        "Berkas kriteria {file} tidak dapat dipakai, tidak ada yang dihitung: {reason}",
        "The criteria file {file} cannot be used, nothing was counted: {reason}",
    ),
    ErrorKind(
        "E-KRITERIA-VARIABEL",
        98,
        "Syarat dalam {file} tidak dapat diuji, tidak ada yang dihitung: {variable}: {reason}",
        "A condition in {file} cannot be tested, nothing was counted: {variable}: {reason}",
    ),
    ErrorKind(
        "E-KRITERIA-WILAYAH",
        99,
        "Wilayah dalam {file} tidak dapat dipakai, tidak ada yang dihitung: {reason}",
        "The region in {file} cannot be used, nothing was counted: {reason}",
    ),
)
