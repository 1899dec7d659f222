"""The attack: what it calls safe no solver can tell, and what can be told it finds."""

from __future__ import annotations

import dataclasses

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog

from dagster_dtsen.disclosure import cells, protect, system
from dagster_dtsen.disclosure.attack import BATCH, attack
from dagster_dtsen.disclosure.policy import Numbers
from dagster_dtsen.disclosure.system import System
from dagster_dtsen.errors import DtsenError
from tests.disclosure import made_up
from tests.disclosure.conftest import LOOSE, laid

SMALL = {"kec": 2, "desa": 3, "prov": 2}


def built(con: duckdb.DuckDBPyConnection) -> System:
    closed = con.execute("select tertutup from sel order by nomor").fetchnumpy()["tertutup"]
    return system.build(con, closed.astype(bool), LOOSE.lapis[1])


def solver_ranges(made: System, unknowns: list[int]) -> list[float]:
    """How many counts the whole system leaves open, by a solver that sees all of it at once."""
    found = []
    for unknown in unknowns:
        ends = []
        for sign in (1.0, -1.0):
            cost = np.zeros(len(made.true))
            cost[unknown] = sign
            solved = linprog(
                cost,
                A_eq=made.sums,
                b_eq=np.zeros(made.sums.shape[0]),
                bounds=np.column_stack([made.low, made.high]),
                method="highs",
            )
            ends.append(sign * solved.fun)
        found.append(np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6) + 1)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_called_safe_is_safe_for_a_solver_of_the_whole(
    con: duckdb.DuckDBPyConnection, seed: int
) -> None:
    laid(con, 600, seed)
    protect.protect(con, LOOSE)
    made = built(con)
    small = np.flatnonzero(made.small)
    tried = np.random.default_rng(seed).choice(small, 30, replace=False)
    ranges = solver_ranges(made, tried.tolist())
    assert all(width >= made.need[unknown] for width, unknown in zip(ranges, tried, strict=True))


def test_true_tables_satisfy_every_sum_and_interval(con: duckdb.DuckDBPyConnection) -> None:
    laid(con)
    made = built(con)
    assert not (made.sums @ made.true).any()
    assert (made.low <= made.true).all()
    assert (made.true <= made.high).all()


def test_what_is_found_does_not_depend_on_how_many_blocks_run_at_once(
    con: duckdb.DuckDBPyConnection,
) -> None:
    laid(con, 600)
    made = built(con)
    alone, beside = attack(made, threads=1), attack(made, threads=4)
    assert alone.programs == beside.programs > BATCH
    assert (alone.up == beside.up).all()
    assert (alone.down == beside.down).all()


def test_exact_counts_are_found_out(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 100, **SMALL)
    made = built(con)
    exact = dataclasses.replace(
        made,
        low=np.where(made.region >= 0, made.true, made.low),
        high=np.where(made.region >= 0, made.true, made.high),
    )
    some = exact.small & (np.arange(len(exact.true)) % 7 == 0)
    assert some.sum() > 50
    assert attack(exact, only=some).exposed(exact)[some].all()


def test_one_closed_cell_among_exact_ones_is_found_by_subtraction(
    con: duckdb.DuckDBPyConnection,
) -> None:
    laid(con, 600)
    made = built(con)
    chosen = con.execute(
        "select min(nomor) from sel where tingkat_wilayah = 'desa' and ukuran = 'desil' "
        "and jumlah between 1 and 4"
    ).fetchall()[0][0]
    cell = np.arange(len(made.true)) == chosen
    only = dataclasses.replace(
        made,
        low=np.where((made.region >= 0) & ~cell, made.true, 0),
        high=np.where((made.region >= 0) & ~cell, made.true, np.inf),
        small=cell,
    )
    assert attack(only).exposed(only)[chosen]
    # with all its neighbours closed nobody can tell it
    family = made.measure == made.measure[chosen]
    free = dataclasses.replace(
        only,
        low=np.where(family, 0, only.low),
        high=np.where(family, np.inf, only.high),
    )
    assert not attack(free).exposed(free).any()


def test_what_was_told_exactly_before_cannot_be_mended(con: duckdb.DuckDBPyConnection) -> None:
    laid(con, 300, **SMALL)
    # an earlier table told some small cells of the same release exactly
    con.execute(
        "create temp table dulu as select nomor, jumlah as bawah, jumlah as atas from sel "
        "where ukuran = 'sakit' and kategori = 'pembilang' and tingkat_wilayah = 'desa' "
        "and jumlah between 1 and 9 order by nomor limit 3"
    )
    with pytest.raises(DtsenError) as refused:
        protect.protect(con, LOOSE, "dulu")
    assert refused.value.kind.code == "E-UNGKAP"


def test_a_sensitive_zero_and_a_sensitive_whole_stay_open(con: duckdb.DuckDBPyConnection) -> None:
    made_up.lay(con, 1200)
    con.execute(
        "update agg_sel set jumlah = 0, keluarga = 0 where ukuran = 'sakit' "
        "and kategori = 'pembilang' and kode_wilayah like '1101010%'"
    )
    con.execute("delete from agg_sel where ukuran = 'sakit' and tingkat_wilayah <> 'desa'")
    cells.lay(con, "agg_sel", "indikator", LOOSE)
    system.lay_regions(con, "kelompok_provinsi")
    made = built(con)
    zero = con.execute(
        "select nomor from sel where ukuran = 'sakit' and kategori = 'pembilang' and jumlah = 0"
    ).fetchnumpy()["nomor"]
    assert len(zero) > 5
    assert made.small[zero].all()
    found = attack(made)
    assert not found.exposed(made).any()
    # between none and all the attacker cannot tell the one from the other by the threshold
    assert (np.floor(found.up[zero] + 1e-6) + 1 >= made.need[zero]).all()


def test_what_can_be_told_is_closed_until_nothing_can(con: duckdb.DuckDBPyConnection) -> None:
    rules = LOOSE
    tight = Numbers(keluarga=7, individu=12)
    layers = [
        layer.model_copy(update={"dasar": tight}) if layer.tingkat == 2 else layer
        for layer in rules.lapis
    ]
    made_up.lay(con, 600, 2, kec=2, desa=3, prov=2)
    cells.lay(con, "agg_sel", "indikator", rules.model_copy(update={"lapis": layers}))
    system.lay_regions(con, "kelompok_provinsi")
    first = con.execute("select count(*) from sel where tertutup").fetchall()[0][0]
    told = protect.protect(con, rules)
    assert told.terungkap > 0
    assert told.tertutup > first
    assert told.putaran > 1
    made = built(con)
    assert not attack(made).exposed(made).any()


def test_parts_above_their_total_are_refused(con: duckdb.DuckDBPyConnection) -> None:
    made_up.lay(con, 600)
    con.execute("update agg_sel set jumlah = 1 where tingkat_wilayah = 'nasional'")
    cells.lay(con, "agg_sel", "indikator", LOOSE)
    system.lay_regions(con, "kelompok_provinsi")
    with pytest.raises(DtsenError) as refused:
        built(con)
    assert refused.value.kind.code == "E-UNGKAP"
