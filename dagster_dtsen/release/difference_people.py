"""Who entered, left, merged, split and moved between two releases, each with one reason, in SQL."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from dagster_dtsen.release.difference_views import REGION
from dagster_dtsen.warehouse import quoted

# Where the members of every old id went: to ids in use now. Of an id not in use any more the
# successor is who has most of them; the origin of a new id is who gave most, those in use first.
# The events of the newer release know members by their own id alone: where it stands on the older
# one, these (sendiri) are told by, and members whose id merged into another where there are none.
_TRAIL = """
create or replace temp table jejak_{entity} as
select
    id_lama, id, sendiri > 0 as sendiri,
    if({adjacent} and sendiri > 0, sendiri_aktif, semua_aktif) as aktif,
    if({adjacent} and sendiri > 0, sendiri, semua) as jumlah
from (
    select
        l.{id} as id_lama, k.{id} as id,
        count(*) filter (where l.aktif) as semua_aktif, count(*) as semua,
        count(*) filter (where l.aktif and l.{member} = k.{member}) as sendiri_aktif,
        count(*) filter (where l.{member} = k.{member}) as sendiri
    from {members} as l
    inner join kini_peta_{entity} as k on l.kini = k.{member} and k.aktif
    group by all
);

create or replace temp table pakai_{entity} as
select coalesce(l.id, k.id) as id, l.aktif as lama, coalesce(k.aktif, false) as kini,
    l.id is not null as dikenal_lama, k.id is not null as dikenal_kini
from (select {id} as id, bool_or(aktif) as aktif from lama_peta_{entity} group by all) as l
full join (select {id} as id, bool_or(aktif) as aktif from kini_peta_{entity} group by all) as k
    on l.id = k.id;

create or replace temp table {entity}_gabung as
select j.id_lama as {id}, j.id as {id}_lain, i.{region} as wilayah, i.{id} is not null as terdaftar
from jejak_{entity} as j
inner join pakai_{entity} as p on j.id_lama = p.id and p.lama and not p.kini
left join lama_{entity} as i on j.id_lama = i.{id}
qualify
    row_number() over (partition by j.id_lama order by {own} j.jumlah desc, j.id) = 1;

create or replace temp table {entity}_pisah as
select j.id as {id}, j.id_lama as {id}_lain, i.{region} as wilayah, i.{id} is not null as terdaftar
from jejak_{entity} as j
inner join pakai_{entity} as p on j.id = p.id and not p.dikenal_lama
left join kini_{entity} as i on j.id = i.{id}
qualify
    row_number() over (
        partition by j.id order by {own} j.aktif desc, j.jumlah desc, j.id_lama
    ) = 1;
"""
_RECORDS = "(select *, record_key as kini from lama_peta_individu)"
# persons, under the id that has most of their records now where theirs is not in use any more
_SUCCEEDED = """(
    select p.*, coalesce(g.id_individu_lain, p.id_individu) as kini
    from lama_peta_keluarga as p
    left join individu_gabung as g on p.id_individu = g.id_individu
)"""

_PERSONS = """
create or replace temp table individu_masuk as
select
    k.id_individu, k.{region} as wilayah,
    case
        when d.id_individu is not null then 'sah_kini'
        when not {map} or coalesce(p.lama, false) then 'tak_diketahui'
        when p.dikenal_lama then 'kembali'
        when s.id_individu is not null then 'pisah'
        else 'baru'
    end as sebab,
    case
        when d.id_individu is not null then d.alasan
        when {adjacent} and h.id_individu is not null then 'lahir'
    end as rincian
from (from kini_individu anti join lama_individu using (id_individu)) as k
left join lama_dikeluarkan as d on k.id_individu = d.id_individu
left join pakai_individu as p on k.id_individu = p.id
left join individu_pisah as s on k.id_individu = s.id_individu
left join (from kini_peristiwa_hidup where peristiwa = 'lahir') as h
    on k.id_individu = h.id_individu;

create or replace temp table individu_keluar as
with pergi as (
    select id_individu, {region} as wilayah
    from lama_individu anti join kini_individu using (id_individu)
),

cabut as (
    select r.id_individu, bool_and(r._delivery not in (from kini_kiriman)) as dicabut
    from lama_rekaman as r
    inner join lama_peta_individu as m on r.record_key = m.record_key and m.aktif
    where r.id_individu in (select id_individu from pergi)
    group by all
)

select
    k.id_individu, k.wilayah,
    case
        when d.id_individu is not null then coalesce(g.golongan, 'verdik')
        when s.id_individu is not null then 'gabung'
        when coalesce(p.kini, true) then 'tak_diketahui'
        when c.dicabut then 'kiriman_dicabut'
        when p.dikenal_kini then 'tak_dikirim'
        else 'tak_diketahui'
    end as sebab,
    d.alasan as rincian
