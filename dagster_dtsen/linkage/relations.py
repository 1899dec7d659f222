"""Person, family, role: one head per family, validity dates along the chain of base releases."""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.family_rules import names_of

TABLE = "wh.linkage.relasi_keluarga"

# urutan_kepala: 1 register, 2 list, 3 spouse, then by the order of roles; a person who stands
# alone is head of the family. tanggal: of whose key was looked at now.
_ROLES = """
create or replace table relasi_kini as
with anggota as (
    select
        p.id_keluarga, k.id_individu, k.status_hubungan_keluarga, t.tanggal, k.tanggal_lahir,
        case
            when k.status_hubungan_keluarga = {head} and k.asal = 'no_kk ' || {register} then 1
            when k.status_hubungan_keluarga = {head} then 2
            else 2 + coalesce(
                nullif(list_position({order}, k.status_hubungan_keluarga), 0), len({order}) + 1
            )
        end as urutan_kepala,
        count(*) over (partition by p.id_keluarga) as jumlah
    from wh.linkage.peta_keluarga as p
    inner join wh.linkage.kunci_keluarga as k on p.id_individu = k.id_individu
    left join kunci_kini as t on k.id_individu = t.id_individu
    where p.aktif {only}
),

terurut as (
    select
        *,
        row_number() over (
            partition by id_keluarga
            order by urutan_kepala, tanggal_lahir nulls last, id_individu
        ) as tempat,
        count(*) over (partition by id_keluarga, urutan_kepala) as setara
    from anggota
)

select
    id_keluarga,
    id_individu,
    status_hubungan_keluarga,
    tempat = 1 as kepala_keluarga,
    cast(urutan_kepala as smallint) as urutan_kepala,
    case when tempat = 1 then
        case
            when urutan_kepala = 1 then 'register'
            when urutan_kepala = 2 then 'daftar'
            when jumlah = 1 then 'sendiri'
            when urutan_kepala = 3 then 'pasangan'
            else 'urutan'
        end
    end as asal_kepala,
    tempat = 1 and jumlah > 1 and (urutan_kepala > 3 or setara > 1) as diragukan,
    tanggal
from terurut;
"""

# A row of the base that goes on keeps its beginning; whoever had another relation begins today.
_VALIDITY = """
create or replace table relasi_baru as
with terbuka as (
    select * from {previous} where berlaku_sampai is null
),

pernah as (
    select distinct id_individu from terbuka
),

hari as (
    select max(tanggal_acuan) as hari_ini from wh.standardised.individu
)

select
    k.* exclude (tanggal),
    coalesce(
        l.berlaku_dari, case when p.id_individu is not null then h.hari_ini end, k.tanggal
    ) as berlaku_dari,
    cast(null as date) as berlaku_sampai
from relasi_kini as k
cross join hari as h
left join terbuka as l
    on
        k.id_individu = l.id_individu and k.id_keluarga = l.id_keluarga
        and k.kepala_keluarga = l.kepala_keluarga
        and k.status_hubungan_keluarga is not distinct from l.status_hubungan_keluarga
left join pernah as p on k.id_individu = p.id_individu
union all
select
    l.* replace (
        greatest(
            l.berlaku_dari, case when u.kunci is null then coalesce(u.tanggal, h.hari_ini)
            else h.hari_ini end
        ) as berlaku_sampai
    )
from terbuka as l
cross join hari as h
left join kunci_kini as u on l.id_individu = u.id_individu
left join relasi_kini as k
    on
        k.id_individu = l.id_individu and k.id_keluarga = l.id_keluarga
        and k.kepala_keluarga = l.kepala_keluarga
        and k.status_hubungan_keluarga is not distinct from l.status_hubungan_keluarga
where k.id_individu is null
"""

PARTS = (_ROLES, _VALIDITY)
NONE = """(
    select
        null::varchar as id_keluarga, null::varchar as id_individu,
        null::varchar as status_hubungan_keluarga, null::boolean as kepala_keluarga,
        null::smallint as urutan_kepala, null::varchar as asal_kepala, null::boolean as diragukan,
        null::date as berlaku_dari, null::date as berlaku_sampai
    where false
)"""


def write_relations(
    con: duckdb.DuckDBPyConnection, previous: str | None, touched: str | None = None
) -> dict[str, int]:
    """Write ``wh.linkage.relasi_keluarga``: who is what in which family, since when, until when.

    ``previous``: the base release's table or None; ``touched``: relation of the ``id_keluarga``
    that a change can reach, ``previous`` then holds their open rows; all when None. Rows of today
    have no ``berlaku_sampai``; one of each family is the head, with the rule that made it
    (``asal_kepala``) and whether it is ``diragukan``. Gives ``diragukan`` (families).
    """
    only = f"and p.id_keluarga in (from {touched})" if touched else ""
    before = previous or NONE
    con.execute(_ROLES.format(only=only, **names_of(linkage_model.config())))
    con.execute(_VALIDITY.format(previous=before))
    if touched:
        con.execute(
            f"delete from {TABLE} "
            f"where berlaku_sampai is null and id_keluarga in (from {touched}); "
            f"insert into {TABLE} by name from relasi_baru"
        )
    else:
        con.execute(
            f"create or replace table {TABLE} as from relasi_baru "
            f"union all by name from {before} where berlaku_sampai is not null"
        )
    found = con.execute(
        f"select count(*) from {TABLE} where berlaku_sampai is null and diragukan"
    ).fetchall()
    return {"diragukan": int(found[0][0])}
