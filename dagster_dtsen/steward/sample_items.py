"""The review sample with both records side by side and nothing of what the release made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import duckdb

from dagster_dtsen.steward import queue_items
from dagster_dtsen.steward.queue_items import Source

TABLE = "wh.matched.sampel_tinjauan"
# what a reviewer sees of a record: nothing tells which person it was counted to
SHOWN = (
    "record_key",
    "nama",
    "nik",
    "tanggal_lahir",
    "tempat_lahir",
    "jenis_kelamin",
    "hubungan",
    "no_kk",
    "alamat",
    "wilayah",
    "penyedia",
    "dataset",
    "tanggal_acuan",
)


def rows(
    con: duckdb.DuckDBPyConnection, ids: Collection[str], sources: Iterable[Source]
) -> list[dict[str, Any]]:
    """Pairs of the sample by ``id_butir``, records under ``a_`` and ``b_``, strata mixed.

    In the order of the draw, so that who stops early has judged some of every stratum. Works in
    the current database, a throw-away one. A pair whose record is gone is left out.
    """
    con.execute(
        "create or replace table diminta as select unnest($ids::varchar[]) as id_butir",
        {"ids": sorted(ids)},
    )
    con.execute(
        f"""
        create or replace table butir_rekaman as
        select s.id_butir as id_antrean, s.kelompok, i.*
        from (
            select id_butir, 1::smallint as kelompok, record_key from {TABLE}
            union all
            select id_butir, 2::smallint, record_key_lain from {TABLE}
        ) as s
        inner join wh.standardised.individu as i on s.record_key = i.record_key
        where s.id_butir in (from diminta)
        """
    )
    queue_items.lay_out(con, sources)
    sides = queue_items.records_sql(("a", "b"))
    result = con.execute(
        f"""
        select s.id_butir, s.rilis, {sides}
        from {TABLE} as s
        inner join diminta as d on s.id_butir = d.id_butir
        inner join rekaman_tampil as a on s.id_butir = a.id_antrean and a.kelompok = 1
        inner join rekaman_tampil as b on s.id_butir = b.id_antrean and b.kelompok = 2
        order by s.nomor, s.id_butir
        """
    )
    names = [str(column[0]) for column in result.description or ()]
    kept = {"id_butir", "rilis"} | {f"{side}_{name}" for side in "ab" for name in SHOWN}
    return [
        {name: value for name, value in zip(names, values, strict=True) if name in kept}
        for values in result.fetchall()
    ]
