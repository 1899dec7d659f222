"""Errors of corrections, requests of citizens and restrictions; no message shows a value."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

RIGHTS = (
    ErrorKind(
        "E-KOREKSI-SALAH",
        18,
        "Koreksi tidak dicatat: {reason}",
        "The correction was not recorded: {reason}",
    ),
    ErrorKind(
        "E-KOREKSI-VARIABEL",
        19,
        "Koreksi tidak dicatat: tidak ada variabel {variable} pada {subject} yang dapat dikoreksi",
        "The correction was not recorded: {subject} has no variable {variable} to correct",
    ),
    ErrorKind(
        "E-KOREKSI-NILAI",
        21,
        "Koreksi tidak dicatat: nilai {variable} tidak dapat dipakai: {reason}",
        "The correction was not recorded: the value of {variable} cannot be used: {reason}",
    ),
    ErrorKind(
        "E-KOREKSI-BUKTI",
        22,
        "Koreksi tidak dicatat: {variables} perlu berkas bukti (--bukti)",
        "The correction was not recorded: {variables} needs an evidence file (--bukti)",
    ),
    ErrorKind(
        "E-KOREKSI-TIADA",
        23,
        "Tidak ada koreksi {identity} di {home}",
        "There is no correction {identity} in {home}",
    ),
    ErrorKind(
        "E-KOREKSI-ISI",
        24,
        "Isi koreksi {content} hilang, rusak, atau tidak terbuka dengan kunci ini (DTSEN_DB_KEY)",
        "The values of correction {content} are lost, damaged or not opened by this key "
        "(DTSEN_DB_KEY)",
    ),
    ErrorKind(
        "E-PERMOHONAN-SALAH",
        26,
        "Permohonan tidak dicatat: {reason}",
        "The request was not recorded: {reason}",
    ),
    ErrorKind(
        "E-PERMOHONAN-TIADA",
        27,
        "Tidak ada permohonan {identity} di {home}",
        "There is no request {identity} in {home}",
    ),
    ErrorKind(
        "E-PEMBATASAN-SALAH",
        28,
        "Pembatasan tidak dicatat: {reason}",
        "The restriction was not recorded: {reason}",
    ),
    ErrorKind(
        "E-PEMBATASAN-TIADA",
        29,
        "Tidak ada pembatasan {identity} di {home}",
        "There is no restriction {identity} in {home}",
    ),
    ErrorKind(
        "E-PENGHAPUSAN-SALAH",
        85,
        "Penghapusan tidak dilakukan: {reason}",
        "The erasure was not carried out: {reason}",
    ),
    ErrorKind(
        "E-PENGHAPUSAN-ISI",
        86,
        "Tanda pengenal orang yang dihapus ({content}) hilang atau rusak; pulihkan keputusan/isi "
        "dari cadangan sebelum menerima data",
        "What erased persons are known again by ({content}) is lost or damaged; restore "
        "keputusan/isi from a backup before receiving data",
    ),
    ErrorKind(
        "E-RILIS-DIHAPUS",
        87,
        "Isi rilis {release} dimusnahkan karena penghapusan orang; pakai versi yang lebih baru",
        "The rows of release {release} were destroyed for an erasure of persons; use a newer "
        "version",
    ),
)
