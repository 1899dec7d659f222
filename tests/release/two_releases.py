"""Two small sealed releases by hand in which every reason to come or go happens to somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.release import publish
from dagster_dtsen.release.difference_sources import Variable
from dagster_dtsen.settings import Settings
from tests.release.lay_release import Rows, lay

VARIABLES = (
    Variable("individu", "alamat", "blok hari ini", 0),
    Variable("individu", "ijazah", "pendidikan", 1),
    Variable("keluarga", "alamat", "", 0),
    Variable("keluarga", "luas_lantai", "perumahan", 2),
    Variable("keluarga", "tarif", "pelanggan", 0),
    Variable("keluarga", "jumlah", "", 0),
)
BLOCKS = [
    ("individu", "alamat", "alamat", "x"),
    ("individu", "ijazah", "pendidikan", "x"),
    ("keluarga", "luas_lantai", "perumahan", "x"),
    ("keluarga", "tarif", "pelanggan", "x"),
]
A, B = "3201", "3202"


def person(
    name: str, house: str, region: str | None = A, street: str = "L", paper: str = "1"
) -> tuple[Any, ...]:
    return (name, house, region, street, paper)


def family(name: str, head: str, region: str | None = A) -> tuple[Any, ...]:
    return (name, head, region, "L", 1, "R1", 1)


LEFT = {  # person → why, detail
    "mati": ("meninggal", "dilaporkan_meninggal"),
    "batas": ("dibatasi", "dibatasi"),
    "beda": ("verdik", "nama_berbeda"),
    "lepas": ("tanpa_keluarga", "kk_sesuai"),
    "lebur": ("gabung", None),
    "sepi": ("tak_dikirim", None),
    "cabut": ("kiriman_dicabut", None),
    "hapus": ("tak_diketahui", None),
    "janggal": ("tak_diketahui", None),
}
ENTERED = {
    "bayi": ("baru", "lahir"),
    "baru": ("baru", None),
    "sah": ("sah_kini", "tidak_ditemukan"),
    "belah": ("pisah", None),
    "pulang": ("kembali", None),
    "entah": ("tak_diketahui", None),
}
LEFT_FAMILIES = {
    "K-mati": ("anggota_keluar", "dilaporkan_meninggal"),
    "K-campur": ("anggota_keluar", "campuran"),
    "K-lebur": ("gabung", None),
    "K-pindah": ("anggota_pindah", None),
    "K-pecah": ("anggota_pindah_keluar", "nama_berbeda"),
}
ENTERED_FAMILIES = {
    "K-baru": ("baru", None),
    "K-belah": ("pisah", None),
    "K-pulang": ("kembali", None),
    "K-sah": ("sah_kini", None),
}
_STAY = ("tetap", "pindah", "ikut", "pisah", "inti")
_OLD: dict[str, Rows] = {
    "individu": [
        person("mati", "K-mati"), person("batas", "K-campur"), person("beda", "K-pecah"),
        person("lepas", "K-campur"), person("lebur", "K-tetap"), person("sepi", "K-campur", None),
        person("cabut", "K-campur"), person("hapus", "K-campur"), person("janggal", "K-campur"),
        person("tetap", "K-tetap"), person("pindah", "K-pindah"), person("ikut", "K-lebur"),
        person("pisah", "K-tetap"), person("inti", "K-pecah", B),
    ],
    "keluarga": [
        family("K-mati", "mati"), family("K-campur", "batas"), family("K-tetap", "tetap"),
        family("K-lebur", "ikut"), family("K-pindah", "pindah"), family("K-pecah", "inti", B),
    ],
    "peta_individu": [
        *((f"r-{name}", name, True) for name in (*LEFT, *_STAY)),
        ("r-tetap2", "tetap", True), ("r-pulang", "pulang", False), ("r-entah", "entah", True),
        ("r-sah", "sah", True),
    ],
    "peta_keluarga": [
        ("mati", "K-mati", True), ("batas", "K-campur", True), ("beda", "K-pecah", True),
        ("tetap", "K-tetap", True), ("pindah", "K-pindah", True), ("ikut", "K-lebur", True),
        ("pisah", "K-tetap", True), ("inti", "K-pecah", True), ("lebur", "K-tetap", True),
        ("lama", "K-pulang", False), ("sah", "K-sah", True), ("x", "K-pindah", True),
    ],
    "dikeluarkan": [("sah", "tidak_ditemukan")],
    "verdik_individu": [
        ("tetap", "sesuai", "kk_sesuai"), ("mati", "sesuai", "kk_sesuai"),
        ("sah", "tidak_ditemukan", "tanpa_kk"),
    ],
    "rekaman": [
        *((f"r-{name}", name, "dukcapil", "d-1", 1, None) for name in (*LEFT, *_STAY)
          if name != "cabut"),
        ("r-cabut", "cabut", "dukcapil", "d-cabut", 1, None),
    ],
    "rpt_rencana_variabel": BLOCKS,
    "fct_peringkat_kesejahteraan": [
        ("K-tetap", 3, "peringkat"), ("K-mati", 1, "peringkat"),
    ],
}  # fmt: skip
_HOUSES = {
    "bayi": "K-tetap", "baru": "K-baru", "sah": "K-sah", "belah": "K-tetap", "pulang": "K-pulang",
    "entah": "K-baru", "tetap": "K-tetap", "pindah": "K-tetap", "ikut": "K-tetap",
    "pisah": "K-belah", "inti": "K-tetap",
}  # fmt: skip
_NEW: dict[str, Rows] = {
    "individu": [
        *(person(name, house) for name, house in _HOUSES.items() if name not in _STAY),
        person("tetap", "K-tetap", A, "L2", "2"), person("pindah", "K-tetap", B),
        person("ikut", "K-tetap", A, "L3"), person("pisah", "K-belah", A, "L4"),
        person("inti", "K-tetap", B),
    ],
    "keluarga": [
        ("K-tetap", "tetap", A, "L2", 5, "R2", 7), family("K-baru", "baru"),
        family("K-belah", "pisah"), family("K-pulang", "pulang"), family("K-sah", "sah"),
    ],
    "peta_individu": [
        *((f"r-{name}", name, True) for name in _HOUSES if name != "belah"),
        ("r-tetap2", "belah", True), ("r-lebur", "tetap", True), ("r-sepi", "sepi", False),
        ("r-cabut", "cabut", False), ("r-janggal", "janggal", True), ("r-mati", "mati", True),
    ],
    "peta_keluarga": [
        *((name, house, True) for name, house in _HOUSES.items()),
        ("x", "K-pindah", True), ("beda", "K-pecah", True), ("y", "K-pecah", True),
    ],
    "dikeluarkan": [
        (name, detail) for name, (_, detail) in LEFT.items() if detail
    ],
    "verdik_individu": [
        ("tetap", "sesuai", "kk_sesuai"), ("mati", "dilaporkan_meninggal", "kk_sesuai"),
        ("sah", "sesuai", "kk_sesuai"),
    ],
    "rekaman": [
        ("r-tetap", "tetap", "dukcapil", "d-1", 2, None),
        ("r-tetap2", "tetap", "dtks", "d-2", 1, 1),
        ("r-ikut", "ikut", "dukcapil", "d-1", 1, None),
        ("r-pisah", "pisah", "dukcapil", "d-1", 1, None),
    ],
    "asal_individu": [
        ("tetap", 2, 1), ("ikut", 0, None), ("pisah", 9, None),
    ],
    "asal_keluarga": [
        ("K-tetap", "k-1", "regsosek", "01", None), ("K-tetap", "k-2", "pln", "10", 1),
    ],
    "aturan_pembaruan": [
        (21, "individu", "alamat", "dukcapil"), (31, "individu", "pendidikan", "dtks"),
        (41, "keluarga", "perumahan", "regsosek"), (42, "keluarga", "pelanggan", "pln"),
    ],
    "koreksi": [
        ("individu", "ikut", "alamat", "diterapkan", 205, "c-1"),
        ("individu", "pisah", "alamat", "kalah", 206, "c-2"),
    ],
    "peristiwa_hidup": [("bayi", "lahir")],
    "peristiwa_relasi": [("masuk", "K-tetap", "pindah", "kawin")],
    "rpt_rencana_variabel": BLOCKS,
    "fct_peringkat_kesejahteraan": [
        ("K-tetap", None, "tanpa_peringkat"), ("K-baru", 2, "peringkat"),
    ],
}  # fmt: skip
VALUES = {
    ("individu", "tetap", "alamat", "dukcapil", 21),
    ("individu", "tetap", "ijazah", "dtks", 31),
    ("individu", "ikut", "alamat", "koreksi", 205),
    ("individu", "pisah", "alamat", "tak_diketahui", None),
    ("keluarga", "K-tetap", "alamat", "dukcapil", 21),
    ("keluarga", "K-tetap", "luas_lantai", "regsosek", 41),
    ("keluarga", "K-tetap", "tarif", "pln", 42),
    ("keluarga", "K-tetap", "jumlah", "turunan", None),
}


def lay_both(
    settings: Settings, more: Mapping[str, Rows] | None = None, base: str | None = "2026T1.v1"
) -> None:
    """Both releases in the store, the second with ``more`` in place of its own rows."""
    lay(settings, "2026T1", _OLD, ["d-1", "d-2", "d-cabut"], None)
    lay(settings, "2026T2", {**_NEW, **(more or {})}, ["d-1", "d-2", "d-3"], base)
    readers = settings.root / publish.PUBLISHED_FILE
    with warehouse.connect(settings, database=readers):
        pass


def new_rows(table: str) -> list[Sequence[Any]]:
    return list(_NEW[table])
