"""Errors a person can act on: a code, an exit code, one Indonesian and one English sentence."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind
from dagster_dtsen.errors_audit import AUDIT
from dagster_dtsen.errors_backup import BACKUP
from dagster_dtsen.errors_desk import DESK
from dagster_dtsen.errors_disk import DISK
from dagster_dtsen.errors_handover import HANDOVER
from dagster_dtsen.errors_incidents import INCIDENTS
from dagster_dtsen.errors_models import MODELS
from dagster_dtsen.errors_package import PACKAGE
from dagster_dtsen.errors_parcels import PARCELS
from dagster_dtsen.errors_releases import RELEASES
from dagster_dtsen.errors_rights import RIGHTS
from dagster_dtsen.errors_sharing import SHARING
from dagster_dtsen.errors_targets import TARGETS

KINDS = {
    kind.code: kind
    for kind in (
        ErrorKind(
            "E-LANDING-TIADA",
            3,
            "Folder landing tidak ada: {path}",
            "The landing folder does not exist: {path}",
        ),
        ErrorKind(
            "E-LANDING-TAK-TERBACA",
            4,
            "Folder landing tidak dapat dibaca atau tidak berisi kiriman (pengantar.yml): {path}",
            "The landing folder cannot be read or holds no delivery (pengantar.yml): {path}",
        ),
        ErrorKind(
            "E-RILIS-SALAH",
            5,
            "Nama rilis salah: {release!r}; bentuk yang benar 2026T1 (tahun, T, triwulan 1-4)",
            "Wrong release id: {release!r}; the form is 2026T1 (year, T, quarter 1-4)",
        ),
        ErrorKind(
            "E-RANTAI-PUTUS",
            6,
            "Rilis {release} tidak dapat dibuat: rilis dasar {expected} belum terbit",
            "Release {release} cannot be built: its base {expected} is not published",
        ),
        ErrorKind(
            "E-SEDANG-BERJALAN",
            7,
            "Proses lain sedang bekerja di {home}; tunggu sampai selesai",
            "Another run is at work in {home}; wait until it has ended",
        ),
        ErrorKind(
            "E-KUNCI-SALAH",
            8,
            "Gudang di {home} tidak dapat dibuka dengan kunci ini (DTSEN_DB_KEY)",
            "The warehouse in {home} cannot be opened with this key (DTSEN_DB_KEY)",
        ),
        ErrorKind(
            "E-GERBANG-GAGAL",
            9,
            "Gerbang mutu {gate} tidak lolos: {checks}",
            "Quality gate {gate} did not pass: {checks}",
        ),
        ErrorKind(
            "E-TAHAP-GAGAL",
            10,
            "Tahap {step} gagal: {reason}",
            "Step {step} failed: {reason}",
        ),
        ErrorKind(
            "E-RILIS-TIADA",
            11,
            "Belum ada rilis yang terbit di {home}",
            "No release is published in {home}",
        ),
        ErrorKind(
            "E-SEGEL-RUSAK",
            12,
            "Berkas rilis {release} tidak lagi sama dengan segelnya: {tables}",
            "The files of release {release} no longer equal their seal: {tables}",
        ),
        ErrorKind(
            "E-MODEL-TIADA",
            13,
            "Model {model} tidak ada atau rusak: {path}",
            "The model {model} is missing or damaged: {path}",
        ),
        ErrorKind(
            "E-BLOK-MAHAL",
            43,
            "Penautan akan memeriksa {pairs} pasangan, lebih dari anggaran {limit}; "
            "terbesar: {blocks}",
            "Linkage would look at {pairs} pairs, more than its budget of {limit}; "
            "largest: {blocks}",
        ),
        ErrorKind(
            "E-LATIH-TIADA",
            14,
            "Tidak ada data latih yang diterima untuk {model}",
            "No training data has been accepted for {model}",
        ),
        ErrorKind(
            "E-KAMUS",
            15,
            "Kamus data tidak konsisten: {problems}",
            "The data dictionary is inconsistent: {problems}",
        ),
        ErrorKind(
            "E-KONTRAK",
            16,
            "Kontrak penyedia {provider} salah: {reason}",
            "The provider contract of {provider} is wrong: {reason}",
        ),
        ErrorKind(
            "E-RILIS-SUDAH",
            17,
            "Rilis {release} sudah terbit dan tidak dapat diubah",
            "Release {release} is published and cannot be changed",
        ),
        ErrorKind(
            "E-BUKU-KOSONG",
            40,
            "Belum ada kiriman yang dicatat di {home}",
            "No delivery has been recorded in {home}",
        ),
        ErrorKind(
            "E-KIRIMAN-TIADA",
            41,
            "Kiriman {delivery} tidak ada di {place}",
            "There is no delivery {delivery} in {place}",
        ),
        ErrorKind(
            "E-KEPUTUSAN-SALAH",
            42,
            "Keputusan tidak dicatat: {reason}",
            "The decision was not recorded: {reason}",
        ),
        ErrorKind(
            "E-PAKET-TIADA",
            25,
            "Tidak ada paket pengembalian untuk kiriman {delivery} di {home}",
            "There is no return package of delivery {delivery} in {home}",
        ),
        ErrorKind(
            "E-KEBENARAN-TIADA",
            30,
            "Folder kebenaran {path} tidak lengkap; yang tidak ada: {tables}",
            "The truth folder {path} is not complete; missing: {tables}",
        ),
        ErrorKind(
            "E-KEBENARAN-LAIN",
            31,
            "Kebenaran di {path} bukan milik kiriman rumah ini: {percent}% rekaman tidak cocok",
            "The truth in {path} is not that of this home's deliveries: {percent}% of records "
            "do not fit",
        ),
        ErrorKind(
            "E-EVALUASI-USANG",
            32,
            "Gudang berisi rilis {held}, yang terbit {release}; selesaikan dulu dengan dtsen run",
            "The warehouse holds release {held}, published is {release}; finish dtsen run first",
        ),
        ErrorKind(
            "E-DAFTAR-RUSAK",
            60,
            "Berkas bukan daftar tinjauan yang dapat dibaca: {reason}",
            "The file is no worklist that can be read: {reason}",
        ),
        ErrorKind(
            "E-PADANAN-RILIS",
            45,
            "Daftar dipadankan dengan rilis terbit yang ada di gudang ({held}), bukan {release}",
            "A list is matched with the release that the warehouse holds ({held}), not {release}",
        ),
        ErrorKind(
            "E-PADANAN-BATAS",
            46,
            "{agency} sudah dijawab atas {count} daftar dari rilis {release}; batasnya {limit}",
            "{agency} was answered {count} lists from release {release}; the limit is {limit}",
        ),
        ErrorKind(
            "E-TEMPLAT-RUSAK",
            47,
            "Templat {path} tidak dapat dipakai: {reason}",
            "The template {path} cannot be used: {reason}",
        ),
        *AUDIT,
        *BACKUP,
        *DESK,
        *DISK,
        *HANDOVER,
        *INCIDENTS,
        *MODELS,
        *PACKAGE,
        *PARCELS,
        *RELEASES,
        *RIGHTS,
        *SHARING,
        *TARGETS,
    )
}


class DtsenError(Exception):
    """A failure with a code; ``str()`` gives the bilingual message, never personal data."""

    def __init__(self, code: str, **details: object) -> None:
        self.kind = KINDS[code]
        self.details = details
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """Two lines: Indonesian first, English second, both led by the code."""
        indonesian = self.kind.indonesian.format(**self.details)
        english = self.kind.english.format(**self.details)
        return f"[{self.kind.code}] {indonesian}\n[{self.kind.code}] {english}"
