"""Errors of hand-over packages: certificates, sealing, checking and opening."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

PACKAGE = (
    ErrorKind(
        "E-SERTIFIKAT",
        107,
        "Sertifikat {name} ditolak: {reason}",
        "The certificate {name} is refused: {reason}",
    ),
    ErrorKind(
        "E-PAKET-RUSAK",
        108,
        "Paket {package} rusak, berubah atau tidak lengkap; tidak ada yang dibuka: {reason}",
        "The package {package} is damaged, changed or not complete; nothing was opened: {reason}",
    ),
    ErrorKind(
        "E-PAKET-TANDA",
        109,
        "Tanda tangan paket {package} ditolak; tidak ada yang dibuka: {reason}",
        "The signature of the package {package} is refused; nothing was opened: {reason}",
    ),
    ErrorKind(
        "E-PAKET-KUNCI",
        110,
        "Kunci {path} tidak dapat dipakai untuk paket ini: {reason}",
        "The key {path} cannot be used for this package: {reason}",
    ),
    ErrorKind(
        "E-PAKET-ULANG",
        111,
        "Paket bernomor {number} ditolak: yang terakhir diterima sudah nomor {last}",
        "Package number {number} is refused: the last one accepted has number {last} already",
    ),
    ErrorKind(
        "E-PAKET-SEGEL",
        112,
        "Paket tidak dapat disegel atau dibuka; tidak ada yang ditinggalkan: {reason}",
        "The package cannot be sealed or opened; nothing was left behind: {reason}",
    ),
)
