"""Restrictions of processing (UU 27/2022 Pasal 41): ``<home>/keputusan/pembatasan.jsonl``.

From its date on the person who holds the record is restricted; it ends on its last day or with an
undo. What a restriction does to the tables that are shared is not decided here.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import acts
from dagster_dtsen.steward.acts import Act, Acts
from dagster_dtsen.steward.check import KEY

BAD, MISSING = "E-PEMBATASAN-SALAH", "E-PEMBATASAN-TIADA"
DDL = """
create schema if not exists ledger;
create or replace table ledger.pembatasan (
    id_pembatasan varchar, record_key varchar, tanggal date, berlaku_sampai date,
    keadaan varchar, id_permohonan varchar
);
create or replace temp table _pembatasan (
    id_pembatasan varchar, record_key varchar, tanggal date, berlaku_sampai date,
    membatalkan varchar, id_permohonan varchar
);
"""
_LAY = """
insert into ledger.pembatasan by name
select p.* exclude (membatalkan), k.keadaan
from _pembatasan as p
inner join _keadaan_pembatasan as k on p.id_pembatasan = k.id_pembatasan
where p.membatalkan is null;

drop table temp._pembatasan;
drop table temp._keadaan_pembatasan;
"""


class Restriction(Act):
    """One restriction, or the undo of one, which has no record of its own."""

    record_key: str | None = None
    permohonan: str | None = None


def entries(settings: Settings) -> list[tuple[Restriction, str | None]]:
    """All restrictions in the order they were entered, each with when."""
    return acts.entries(settings.restrictions_file, Restriction)


def check(known: Acts[Restriction], item: Restriction, home: object = "") -> None:
    """What a restriction must hold.

    Raises DtsenError E-PEMBATASAN-SALAH, E-PEMBATASAN-TIADA (an undo of nothing).
    """
    undoes = item.membatalkan is not None
    if undoes and (item.record_key or item.permohonan or item.berlaku_sampai):
        raise DtsenError(BAD, reason="pembatalan: hanya id / an undo: the id alone")
    if not undoes and not KEY.fullmatch(item.record_key or ""):
        raise DtsenError(BAD, reason="kunci rekaman / record key")
    if item.membatalkan is not None and item.membatalkan not in known.known:
        raise DtsenError(MISSING, identity=item.membatalkan, home=home)
    acts.check(known, item, BAD)


def lay(con: duckdb.DuckDBPyConnection, entered: list[Restriction], day: str) -> int:
    """Fill ``ledger.pembatasan`` with those taken by ``day`` (an SQL date) and their state."""
    con.execute(DDL)
    rows: list[list[object]] = [
        [i.id, i.record_key, i.tanggal, i.berlaku_sampai, i.membatalkan, i.permohonan]
        for i in entered
    ]
    acts.fill(con, "temp._pembatasan", rows)
    acts.settle(con, "temp._pembatasan", "temp._keadaan_pembatasan", "id_pembatasan", day)
    con.execute(_LAY)
    return int(con.execute("select count(*) from ledger.pembatasan").fetchall()[0][0])
