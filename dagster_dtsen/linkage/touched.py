"""Which records a change can reach: whole components along strong edges, of both releases."""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage.changes import FINGERPRINTS
from dagster_dtsen.linkage.limits import CLUSTERS


def find_touched(con: duckdb.DuckDBPyConnection, limit: float, base_limit: float) -> None:
    """Make ``tersentuh(rekaman_id)``: records whose cluster may be another than in the base.

    Begun at what changed, what went and what the moved threshold touches, and widened along strong
    edges of both releases to whole components: outside, nothing that decides a cluster differs.
    Clusters that families joined in the base are taken apart again.
    ``limit``, ``base_limit``: evidence (no prior) that joins, now and in the base. Reads what
    :func:`changes.find_changes` and :func:`predict.score_edges` left in the scratch database.
    """
    low, high = min(limit, base_limit), max(limit, base_limit)
    con.execute(
        f"""
        create table tersentuh as
        select rekaman_id from {CLUSTERS}
        where klaster in (select klaster from {CLUSTERS} where klaster <> klaster_awal)
        union
        select rekaman_id from berubah
        union
        select rekaman_id from hilang
        union
        select rekaman_id from {CLUSTERS}
        where klaster in (
            select klaster from {CLUSTERS}
            where rekaman_id in (from berubah) or rekaman_id in (from hilang)
        )
        union
        select rekaman_id from {FINGERPRINTS} where sidik_nik in (from nik_berubah)
        union
        select rekaman_id from tersentuh_putusan
        union
        select unnest([rekaman_id, rekaman_id_pemilik]) from pinjaman_ditanya
        union
        select unnest([rekaman_id_l, rekaman_id_r]) from wh.linkage.pasangan
        where bukti >= {low} and bukti < {high};

        delete from tepi_lama where bukti < {low};

        update {CLUSTERS} set klaster = klaster_awal where klaster <> klaster_awal;
        """
    )
    _grow(con, low)


def widen(con: duckdb.DuckDBPyConnection, low: float, records: str) -> None:
    """Add the records of relation ``records`` to ``tersentuh``, and what they reach.

    ``low``: evidence (no prior) that joins, now or in the base.
    """
    added = con.execute(
        f"insert into tersentuh select rekaman_id from {records} "
        "where rekaman_id not in (from tersentuh)"
    ).fetchall()[0][0]
    if added:
        _grow(con, low)


def _grow(con: duckdb.DuckDBPyConnection, low: float) -> None:
    grown = 1
    while grown:
        grown = con.execute(
            f"""
            insert into tersentuh
            select distinct case when ada_l then rekaman_id_r else rekaman_id_l end
            from (
                select
                    rekaman_id_l, rekaman_id_r, rekaman_id_l in (from tersentuh) as ada_l,
                    rekaman_id_r in (from tersentuh) as ada_r
                from (
                    select rekaman_id_l, rekaman_id_r from wh.linkage.pasangan where bukti >= {low}
                    union all
                    select rekaman_id_l, rekaman_id_r from tepi_lama
                    union all
                    select rekaman_id_l, rekaman_id_r from tepi_putusan
                )
            )
            where ada_l <> ada_r
            """
        ).fetchall()[0][0]
