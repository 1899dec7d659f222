"""Errors of requests for access and of grants; nothing was given."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

SHARING = (
    ErrorKind(
        "E-IZIN",
        113,
        "Permohonan akses {file} tidak dapat dipakai: {reason}",
        "The request for access {file} cannot be used: {reason}",
    ),
    ErrorKind(
        "E-IZIN-TIADA",
        114,
        "Tidak ada izin {izin}",
        "There is no grant {izin}",
    ),
    ErrorKind(
        "E-IZIN-ADA",
        115,
        "Izin {izin} sudah tercatat; ajukan dengan nama lain, atau lengkapi yang dikembalikan",
        "The grant {izin} is there already; use another id, or complete the one sent back",
    ),
    ErrorKind(
        "E-IZIN-ALIH",
        116,
        "Izin {izin} tidak dapat beralih dari {dari} ke {ke}; yang dapat: {boleh}",
        "The grant {izin} cannot go from {dari} to {ke}; it can go to: {boleh}",
    ),
    ErrorKind(
        "E-IZIN-SYARAT",
        117,
        "Izin {izin} belum memenuhi syarat untuk {ke}: {reason}",
        "The grant {izin} does not meet what {ke} asks for: {reason}",
    ),
    ErrorKind(
        "E-IZIN-BATAS",
        119,
        "Di luar izin {izin}: {reason}; tidak ada yang diberikan",
        "Outside the grant {izin}: {reason}; nothing was given",
    ),
    ErrorKind(
        "E-IZIN-TANDA",
        118,
        "Langkah ke {ke} untuk izin {izin} harus ditandatangani: {reason}",
        "The step to {ke} of the grant {izin} must be signed: {reason}",
    ),
)