from pergi as k
left join kini_dikeluarkan as d on k.id_individu = d.id_individu
left join (values {groups}) as g (alasan, golongan) on d.alasan = g.alasan
left join individu_gabung as s on k.id_individu = s.id_individu
left join pakai_individu as p on k.id_individu = p.id
left join cabut as c on k.id_individu = c.id_individu;

create or replace temp table individu_tetap as
select
    k.id_individu, l.{region} as wilayah_lama, k.{region} as wilayah,
    l.id_keluarga as id_keluarga_lama, k.id_keluarga
from kini_individu as k
inner join lama_individu as l on k.id_individu = l.id_individu;
"""

_FAMILIES = """
create or replace temp table keluarga_masuk as
select
    k.id_keluarga, k.{region} as wilayah,
    case
        when not {map} then 'tak_diketahui'
        when p.lama then 'sah_kini'
        when p.dikenal_lama then 'kembali'
        when s.id_keluarga is not null then 'pisah'
        else 'baru'
    end as sebab,
    cast(null as varchar) as rincian
from (from kini_keluarga anti join lama_keluarga using (id_keluarga)) as k
left join pakai_keluarga as p on k.id_keluarga = p.id
left join keluarga_pisah as s on k.id_keluarga = s.id_keluarga;

create or replace temp table keluarga_keluar as
with pergi as (
    select id_keluarga, {region} as wilayah
    from lama_keluarga anti join kini_keluarga using (id_keluarga)
),

anggota as (
    select
        i.id_keluarga, count(*) as jumlah, count(n.id_individu) as pindah,
        count(distinct coalesce(k.rincian, k.sebab)) as ragam,
        min(coalesce(k.rincian, k.sebab)) as satu
    from lama_individu as i
    inner join pergi as p on i.id_keluarga = p.id_keluarga
    left join individu_keluar as k on i.id_individu = k.id_individu
    left join kini_individu as n on i.id_individu = n.id_individu
    group by all
)

select
    k.id_keluarga, k.wilayah,
    case
        when s.id_keluarga is not null then 'gabung'
        when a.pindah = 0 then 'anggota_keluar'
        when a.pindah = a.jumlah then 'anggota_pindah'
        when a.pindah > 0 then 'anggota_pindah_keluar'
        else 'tak_diketahui'
    end as sebab,
    case
        when s.id_keluarga is null and a.ragam > 0
            then case when a.ragam = 1 then a.satu else 'campuran' end
    end as rincian
from pergi as k
left join keluarga_gabung as s on k.id_keluarga = s.id_keluarga
left join anggota as a on k.id_keluarga = a.id_keluarga;

create or replace temp table keluarga_tetap as
select k.id_keluarga, l.{region} as wilayah_lama, k.{region} as wilayah
from kini_keluarga as k
inner join lama_keluarga as l on k.id_keluarga = l.id_keluarga;

create or replace temp table pindah_keluarga as
select
    t.id_individu, t.id_keluarga_lama, t.id_keluarga, t.wilayah,
    case
        when g.id_keluarga_lain = t.id_keluarga then 'gabung'
        when s.id_keluarga is not null then 'pisah'
        when not coalesce(p.dikenal_lama, false) then 'keluarga_baru'
        else 'pindah'
    end as sebab,
    case when {adjacent} then r.sebab end as rincian
from individu_tetap as t
left join keluarga_gabung as g on t.id_keluarga_lama = g.id_keluarga
left join keluarga_pisah as s on t.id_keluarga = s.id_keluarga
left join pakai_keluarga as p on t.id_keluarga = p.id
left join (from kini_peristiwa_relasi where peristiwa = 'masuk') as r
    on t.id_individu = r.id_individu and t.id_keluarga = r.id_keluarga
where t.id_keluarga_lama is distinct from t.id_keluarga;
"""


def build(
    con: duckdb.DuckDBPyConnection, groups: Mapping[str, str], *, adjacent: bool, known: bool
) -> None:
    """Write the temporary tables of persons and families; reads the views of both releases.

    ``<entity>_masuk`` and ``_keluar`` (id, wilayah, sebab, rincian), ``_gabung`` and ``_pisah``
    (id, other id, wilayah, terdaftar: it stands in the register), ``_tetap``, and
    ``pindah_keluarga``. ``groups``: verdict → group of reasons. ``adjacent``: the older release is
    the base of the newer, so that events sealed there are those between both. ``known``: the older
    has its id maps.
    """
    values = ", ".join(f"({quoted(code)}, {quoted(name)})" for code, name in groups.items())
    names = {"region": REGION, "adjacent": adjacent, "map": known, "groups": values}
    own = "j.sendiri desc," if adjacent else ""
    for entity, member, members in (
        ("individu", "record_key", _RECORDS),
        ("keluarga", "id_individu", _SUCCEEDED),
    ):
        words = {"entity": entity, "id": f"id_{entity}", "member": member, "members": members}
        con.execute(_TRAIL.format(**words, own=own, adjacent=adjacent, region=REGION))
    con.execute(_PERSONS.format(**names))
    con.execute(_FAMILIES.format(**names))
