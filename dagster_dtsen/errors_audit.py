"""Errors of the audit log: a broken chain, an event that is refused, a key or place that fails."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

AUDIT = (
    ErrorKind(
        "E-JEJAK-RUSAK",
        104,
        "Log audit rusak pada peristiwa {number}: {damage}",
        "The audit log is broken at event {number}: {damage}",
    ),
    ErrorKind(
        "E-JEJAK-SALAH",
        105,
        "Peristiwa tidak dicatat dan tindakannya tidak dilakukan: {reason}",
        "The event was not recorded and its act was not done: {reason}",
    ),
    ErrorKind(
        "E-JEJAK-TEMPAT",
        106,
        "Kunci atau tempat luar log audit tidak dapat dipakai: {path}: {reason}",
        "A key or outside place of the audit log cannot be used: {path}: {reason}",
    ),
)
