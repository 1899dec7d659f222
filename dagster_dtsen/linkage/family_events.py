"""What happened to persons in families since the base release: in, out, another head."""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.family_rules import names_of
from dagster_dtsen.warehouse import quoted

TABLE = "wh.linkage.peristiwa_relasi"
EVENTS = ("masuk", "keluar", "ganti_kepala")

# lama, kini: family of every person in the base release and now. sebab: as far as the evidence
# tells, the first that holds.
_MOVES = """
create or replace table gerak_keluarga as
select
    coalesce(k.id_individu, l.id_individu) as id_individu,
    l.id_keluarga as lama, k.id_keluarga as kini
from (select id_individu, id_keluarga from wh.linkage.peta_keluarga where aktif {now}) as k
full join (select id_individu, id_keluarga from {previous} where aktif) as l
    on k.id_individu = l.id_individu
where k.id_keluarga is distinct from l.id_keluarga;

create or replace table peristiwa_anggota as
with hari as (
    select max(tanggal_acuan) as hari_ini from wh.standardised.individu
),

pernah as (
    select id_individu from {previous} where not aktif
),

bersebab as (
    select
        g.*,
        case
            when g.kini is null and k.id_individu is null then 'hilang'
            when g.kini is null then k.asal
            when g.lama is null and p.id_individu is not null then 'kembali'
            when
                g.lama is null
                and k.tanggal_lahir > h.hari_ini - to_months({months})
                then 'lahir'
            when g.lama is null then 'terdata'
            when
                k.status_kawin = {married} and b.status_kawin <> {married}
                and k.status_hubungan_keluarga in ({head}, {spouse}, {in_law})
                then 'kawin'
            when b.status_kawin = {married} and k.status_kawin = {divorced} then 'cerai'
            when s.id_keluarga is not null then 'gabung'
            when n.id_keluarga is not null then 'pisah'
            else 'berubah'
        end as sebab
    from gerak_keluarga as g
    cross join hari as h
    left join wh.linkage.kunci_keluarga as k on g.id_individu = k.id_individu
    left join {base_keys} as b on g.id_individu = b.id_individu
    left join pernah as p on g.id_individu = p.id_individu
    left join (
        select distinct id_keluarga from wh.linkage.peristiwa_keluarga where peristiwa = 'gabung'
    ) as s on g.lama = s.id_keluarga
    left join (
        select distinct id_keluarga from wh.linkage.peristiwa_keluarga
        where peristiwa in ('lahir', 'pisah')
    ) as n on g.kini = n.id_keluarga
)

select 'masuk' as peristiwa, kini as id_keluarga, id_individu, lama as id_keluarga_lain,
    cast(null as varchar) as id_individu_lain, sebab
from bersebab where kini is not null
union all
select 'keluar', lama, id_individu, kini, null, sebab from bersebab where lama is not null;
"""

_HEADS = """
create or replace table {table} as
with lama as (
    select id_keluarga, id_individu from {relations}
    where kepala_keluarga and berlaku_sampai is null
),

kini as (
    select id_keluarga, id_individu from relasi_kini where kepala_keluarga
),

ganti as (
    select k.id_keluarga, k.id_individu, l.id_individu as id_individu_lain
    from kini as k
    inner join lama as l on k.id_keluarga = l.id_keluarga
    where k.id_individu <> l.id_individu
)

select
    {release} as rilis, peristiwa, id_keluarga, id_individu, id_keluarga_lain, id_individu_lain,
    sebab
from peristiwa_anggota
union all
select
    {release}, 'ganti_kepala', g.id_keluarga, g.id_individu, null, g.id_individu_lain,
    coalesce(p.sebab, 'berubah')
from ganti as g
left join peristiwa_anggota as p
    on
        p.peristiwa = 'keluar' and g.id_keluarga = p.id_keluarga
        and g.id_individu_lain = p.id_individu
"""


def write_family_events(
    con: duckdb.DuckDBPyConnection,
    release: str,
    *,
    previous: str | None,
    relations: str | None,
    base_keys: str | None,
    touched: str | None = None,
) -> dict[str, int]:
    """Write ``wh.linkage.peristiwa_relasi``: members in and out and changed heads, with causes.

    ``previous``, ``relations``, ``base_keys``: the base release's peta_keluarga, relasi_keluarga
    and kunci_keluarga, None where there is none (a first release has no such events: the map says
    the members). ``touched``: as in :func:`relations.write_relations`, both relations then hold
    these families alone. Reads ``relasi_kini``. Gives a count per event.
    """
    none_map = "(select id_individu, id_keluarga, aktif from wh.linkage.peta_keluarga where false)"
    none_keys = "(select null::varchar as id_individu, null::varchar as status_kawin where false)"
    none_heads = (
        "(select null::varchar as id_keluarga, null::varchar as id_individu, "
        "true as kepala_keluarga, null::date as berlaku_sampai where false)"
    )
    first = previous is None
    con.execute(
        _MOVES.format(
            previous=previous or none_map,
            base_keys=base_keys or none_keys,
            now="and false" if first else f"and id_keluarga in (from {touched})" if touched else "",
            **names_of(linkage_model.config()),
            months=int(linkage_model.config()["keluarga"]["lahir_bulan"]),
        )
        + _HEADS.format(
            table=TABLE,
            relations=(None if first else relations) or none_heads,
            release=quoted(release),
        )
    )
    found = con.execute(f"select peristiwa, count(*) from {TABLE} group by all").fetchall()
    return dict.fromkeys(EVENTS, 0) | {str(name): int(count) for name, count in found}
