"""What families say of doubtful persons: those with whom both live are evidence that they are one.

Two clusters that a weak edge joins, too weak by itself, are asked for the persons who stand in a
list with the one and in a list with the other. Names and births that nearly agree happen by chance,
between households that share members they hardly do. Nobody is joined whom a hard rule keeps apart,
nor two who stand in one list: there a namesake is a brother, a twin or a cousin. Only the clusters
of the first pass are asked, and each takes at most one other, so no chain can form.
"""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.limits import CLUSTERS, SOURCE, Limits

TABLE = "wh.linkage.bukti_keluarga"

# pairs of clusters with edges, all of them too weak to join
_DOUBTFUL = """
create or replace temp table ragu as
with lemah as (
    select
        p.rekaman_id_l, p.rekaman_id_r, p.bukti,
        least(l.klaster, r.klaster) as klaster, greatest(l.klaster, r.klaster) as klaster_lain
    from wh.linkage.pasangan as p
    inner join {clusters} as l on p.rekaman_id_l = l.rekaman_id
    inner join {clusters} as r on p.rekaman_id_r = r.rekaman_id
    where p.bukti >= {lowest} and p.bukti < {joining} and l.klaster <> r.klaster
),

anggota as (
    select rekaman_id, klaster from {clusters}
    where klaster in (select unnest([klaster, klaster_lain]) from lemah)
),

kuat as (
    select distinct
        least(l.klaster, r.klaster) as klaster, greatest(l.klaster, r.klaster) as klaster_lain
    from wh.linkage.pasangan as p
    inner join anggota as l on p.rekaman_id_l = l.rekaman_id
    inner join anggota as r on p.rekaman_id_r = r.rekaman_id
    where p.bukti >= {joining} and l.klaster <> r.klaster
)

select klaster, klaster_lain, rekaman_id_l, rekaman_id_r, bukti
from lemah
anti join kuat using (klaster, klaster_lain)
qualify row_number() over (
    partition by klaster, klaster_lain order by bukti desc, rekaman_id_l, rekaman_id_r
) = 1;
"""

# a list of a whole institution says nothing of a family
_COMPANY = """
create or replace temp table ragu_daftar as
select distinct c.klaster, i.kunci_keluarga as daftar
from {source} as i
inner join {clusters} as c on i.rekaman_id = c.rekaman_id
where
    c.klaster in (select unnest([klaster, klaster_lain]) from ragu)
    and i.kunci_keluarga is not null;

create or replace temp table ragu_teman as
with anggota as (
    select distinct i.kunci_keluarga as daftar, c.klaster
    from {source} as i
    inner join {clusters} as c on i.rekaman_id = c.rekaman_id
    where i.kunci_keluarga in (select daftar from ragu_daftar)
    qualify count(*) over (partition by i.kunci_keluarga) <= {largest}
)

select distinct d.klaster, a.klaster as teman
from ragu_daftar as d
inner join anggota as a on d.daftar = a.daftar and d.klaster <> a.klaster;
"""

# each takes the best of the other, and only when the next is far enough behind
_CHOOSE = """
create or replace temp table ragu_terpilih as
with bersama as (
    select r.klaster, r.klaster_lain, count(*) as bersama
    from ragu as r
    inner join ragu_teman as t on r.klaster = t.klaster
    inner join ragu_teman as l on r.klaster_lain = l.klaster and t.teman = l.teman
    group by all
),

dinilai as (
    select
        r.*, b.bersama,
        list_extract({bits}, least(b.bersama, {most})::bigint) as tambahan,
        r.bukti + list_extract({bits}, least(b.bersama, {most})::bigint) as bukti_baru
    from ragu as r
    inner join bersama as b using (klaster, klaster_lain)
    anti join ragu_teman as s
        on not {same_list} and r.klaster = s.klaster and r.klaster_lain = s.teman
),

sisi as (
    select klaster as dari, klaster_lain as ke, * from dinilai
    union all
    select klaster_lain, klaster, * from dinilai
),

terurut as (
    select
        *,
        row_number() over w as urutan,
        bukti_baru - lead(bukti_baru) over w as jarak
    from sisi
    window w as (partition by dari order by bukti_baru desc, ke)
)

select
    klaster, klaster_lain, rekaman_id_l, rekaman_id_r, bukti,
    cast(bersama as integer) as bersama, tambahan
from terurut
where urutan = 1 and coalesce(jarak >= {margin}, true) and bukti_baru >= {joining}
group by all
having count(*) = 2;

create or replace temp table simpul as
select rekaman_id from {clusters}
where klaster in (select unnest([klaster, klaster_lain]) from ragu_terpilih);
"""

