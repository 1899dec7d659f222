"""A register of one person and one family, made by hand: two releases and a working file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import duckdb
import pytest

from dagster_dtsen.subject.ask import FAMILY, PERSON, Book, Place, Question, Variable

ME, MINE = "I-saya", "K-kami"
OLD, NEW = "2026T1", "2026T2"
NIK, CARD, OTHER_NIK = "1101010101010001", "1101010101010099", "3202020202020277"
Make = Callable[..., Question]

VARIABLES = (
    Variable("nik", PERSON, ["NIK", "NIK"], "identitas", "", 0, ""),
    Variable("no_kk", PERSON, ["Nomor KK", "Card"], "kependudukan", "", 0, ""),
    Variable("nama", PERSON, ["Nama", "Name"], "identitas", "", 0, ""),
    Variable("tanggal_lahir", PERSON, ["Tanggal lahir", "Birth date"], "kelahiran", "", 0, ""),
    Variable("penerima_pkh", PERSON, ["PKH", "PKH"], "program", "", 0, "ya_tidak"),
    Variable("kode_kecamatan_kemendagri", PERSON, ["Kec", "Sub"], "alamat", "", 0, ""),
    Variable("ijazah", PERSON, ["Ijazah", "Certificate"], "pendidikan", "415", 1, ""),
    Variable("sekolah", PERSON, ["Sekolah", "School"], "pendidikan", "412", 2, ""),
    Variable("no_kk", FAMILY, ["Nomor KK", "Card"], "", "", 0, ""),
    Variable("id_individu_kepala", FAMILY, ["Kepala", "Head"], "", "", 0, ""),
    Variable("luas_lantai", FAMILY, ["Luas", "Floor"], "perumahan", "302", 1, ""),
    Variable("jenis_lantai", FAMILY, ["Lantai", "Kind"], "perumahan", "303", 2, ""),
    Variable("tarif_listrik", FAMILY, ["Tarif", "Tariff"], "pelanggan", "", 0, ""),
)
BOOK = Book(
    VARIABLES,
    {
        ("ya_tidak", "1"): ["Ya", "Yes"],
        ("status_butir", "T"): ["Tidak ditanyakan", "Not asked"],
        ("status_hubungan_keluarga", "1"): ["Kepala keluarga", "Head"],
        ("status_hubungan_keluarga", "3"): ["Anak", "Child"],
    },
    {
        "sesuai": {"sah": True, "label_id": "Sesuai", "label_en": "Valid"},
        "kk_sesuai": {"sah": True, "label_id": "Sesuai", "label_en": "Valid"},
        "milik_orang_lain": {
            "sah": False,
            "label_id": "Milik orang lain",
            "label_en": "Another person's",
            "pesan_id": "NIK terdaftar atas nama orang lain",
            "pesan_en": "The NIK is registered to another person",
        },
    },
    {201: "Temuan petugas"},
)
RULES = """
select * from (values
    (1, 'individu', 'identitas', 'dukcapil', 'administratif', 90, 1200, 'langsung', 'Menentukan'),
    (2, 'individu', 'identitas', 'regsosek', 'pengakuan', 50, 1200, 'langsung', 'Pendataan'),
    (6, 'individu', 'kelahiran', 'dukcapil', 'administratif', 90, 1200, 'tercatat', 'Lahir'),
    (7, 'individu', 'kelahiran', 'regsosek', 'pengakuan', 50, 1200, 'petugas', 'Menunggu'),
    (11, 'individu', 'kependudukan', 'dukcapil', 'administratif', 90, 1200, 'langsung', 'Kartu'),
    (31, 'individu', 'pendidikan', 'regsosek', 'pengakuan', 90, 120, 'langsung', 'Pendidikan'),
    (51, 'individu', 'program', 'dtks', 'administratif', 90, 24, 'langsung', 'Program'),
    (61, 'keluarga', 'perumahan', 'regsosek', 'pengakuan', 90, 120, 'langsung', 'Rumah'),
    (62, 'keluarga', 'perumahan', 'p3ke', 'administratif', 60, 60, 'langsung', 'P3KE')
) as r(id_aturan, entitas, blok, penyedia, sifat, kepercayaan, umur_maks_bulan, perubahan,
    keterangan)
"""
_BLOCKS = ("identitas", "kependudukan", "kelahiran", "program", "alamat", "pendidikan")


def record(key: str, provider: str, date: str, **seats: int) -> str:
    """One line of ``rekaman``."""
    places = ", ".join(f"{seats.get(b, 'null::int')} as urut_{b}" for b in _BLOCKS)
    return (
        f"select '{key}' as record_key, '{ME}' as id_individu, '{provider}' as penyedia, "
        f"'d' as dataset, date '{date}' as tanggal_acuan, '{provider}-1' as _delivery, "
        f"'berkas' as _file, 7::bigint as _row_number, {places}"
    )


def said(key: str, **values: str | None) -> str:
    """One line of values of a record."""
    names = [v.name for v in VARIABLES if v.entity == PERSON and not v.place]
    cells = ", ".join(
        f"'{values[name]}' as {name}" if values.get(name) else f"null::varchar as {name}"
        for name in names
    )
    return f"select '{key}' as record_key, {cells}"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as opened:
        yield opened


@pytest.fixture
def made(con: duckdb.DuckDBPyConnection) -> Make:
    """A question over tables given as SQL; names with ``_`` before them belong to ``OLD``."""

    def make(
        at: dict[str, str], before: dict[str, str] | None = None,
        work: dict[str, str] | None = None, values: bool = True,
    ) -> Question:  # fmt: skip
        def tables(given: dict[str, str]) -> dict[str, str]:
            return {name: f"({query})" for name, query in given.items()}

        old, new = Place(OLD, True, tables(before or {})), Place(NEW, True, tables(at))
        working = Place(NEW, False, tables(work or {}))
        return Question(con, BOOK, (old, new), new, working, values)

    return make


def person(row: str, seats: str, *records: str, **more: str) -> dict[str, str]:
    """Sealed tables of a release that holds the person."""
    return {
        "individu": f"select '{ME}' as id_individu, '{MINE}' as id_keluarga, {row}",
        "asal_individu": f"select '{ME}' as id_individu, {seats}",
        "rekaman": " union all ".join(records),
        "aturan_pembaruan": RULES,
        **more,
    }


def line(lines: list[dict[str, Any]], variable: str) -> dict[str, Any]:
    (found,) = [row for row in lines if row["variabel"] == variable]
    return found


def older(ask: Question) -> Question:
    """The same question about the release before."""
    return replace(ask, at=ask.places[0], places=ask.places[:1])
