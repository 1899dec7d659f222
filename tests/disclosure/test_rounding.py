"""Rounding: to one of the two neighbours, the same way always, fair, and never without the key."""

from __future__ import annotations

import duckdb

from dagster_dtsen.disclosure import cells, policy
from dagster_dtsen.disclosure.key import RoundingKey
from tests.disclosure import made_up
from tests.disclosure.conftest import LOOSE, laid


def test_every_count_goes_to_one_of_its_two_neighbours(con: duckdb.DuckDBPyConnection) -> None:
    laid(con)
    far = con.execute(
        "select count(*) from sel where terbit % dasar <> 0 or abs(terbit - jumlah) >= dasar "
        "or (jumlah % dasar = 0 and terbit <> jumlah)"
    ).fetchall()
    both = con.execute(
        "select count(distinct terbit - jumlah > 0) from sel where jumlah % dasar > 0"
    ).fetchall()
    assert (far, both) == ([(0,)], [(2,)])


def test_rounding_is_fair(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 6000)
    count, off, base = con.execute(
        "select count(*), avg(terbit - jumlah), avg(dasar) from sel where jumlah > 0"
    ).fetchall()[0]
    # the standard error of a mean of so many draws, each off by less than the base
    assert abs(off) < 3 * float(base) / 2 / count**0.5


def test_the_same_cell_is_drawn_alike_in_the_next_release(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 1200)
    con.execute("create temp table lalu as select * from sel")
    laid(con, 1260)
    same = "tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran, kategori"
    changed, kept = con.execute(
        "select count(case when a.terbit <> b.terbit and a.jumlah = b.jumlah then 1 end), "
        "count(case when a.jumlah = b.jumlah and a.jumlah % a.dasar > 0 then 1 end) "
        f"from sel as a inner join lalu as b using ({same})"
    ).fetchall()[0]
    assert kept > 500
    assert changed == 0


def test_another_key_draws_otherwise(con: duckdb.DuckDBPyConnection) -> None:
    laid(con)
    con.execute("create temp table lain as select nomor, terbit from sel")
    RoundingKey(bytes(32)).hand_over(con)
    laid(con)
    moved = con.execute(
        "select count(*) from sel inner join lain using (nomor) where sel.terbit <> lain.terbit"
    ).fetchall()[0][0]
    assert moved > 500


def test_measures_of_the_same_units_are_told_once(con: duckdb.DuckDBPyConnection) -> None:
    made_up.lay(con, 1200)
    con.execute(
        "insert into agg_sel by name select * replace ('sakit_dua' as ukuran) from agg_sel "
        "where ukuran = 'sakit'"
    )
    con.execute(
        "insert into indikator by name select * replace ('sakit_dua' as indikator) from indikator "
        "where indikator = 'sakit'"
    )
    cells.lay(con, "agg_sel", "indikator", LOOSE)
    same = "tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, kategori"
    pairs, unlike = con.execute(
        "select count(*), count(case when a.terbit <> b.terbit then 1 end) from sel as a "
        f"inner join sel as b using ({same}) where a.ukuran = 'sakit' and b.ukuran = 'sakit_dua'"
    ).fetchall()[0]
    assert pairs > 400
    assert unlike == 0


def test_a_gap_is_told_like_any_zero(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 300)
    missing = con.execute(
        "select count(*) from agg_sel where kode_wilayah = '1101010001' and ukuran = 'desil'"
    ).fetchall()[0][0]
    told = con.execute(
        "select count(*), count(case when jumlah = 0 then 1 end) from sel "
        "where kode_wilayah = '1101010001' and ukuran = 'desil'"
    ).fetchall()[0]
    assert missing < 11
    assert told == (11, 11 - missing)


def test_persons_of_few_families_are_closed(con: duckdb.DuckDBPyConnection) -> None:
    made_up.lay(con, 1200)
    few = "ukuran = 'pekerja' and kode_wilayah = '110101' and jumlah >= 10"
    told = []
    for families in (5, 4):
        con.execute(f"update agg_sel set keluarga = {families} where {few}")
        cells.lay(con, "agg_sel", "indikator", LOOSE)
        told += con.execute(f"select tertutup from sel where {few}").fetchall()
    assert told == [(False,), (True,)]


def test_regions_of_few_families_are_told_above_alone(con: duckdb.DuckDBPyConnection) -> None:
    made_up.lay(con, 3000)
    cells.lay(con, "agg_sel", "indikator", policy.settled())
    least, told = con.execute(
        "select min(keluarga), count(*) from sel where tingkat_wilayah = 'kecamatan' "
        "and ukuran = 'desil' and kategori = 'jumlah'"
    ).fetchall()[0]
    whole = con.execute(
        "select count(distinct kode_wilayah) from agg_sel where tingkat_wilayah = 'kecamatan'"
    ).fetchall()[0][0]
    assert least >= 100
    assert 0 < told < whole