# no two valid NIKs, no source twice that holds a person once, no contradiction, no decision
_JOIN = """
create or replace temp table ragu_dilarang as
with simpul_lengkap as (
    select n.rekaman_id, n.sah, n.sumber, c.klaster
    from ({nodes}) as n
    inner join {clusters} as c on n.rekaman_id = c.rekaman_id
),

sifat as (
    select
        klaster, max(sah) filter (sah >= 0) as sah, coalesce(bit_or(sumber), 0) as sumber
    from simpul_lengkap
    group by klaster
),

terlarang as (
    select
        least(l.klaster, r.klaster) as klaster, greatest(l.klaster, r.klaster) as klaster_lain
    from ({apart}) as a
    inner join simpul_lengkap as l on a.rekaman_id_l = l.rekaman_id
    inner join simpul_lengkap as r on a.rekaman_id_r = r.rekaman_id
)

select t.klaster, t.klaster_lain
from ragu_terpilih as t
inner join sifat as l on t.klaster = l.klaster
inner join sifat as r on t.klaster_lain = r.klaster
where
    coalesce(l.sah <> r.sah, false)
    or (l.sumber & r.sumber) <> 0
    or (t.klaster, t.klaster_lain) in (select (klaster, klaster_lain) from terlarang);

create or replace table {table} as
select t.*, d.klaster is null as digabung
from ragu_terpilih as t
left join ragu_dilarang as d using (klaster, klaster_lain);

create or replace temp table ragu_digabung as
select rekaman_id from {clusters}
where klaster in (select unnest([klaster, klaster_lain]) from {table} where digabung);

update {clusters} as c set klaster = t.klaster
from {table} as t
where t.digabung and c.klaster = t.klaster_lain;
"""
_TEMP = ("ragu", "ragu_daftar", "ragu_teman", "ragu_terpilih", "ragu_dilarang", "simpul")


def rules() -> dict[str, Any]:
    """``bukti_keluarga`` of linkage.yml."""
    found: dict[str, Any] = linkage_model.config()["bukti_keluarga"]
    return found


def join_by_families(con: duckdb.DuckDBPyConnection, limits: Limits, nodes: str, apart: str) -> int:
    """Join clusters of the first pass that families say are one; gives how many were.

    ``nodes``: query of ``rekaman_id``, ``sah``, ``sumber`` and ``apart``: of pairs that are not
    one, both of the records of ``simpul``. Writes ``wh.linkage.bukti_keluarga``: the pair of
    records and clusters (``klaster``, ``klaster_lain``, of the first pass), ``bukti`` of the pair,
    ``bersama`` (persons in common), ``tambahan`` (bits for them), ``digabung`` (false where a hard
    rule forbids it). The temp table ``ragu_digabung`` keeps the records of joined clusters.
    """
    declared = rules()
    bits = [float(value) for value in declared["bit"]]
    words = {
        "clusters": CLUSTERS,
        "source": SOURCE,
        "table": TABLE,
        "joining": limits.joining,
        "lowest": limits.keep,
        "largest": int(declared["daftar_terbesar"]),
        "bits": str(bits),
        "most": len(bits),
        "margin": float(declared["jarak"]),
        "same_list": str(bool(declared["sedaftar"])).lower(),
        "nodes": nodes,
        "apart": apart,
    }
    for step in (_DOUBTFUL, _COMPANY, _CHOOSE, _JOIN):
        con.execute(step.format(**words))
    for name in _TEMP:
        con.execute(f"drop table temp.{name}")
    joined = con.execute(f"select count(*) filter (digabung) from {TABLE}").fetchall()[0][0]
    return int(joined)
