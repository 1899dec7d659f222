"""Records of supporting sources join a person of the register or nobody (Pasal 6, 13 ayat 4).

Persons are made of main records alone. Afterwards each supporting record goes to the person with
whose records it has the strongest edge, under the same hard rules, unless a decision of a steward
says where it belongs (:mod:`decided`). So a supporting file cannot make, merge, split or end a
person, and no id depends on it.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import decided
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.borrowed import own_nik, valid_niks_sql
from dagster_dtsen.linkage.limits import Limits

RECORDS = own_nik("wh.standardised.individu")
TABLE = "wh.linkage.peta_pendukung"

# `only`: of records and persons in touched components alone; a strong edge never leads out of them.
# jarak: how much stronger than into the next cluster the edge must be. kode_alasan: why there is no
# person (seed kode_alasan). kelompok: records that a decision makes one go together (wajib: to the
# person of a main record among them), and never to a person they are kept apart from.
ATTACH_SQL = """
with pendukung as (
    select
        i.rekaman_id, i.record_key, i.nik, coalesce(k.kelompok, i.record_key) as kelompok
    from {records} as i
    left join {groups} as k on i.record_key = k.record_key
    where i.peran <> 'utama' {only}
),

orang as (
    select
        c.rekaman_id, c.klaster, p.id_individu,
        coalesce(n.nik_wakil, i.nik) as nik, coalesce(k.kelompok, i.record_key) as kelompok
    from (from wh.linkage.clusters as i where true {only}) as c
    inner join {records} as i on c.rekaman_id = i.rekaman_id
    inner join wh.linkage.peta_individu as p on c.rekaman_id = p.rekaman_id
    left join {groups} as k on i.record_key = k.record_key
    left join {same_niks} as n on i.nik = n.nik
    where i.peran = 'utama' and p.aktif
),

nik_sah as (
    select distinct coalesce(n.nik_wakil, v.nik) as nik
    from ({valid_niks}) as v
    left join {same_niks} as n on v.nik = n.nik
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

diputuskan_beda as (
    select kelompok, kelompok_lain from ({apart})
    union
    select kelompok_lain, kelompok from ({apart})
),

dilarang as (
    select distinct p.kelompok, o.id_individu
    from pendukung as p
    inner join larangan as l on p.rekaman_id = l.pendukung
    inner join orang as o on l.utama = o.rekaman_id
    union
    select b.kelompok, o.id_individu
    from diputuskan_beda as b
    inner join orang as o on b.kelompok_lain = o.kelompok
),

nik_orang as (
    select distinct o.id_individu, o.nik
    from orang as o
    inner join nik_sah as s on o.nik = s.nik
),

nik_kelompok as (
    select distinct p.kelompok, s.nik
    from pendukung as p
    left join {same_niks} as n on p.nik = n.nik
    inner join nik_sah as s on coalesce(n.nik_wakil, p.nik) = s.nik
),

calon as (
    select p.kelompok, o.id_individu, max(t.bukti) as bukti
    from pendukung as p
    inner join tepi as t on p.rekaman_id = t.pendukung
    inner join orang as o on t.utama = o.rekaman_id
    left join nik_kelompok as s on p.kelompok = s.kelompok
    left join nik_orang as n on o.id_individu = n.id_individu
    left join dilarang as d on p.kelompok = d.kelompok and o.id_individu = d.id_individu
    where d.kelompok is null and not coalesce(s.nik <> n.nik, false)
    group by all
),

terurut as (
    select
        *,
        row_number() over (partition by kelompok order by bukti desc, id_individu) as urutan,
        lead(bukti) over (partition by kelompok order by bukti desc, id_individu) as berikut
    from calon
),

terbaik as (
    select
        kelompok, id_individu, bukti,
        coalesce(bukti - berikut < $jarak, false) as seri
    from terurut
    where urutan = 1
),

-- of two that are not one the stronger has the person
kalah as (
    select distinct t.kelompok
    from terbaik as t
    inner join diputuskan_beda as b on t.kelompok = b.kelompok
    inner join terbaik as l on b.kelompok_lain = l.kelompok and t.id_individu = l.id_individu
    where
        not t.seri and not l.seri
        and (t.bukti < l.bukti or (t.bukti = l.bukti and t.kelompok > l.kelompok))
),

wajib as (
    select kelompok, min(id_individu) as id_individu
    from orang
    where kelompok in (select kelompok from {groups})
    group by kelompok
),

bukti_wajib as (
    select p.rekaman_id, max(t.bukti) as bukti
    from pendukung as p
    inner join wajib as w on p.kelompok = w.kelompok
    inner join tepi as t on p.rekaman_id = t.pendukung
    inner join orang as o on t.utama = o.rekaman_id and w.id_individu = o.id_individu
    group by p.rekaman_id
)

select
    p.record_key,
    p.rekaman_id,
    case
        when w.kelompok is not null then w.id_individu
        when not t.seri and k.kelompok is null then t.id_individu
    end as id_individu,
    case when w.kelompok is not null then b.bukti else t.bukti end as bukti,
    case
        when w.kelompok is not null then null
        when t.kelompok is null or k.kelompok is not null then 'TIDAK_PADAN'
        when t.seri then 'TIDAK_PADAN_GANDA'
    end as kode_alasan
from pendukung as p
left join terbaik as t on p.kelompok = t.kelompok
left join kalah as k on p.kelompok = k.kelompok
left join wajib as w on p.kelompok = w.kelompok
left join bukti_wajib as b on p.rekaman_id = b.rekaman_id
"""


def attach_supporting(
    con: duckdb.DuckDBPyConnection, limits: Limits, changed: bool = False
) -> dict[str, int]:
    """Write ``wh.linkage.peta_pendukung``: every supporting record with its person, or the reason.

    Reads ``standardised.individu``, ``linkage.edges``, ``larangan``, ``clusters`` and the finished
    ``peta_individu``; when ``changed``, only records of the touched components (``tersentuh``) are
    attached anew. Gives ``padan`` and ``tidak_padan`` (records).
    """
    con.execute(decided.CREATE)
    query = ATTACH_SQL.format(
        records=RECORDS,
        valid_niks=valid_niks_sql("tersentuh" if changed else None),
        only="and i.rekaman_id in (from tersentuh)" if changed else "",
        groups=decided.GROUPS,
        same_niks=decided.NIKS,
        apart=decided.apart_groups_sql(),
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
