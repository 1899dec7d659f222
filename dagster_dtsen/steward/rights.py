"""Corrections, requests and restrictions in a release: tables of schema ``ledger``.

Everything is derived from the logs and the release date alone, so neither the order of entry nor
what was entered for a later date matters.
"""

from __future__ import annotations

import datetime as dt

import duckdb

from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import acts, contents, corrections, requests, restrictions
from dagster_dtsen.steward.contents import Content
from dagster_dtsen.steward.corrections import Correction
from dagster_dtsen.steward.in_force import RELEASE_DAY

TABLES = ("koreksi", "koreksi_dibantah", "permohonan", "pembatasan")
DDL = """
create schema if not exists ledger;
create or replace table ledger.koreksi (
    id_koreksi varchar, nomor bigint, record_key varchar, objek varchar, variabel varchar,
    nilai varchar, kosong boolean, asal varchar, berbukti boolean, terkunci boolean,
    tanggal date, berlaku_sampai date, keadaan varchar, id_permohonan varchar
);
create or replace table ledger.koreksi_dibantah (
    id_koreksi varchar, variabel varchar, penyedia varchar, nilai varchar
);
create or replace temp table _koreksi (
    id_koreksi varchar, nomor bigint, record_key varchar, objek varchar, asal varchar,
    berbukti boolean, terkunci boolean, tanggal date, berlaku_sampai date,
    id_permohonan varchar, membatalkan varchar
);
create or replace temp table _nilai_koreksi (id_koreksi varchar, variabel varchar, nilai varchar);
"""
_LAY = """
insert into ledger.koreksi by name
select
    c.* exclude (membatalkan), v.variabel, v.nilai, v.nilai is null as kosong, k.keadaan
from _koreksi as c
inner join _nilai_koreksi as v on c.id_koreksi = v.id_koreksi
inner join _keadaan_koreksi as k on c.id_koreksi = k.id_koreksi;

drop table temp._koreksi;
drop table temp._nilai_koreksi;
drop table temp._keadaan_koreksi;
"""


def replay(
    con: duckdb.DuckDBPyConnection, settings: Settings, day: str = RELEASE_DAY
) -> dict[str, int]:
    """Fill the tables of :data:`TABLES` anew from the logs, as they stood on ``day`` (an SQL date).

    Gives the number of rows of each. Raises DtsenError E-KOREKSI-ISI when values are lost.
    """
    date = con.execute(f"select cast({day} as date)").fetchall()[0][0]
    known = [item for item, _ in corrections.entries(settings)]
    told = {
        item.id: contents.read(settings, item.isi)
        for item in known
        if item.isi and item.tanggal <= date
    }
    lay(con, known, told, date)
    requests.lay(con, requests.cases(settings), date)
    restrictions.lay(con, [item for item, _ in restrictions.entries(settings)], _sql(date))
    return {
        name: int(con.execute(f"select count(*) from ledger.{name}").fetchall()[0][0])
        for name in TABLES
    }


def lay(
    con: duckdb.DuckDBPyConnection,
    entered: list[Correction],
    told: dict[str, Content],
    day: dt.date,
) -> None:
    """Fill ``ledger.koreksi`` and ``koreksi_dibantah``; ``told``: contents of those by ``day``."""
    con.execute(DDL)
    rows: list[list[object]] = [
        [
            item.id,
            number,
            item.record_key,
            item.objek,
            item.asal,
            item.bukti is not None,
            item.kunci,
            item.tanggal,
            item.berlaku_sampai,
            item.permohonan,
            item.membatalkan,
        ]
        for number, item in enumerate(entered, 1)
    ]
    values: list[list[object]] = [
        [name, variable, value]
        for name, content in told.items()
        for variable, value in content.nilai.items()
    ]
    said: list[list[object]] = [
        [name, variable, provider, value]
        for name, content in told.items()
        for variable, providers in content.dibantah.items()
        for provider, found in providers.items()
        for value in found
    ]
    acts.fill(con, "temp._koreksi", rows)
    acts.fill(con, "temp._nilai_koreksi", values)
    acts.fill(con, "ledger.koreksi_dibantah", said)
    acts.settle(con, "temp._koreksi", "temp._keadaan_koreksi", "id_koreksi", _sql(day))
    con.execute(_LAY)


def _sql(day: dt.date) -> str:
    return f"date '{day}'"
