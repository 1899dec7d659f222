"""Which decisions are in force in a release, and what they say: tables of schema ``ledger``.

Everything is derived from the log and the release date alone, so neither the order of entry nor
what was entered for a later date matters.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.acts import settle
from dagster_dtsen.steward.decisions import Decision, decisions

DDL = """
create schema if not exists ledger;
create or replace table ledger.keputusan_tautan (
    id_keputusan varchar primary key, nomor bigint, tindakan varchar, objek varchar,
    alasan varchar, oleh varchar, tanggal date, berlaku_sampai date, bukti varchar,
    membatalkan varchar, asal varchar
);
create or replace table ledger.keputusan_rekaman (
    id_keputusan varchar, kelompok smallint, record_key varchar
);
"""
RELEASE_DAY = "(select tanggal_rilis from kendali.rilis)"

# one row per pair and decision, the lower key first
_PAIRS = """
create or replace table ledger.keputusan_pasangan as
with berlaku as (
    select t.*
    from ledger.keputusan_tautan as t
    inner join ledger.keputusan_keadaan as k on t.id_keputusan = k.id_keputusan
    where k.keadaan = 'berlaku' and t.tindakan <> 'batalkan'
),

pasangan as (
    select
        b.objek, l.record_key, r.record_key as record_key_lain,
        case when l.kelompok = r.kelompok then 'satu' else 'beda' end as hubungan,
        b.tindakan, b.id_keputusan, b.bukti is not null as berbukti, b.tanggal
    from berlaku as b
    inner join ledger.keputusan_rekaman as l on b.id_keputusan = l.id_keputusan
    inner join ledger.keputusan_rekaman as r
        on b.id_keputusan = r.id_keputusan and l.record_key < r.record_key
)

select * exclude (tindakan) from pasangan
where hubungan = 'beda' or tindakan <> 'pisahkan';
"""


def replay(con: duckdb.DuckDBPyConnection, settings: Settings) -> int:
    """Fill ``ledger.keputusan_tautan`` and ``keputusan_rekaman`` anew from the log."""
    return lay(con, decisions(settings))


def lay(con: duckdb.DuckDBPyConnection, entered: list[Decision]) -> int:
    """:func:`replay` of these decisions, in their order; gives their number."""
    con.execute(DDL)
    rows, members = [], []
    for number, item in enumerate(entered, 1):
        facts = item.model_dump(exclude={"kelompok"})
        rows.append([item.id, number, *facts.values()])
        members += [[item.id, i, key] for i, keys in enumerate(item.kelompok, 1) for key in keys]
    for table, values in (("keputusan_tautan", rows), ("keputusan_rekaman", members)):
        if values:
            marks = ", ".join("?" * len(values[0]))
            con.executemany(f"insert into ledger.{table} values ({marks})", values)
    return len(rows)


def build(con: duckdb.DuckDBPyConnection, day: str = RELEASE_DAY) -> dict[str, int]:
    """Say which decisions hold on ``day`` (an SQL date) and which pairs they speak of.

    Writes ``ledger.keputusan_keadaan(id_keputusan, keadaan, dibatalkan_oleh)`` of every decision
    that was taken by then (``berlaku``, ``dibatalkan``, ``kedaluwarsa``) and
    ``ledger.keputusan_pasangan(objek, record_key, record_key_lain, hubungan, id_keputusan,
    berbukti, tanggal)`` of those in force. Gives a count per state.
    """
    settle(con, "ledger.keputusan_tautan", "ledger.keputusan_keadaan", "id_keputusan", day)
    con.execute(_PAIRS)
    found = con.execute(
        "select keadaan, count(*) from ledger.keputusan_keadaan group by all"
    ).fetchall()
    return dict.fromkeys(("berlaku", "dibatalkan", "kedaluwarsa"), 0) | dict(found)
