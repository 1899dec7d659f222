"""Counts are rounded, attacked, and what the attack can tell is closed, until it tells nothing."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from dagster_dtsen.disclosure import cells, system
from dagster_dtsen.disclosure.attack import attack
from dagster_dtsen.disclosure.policy import Policy
from dagster_dtsen.disclosure.program import Found
from dagster_dtsen.disclosure.system import Bools, System
from dagster_dtsen.errors import DtsenError


@dataclass(frozen=True)
class Told:
    """What the attack found: cells, small ones, closed ones, programs solved, most rounds.

    ``terungkap``: small cells that it could tell before they were closed.
    """

    sel: int
    sel_kecil: int
    tertutup: int
    terungkap: int
    program: int
    putaran: int


def protect(con: duckdb.DuckDBPyConnection, policy: Policy, before: str | None = None) -> Told:
    """Attack the laid out cells (cells.py) and mark in ``tertutup`` what has to be closed.

    Once as anybody, with the tables of level 1, and once as somebody who has level 2 as well.
    Closed are first the cells of one measure and group in the region that was told, next those of
    all regions beside it. ``before``: as in :func:`system.build`. Raises DtsenError E-UNGKAP when
    small cells can be told after all rounds.
    """
    closed, known, programs, turns, small = _closed(con), 0, 0, 0, 0
    threads = int(con.execute("select current_setting('threads')").fetchall()[0][0])
    for layer in sorted(policy.lapis, key=lambda layer: layer.tingkat):
        found, only = None, None
        for turn in range(policy.putaran):
            built = system.build(con, closed, layer, before)
            found = attack(built, found, only, threads)
            exposed = found.exposed(built)
            programs, found.programs = programs + found.programs, 0
            if not exposed.any():
                turns = max(turns, turn + 1)
                small = int(built.small.sum())
                break
            known += int(exposed.sum())
            closed, only = _close(con, built, closed, exposed, turn)
            found = _again(found, only)
        else:
            reason = f"{known} sel kecil dapat dihitung / small cells can be worked out"
            raise DtsenError("E-UNGKAP", apa="tabel / tables", reason=reason)
    return Told(len(closed), small, int(closed.sum()), known, programs, turns)


def _closed(con: duckdb.DuckDBPyConnection) -> Bools:
    found = con.execute(f"select tertutup from {cells.CELLS} order by nomor").fetchnumpy()
    return system.bools(found["tertutup"])


def _close(
    con: duckdb.DuckDBPyConnection, built: System, closed: Bools, exposed: Bools, turn: int
) -> tuple[Bools, Bools]:
    """More closed cells, and the unknowns that are to be looked at again."""
    told = np.flatnonzero(exposed[: len(closed)])
    rows = built.sums[:, np.flatnonzero(exposed[len(closed) :]) + len(closed)]
    beside = built.sums[np.unique(rows.nonzero()[0])].indices
    told = np.union1d(told, beside[beside < len(closed)])
    con.execute("create or replace temp table terungkap (nomor bigint)")
    con.execute("insert into terungkap select unnest(?)", [told.tolist()])
    same = "s.ukuran = t.ukuran and s.satuan = t.satuan and s.kelompok = t.kelompok"
    place = "s.kode_wilayah = t.kode_wilayah"
    if turn:
        place = "left(s.kode_wilayah, -2) = left(t.kode_wilayah, -2)"
    found = con.execute(
        f"select distinct s.nomor from {cells.CELLS} as s inner join {cells.CELLS} as t "
        f"on s.tingkat_wilayah = t.tingkat_wilayah and {place} and {same} "
        "inner join terungkap as k on t.nomor = k.nomor"
    ).fetchnumpy()
    beyond = system.ints(found["nomor"])
    more = closed.copy()
    more[beyond] = True
    con.execute("create or replace temp table ditutup (nomor bigint)")
    con.execute("insert into ditutup select unnest(?)", [beyond.tolist()])
    con.execute(
        f"update {cells.CELLS} set tertutup = true where nomor in (select nomor from ditutup)"
    )
    # a closed cell is freer than before: what was shown to be safe stays so
    return more, exposed.copy()


def _again(found: Found, only: Bools) -> Found:
    """What was found, but nothing of the unknowns that are looked at again."""
    return Found(np.where(only, 0.0, found.down), np.where(only, 0.0, found.up))
