"""Families: which persons belong together (Pasal 13 ayat (2) huruf b and c), first form.

A person's family key is the family number (no_kk) on the record of the most trusted provider.
Who has none anywhere takes the commonest family number of the provider's own family the person is
listed in, else that own family itself, else stands alone.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.identity import Kind, persist_ids
from dagster_dtsen.warehouse import quoted

# peringkat: place of the provider in `kepercayaan` of linkage.yml, unknown ones last.
KEYS_SQL = """
create or replace table wh.linkage.kunci_keluarga as
with rekaman as (
    select
        p.id_individu, i.record_key, i.penyedia, i.tanggal_acuan, i.no_kk, i.kunci_keluarga,
        coalesce(nullif(list_position({trust}, i.penyedia), 0), 99) as peringkat
    from wh.standardised.individu as i
    inner join wh.linkage.peta_individu as p on i.record_key = p.record_key
    where p.aktif
),

dari_kk as (
    select id_individu, no_kk, penyedia
    from rekaman
    where no_kk is not null
    qualify row_number() over (
        partition by id_individu order by peringkat, tanggal_acuan desc, record_key
    ) = 1
),

dari_daftar as (
    select id_individu, kunci_keluarga, penyedia
    from rekaman
    where kunci_keluarga is not null
    qualify row_number() over (
        partition by id_individu order by peringkat, tanggal_acuan desc, record_key
    ) = 1
),

kk_daftar as (
    select kunci_keluarga, no_kk
    from (
        select r.kunci_keluarga, k.no_kk, count(distinct r.id_individu) as jumlah
        from rekaman as r
        inner join dari_kk as k on r.id_individu = k.id_individu
        where r.kunci_keluarga is not null
        group by all
    )
    qualify row_number() over (partition by kunci_keluarga order by jumlah desc, no_kk) = 1
),

orang as (
    select distinct id_individu from rekaman
)

select
    o.id_individu,
    coalesce(
        'kk|' || k.no_kk,
        'kk|' || d.no_kk,
        'daftar|' || a.kunci_keluarga,
        'diri|' || o.id_individu
    ) as kunci,
    case
        when k.no_kk is not null then 'no_kk ' || k.penyedia
        when d.no_kk is not null then 'no_kk keluarga ' || a.penyedia
        when a.kunci_keluarga is not null then 'kunci_keluarga ' || a.penyedia
        else 'sendiri'
    end as asal
from orang as o
left join dari_kk as k on o.id_individu = k.id_individu
left join dari_daftar as a on o.id_individu = a.id_individu
left join kk_daftar as d on a.kunci_keluarga = d.kunci_keluarga
order by o.id_individu
"""


def match_families(
    con: duckdb.DuckDBPyConnection,
    *,
    release: str,
    previous: str | None,
) -> dict[str, int]:
    """Write ``wh.linkage.kunci_keluarga``, ``peta_keluarga`` and ``peristiwa_keluarga``.

    Reads ``wh.standardised.individu`` and ``wh.linkage.peta_individu`` of this release.
    ``previous`` is the base release's peta_keluarga (a relation, or None). A family keeps its id
    when its family number changes and its members stay.
    """
    rules = linkage_model.config()
    trust = "[" + ", ".join(quoted(name) for name in rules["kepercayaan"]) + "]"
    con.execute(KEYS_SQL.format(trust=trust))
    before = (
        "(select id_individu as kunci, null::bigint as nomor, id_keluarga as id, aktif "
        f"from {previous})"
    )
    return persist_ids(
        con,
        Kind("keluarga", rules["awalan"]["keluarga"], "id_individu", "jumlah_anggota"),
        current=(
            "(select id_individu as kunci, null::bigint as nomor, "
            "dense_rank() over (order by kunci) as klaster from wh.linkage.kunci_keluarga)"
        ),
        previous=before if previous else None,
        release=release,
    )
