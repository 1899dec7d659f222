"""Records of supporting sources join a person of the register or nobody (Pasal 6, 13 ayat 4).

Persons are made of main records alone. Afterwards each supporting record goes to the person with
whose records it has the strongest edge, under the same hard rules. So a supporting file cannot
make, merge, split or end a person, and no id depends on it.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.borrowed import own_nik, valid_niks_sql
from dagster_dtsen.linkage.limits import Limits

RECORDS = own_nik("wh.standardised.individu")
TABLE = "wh.linkage.peta_pendukung"

# `only`: of records and persons in touched components alone; a strong edge never leads out of them.
# jarak: how much stronger than into the next cluster the edge must be. kode_alasan: why there is no
# person (seed kode_alasan).
ATTACH_SQL = """
with pendukung as (
    select rekaman_id, record_key, nik from {records} where peran <> 'utama' {only}
),

orang as (
    select c.rekaman_id, c.klaster, i.nik, p.id_individu
    from (from wh.linkage.clusters where true {only}) as c
    inner join {records} as i on c.rekaman_id = i.rekaman_id
    inner join wh.linkage.peta_individu as p on i.record_key = p.record_key
    where i.peran = 'utama' and p.aktif
),

nik_sah as (
    {valid_niks}
),

tepi as (
    select rekaman_id_l as pendukung, rekaman_id_r as utama, bukti from wh.linkage.edges
    where bobot >= $ambang
    union all
    select rekaman_id_r, rekaman_id_l, bukti from wh.linkage.edges
    where bobot >= $ambang
),

larangan as (
    select rekaman_id_l as pendukung, rekaman_id_r as utama from wh.linkage.larangan
    union all
    select rekaman_id_r, rekaman_id_l from wh.linkage.larangan
),

dilarang as (
    select distinct p.rekaman_id, o.id_individu
    from pendukung as p
    inner join larangan as l on p.rekaman_id = l.pendukung
    inner join orang as o on l.utama = o.rekaman_id
),

nik_orang as (
    select distinct o.id_individu, o.nik
    from orang as o
    inner join nik_sah as s on o.nik = s.nik
),

calon as (
    select p.rekaman_id, o.id_individu, max(t.bukti) as bukti
    from pendukung as p
    inner join tepi as t on p.rekaman_id = t.pendukung
    inner join orang as o on t.utama = o.rekaman_id
    left join nik_sah as s on p.nik = s.nik
    left join nik_orang as n on o.id_individu = n.id_individu
    left join dilarang as d on p.rekaman_id = d.rekaman_id and o.id_individu = d.id_individu
    where d.rekaman_id is null and not coalesce(s.nik <> n.nik, false)
    group by all
),

terurut as (
    select
        *,
        row_number() over (partition by rekaman_id order by bukti desc, id_individu) as urutan,
        lead(bukti) over (partition by rekaman_id order by bukti desc, id_individu) as berikut
    from calon
),

terbaik as (
    select
        rekaman_id, id_individu, bukti,
        coalesce(bukti - berikut < $jarak, false) as seri
    from terurut
    where urutan = 1
)

select
    p.record_key,
    p.rekaman_id,
    case when not t.seri then t.id_individu end as id_individu,
    t.bukti,
    case
        when t.rekaman_id is null then 'TIDAK_PADAN'
        when t.seri then 'TIDAK_PADAN_GANDA'
    end as kode_alasan
from pendukung as p
left join terbaik as t on p.rekaman_id = t.rekaman_id
"""


def attach_supporting(
    con: duckdb.DuckDBPyConnection, limits: Limits, changed: bool = False
) -> dict[str, int]:
    """Write ``wh.linkage.peta_pendukung``: every supporting record with its person, or the reason.

    Reads ``standardised.individu``, ``linkage.edges``, ``larangan``, ``clusters`` and the finished
    ``peta_individu``; when ``changed``, only records of the touched components (``tersentuh``) are
    attached anew. Gives ``padan`` and ``tidak_padan`` (records).
    """
    query = ATTACH_SQL.format(
        records=RECORDS,
        valid_niks=valid_niks_sql("tersentuh" if changed else None),
        only="and rekaman_id in (from tersentuh)" if changed else "",
    )
    write = f"create or replace table {TABLE} as {query}"
    if changed:
        con.execute(
            f"delete from {TABLE} "
            "where rekaman_id in (from tersentuh) or rekaman_id in (from hilang)"
        )
        write = f"insert into {TABLE} by name {query}"
    con.execute(
        write,
        {
            "ambang": limits.cluster,
            "jarak": linkage_model.config()["ambang"]["jarak_pendukung"],
        },
    )
    joined, alone = con.execute(
        f"select count(id_individu), count(*) - count(id_individu) from {TABLE}"
    ).fetchall()[0]
    return {"padan": int(joined), "tidak_padan": int(alone)}
