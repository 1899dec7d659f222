"""Counts are rounded, attacked, and what the attack can tell is closed, until it tells nothing."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from dagster_dtsen.disclosure import cells, system
from dagster_dtsen.disclosure.attack import attack
from dagster_dtsen.disclosure.closing import closings
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
    What can be told is freed by closing other cells (closing.py). ``before``: as in
    :func:`system.build`. Raises DtsenError E-UNGKAP when small cells can be told after all rounds.
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
            closed = _close(con, built, found, exposed)
            # a closed cell is freer than before: what was shown to be safe stays so
            only, found = exposed, _again(found, exposed)
        else:
            reason = f"{known} sel kecil dapat dihitung / small cells can be worked out"
            raise DtsenError("E-UNGKAP", apa="tabel / tables", reason=reason)
    return Told(len(closed), small, int(closed.sum()), known, programs, turns)


def _closed(con: duckdb.DuckDBPyConnection) -> Bools:
    found = con.execute(f"select tertutup from {cells.CELLS} order by nomor").fetchnumpy()
    return system.bools(found["tertutup"])


def _close(con: duckdb.DuckDBPyConnection, built: System, found: Found, exposed: Bools) -> Bools:
    """The closed cells, and those that free what is exposed; with each what counts the same."""
    con.execute("create or replace temp table ditutup (nomor bigint)")
    con.execute("insert into ditutup select unnest(?)", [closings(built, found, exposed).tolist()])
    con.execute(
        f"update {cells.CELLS} set tertutup = true where nomor in (select s.nomor "
        f"from {cells.CELLS} as s inner join {cells.CELLS} as t using (tingkat_wilayah, "
        "kode_wilayah, kelompok, nilai_kelompok, satuan, disebut) "
        "inner join ditutup as d on t.nomor = d.nomor)"
    )
    return _closed(con)


def _again(found: Found, only: Bools) -> Found:
    """What was found, but nothing of the unknowns that are looked at again."""
    return Found(np.where(only, 0.0, found.down), np.where(only, 0.0, found.up))
