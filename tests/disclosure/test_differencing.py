"""Differences of published tables: rounded ones tell nothing, exact ones are found out."""

from __future__ import annotations

import duckdb
import pytest

from dagster_dtsen.disclosure import differencing
from dagster_dtsen.errors import DtsenError
from tests.disclosure.conftest import KEY, LOOSE, laid

NAMES = "tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran, kategori, satuan"
SMALL = {"kec": 2, "desa": 3, "prov": 2}


def told_before(con: duckdb.DuckDBPyConnection, exact: bool) -> None:
    count, base = ("jumlah", "1") if exact else ("terbit", "dasar")
    con.execute(
        f"create or replace temp table lama as select {NAMES}, {count} as jumlah, "
        f"{base} as dasar, 'terbit' as keadaan from sel"
    )


def exactly(con: duckdb.DuckDBPyConnection) -> None:
    """As if rounding had not happened."""
    con.execute("update sel set terbit = jumlah, dasar = 1")


def tried(con: duckdb.DuckDBPyConnection) -> differencing.Pairs:
    differencing.lay_now(con, KEY.print)
    differencing.add_before(con, "lama", KEY.print, 1, LOOSE)
    return differencing.attack(con)


def test_rounded_tables_of_two_releases_tell_nothing(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 900)
    told_before(con, exact=False)
    laid(con, 930)
    found = tried(con)
    assert found.pasangan > 10_000
    assert found.pasangan_terungkap == 0


def test_exact_tables_are_found_out(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 300, **SMALL)
    told_before(con, exact=True)
    laid(con, 303, **SMALL)
    exactly(con)
    with pytest.raises(DtsenError) as caught:
        tried(con)
    assert caught.value.kind.code == "E-UNGKAP"


def test_what_two_new_counts_tell_is_closed(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 300, **SMALL)
    told_before(con, exact=False)
    con.execute("delete from lama")
    first = tried(con)
    total, part = con.execute(
        "select t.nomor, p.nomor from sel as t inner join sel as p "
        "on t.ukuran = 'sakit' and p.ukuran = 'sakit' and t.kategori = p.kategori "
        "and t.kategori = 'pembilang' and t.kelompok = 'semua' and p.kelompok = 'semua' "
        "and t.tingkat_wilayah = 'kecamatan' and p.tingkat_wilayah = 'desa' "
        "and left(p.kode_wilayah, 6) = t.kode_wilayah and not p.tertutup and not t.tertutup "
        "where t.jumlah - p.jumlah between 1 and 9 limit 1"
    ).fetchall()[0]
    con.execute(f"update sel set terbit = jumlah, dasar = 1 where nomor in ({total}, {part})")
    second = tried(con)
    closed = con.execute(f"select tertutup from sel where nomor = {part}").fetchall()
    assert second.pasangan_terungkap > first.pasangan_terungkap
    assert closed == [(True,)]
