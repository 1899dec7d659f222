"""What tells a small cell is closed: the cheapest that helps, with what counts the same."""

from __future__ import annotations

import dataclasses
import itertools

import duckdb
import numpy as np
import pytest

from dagster_dtsen.disclosure import protect, system
from dagster_dtsen.disclosure.attack import attack
from dagster_dtsen.disclosure.closing import closings
from dagster_dtsen.disclosure.system import Bools, Ints, System
from tests.disclosure.conftest import LOOSE, laid

ZERO = "ukuran = 'sakit' and kategori = 'pembilang' and kelompok = 'semua'"


def made(con: duckdb.DuckDBPyConnection) -> System:
    cells = con.execute("select count(*) from sel").fetchall()[0][0]
    return system.build(con, np.zeros(cells, dtype=bool), LOOSE.lapis[1])


def numbers(con: duckdb.DuckDBPyConnection, where: str) -> Ints:
    found = con.execute(f"select nomor from sel where {where} order by nomor").fetchnumpy()
    return system.ints(found["nomor"])


def closed(built: System, cells: Ints) -> System:
    low, high = built.low.copy(), built.high.copy()
    low[cells], high[cells] = built.least[cells], built.most[cells]
    return dataclasses.replace(built, low=low, high=high)


@pytest.fixture
def told(con: duckdb.DuckDBPyConnection) -> tuple[System, Ints]:
    """A district whose total of a sensitive measure is known, and with it some villages."""
    laid(con, 600)
    built = made(con)
    district = numbers(con, f"{ZERO} and tingkat_wilayah = 'kabupaten_kota'")[:1]
    low, high = built.low.copy(), built.high.copy()
    low[district] = high[district] = built.true[district]
    # it tells itself, if it is a small cell
    small, need = built.small.copy(), built.need.copy()
    small[district], need[district] = True, 10
    return dataclasses.replace(built, low=low, high=high, small=small, need=need), district


def exposed(built: System) -> Bools:
    return attack(built).exposed(built)


def test_what_was_closed_frees_what_could_be_told(told: tuple[System, Ints]) -> None:
    built, district = told
    found = attack(built)
    before = found.exposed(built)
    assert before[district].all()
    cells = closings(built, found, before)
    assert district[0] in cells
    assert len(cells) < 10
    assert not exposed(closed(built, cells)).any()


def test_nothing_is_closed_where_it_does_not_help(told: tuple[System, Ints]) -> None:
    built, district = told
    # an earlier table told it: to close it now takes nothing back
    built.least[district] = built.most[district] = built.true[district]
    found = attack(built)
    assert closings(built, found, found.exposed(built)).tolist() == []


def test_small_regions_are_closed_before_large_ones(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 600)
    price = made(con).price
    tiers = ("desa", "kecamatan", "kabupaten_kota", "provinsi", "kelompok_provinsi", "nasional")
    of = [price[numbers(con, f"{ZERO} and tingkat_wilayah = '{tier}'")] for tier in tiers]
    ends = [(prices.min(), prices.max()) for prices in of if len(prices)]
    assert len(ends) > 3
    assert all(lower[1] < upper[0] for lower, upper in itertools.pairwise(ends))


def test_measures_of_the_same_units_are_closed_together(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 600)
    con.execute("update sel set disebut = 'sama' where kelompok = 'semua' and satuan = 'individu'")
    built = made(con)
    cell = numbers(con, f"{ZERO} and tingkat_wilayah = 'desa'")[:1]
    place = con.execute(f"select kode_wilayah from sel where nomor = {cell[0]}").fetchall()[0][0]
    found = attack(built)
    # as if it had been told: closing frees it, and goes on to its like
    tight = dataclasses.replace(built, high=built.high.copy(), low=built.low.copy())
    tight.low[cell] = tight.high[cell] = tight.true[cell]
    chosen = np.zeros(len(built.true), dtype=bool)
    chosen[cell] = True
    assert protect._close(con, tight, found, chosen)[cell].all()
    like = con.execute(
        "select bool_and(tertutup), count(*) from sel where kelompok = 'semua' "
        f"and satuan = 'individu' and kode_wilayah = '{place}'"
    ).fetchall()[0]
    assert like[0]
    assert like[1] > 1
