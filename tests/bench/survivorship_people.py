"""Who stands in a release and should not, and who does not and should: the dead, NIKs, the missing.

Needs the temporary tables of ``survivorship_tables.build``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.evaluation.truth import file_of

REGISTER = "dukcapil"
# item 404 of the questionnaire: died
DEAD_ITEM = "2"

_PEOPLE = """
create or replace temp table dirilis as
select i.id_individu, i.nik, k.id_orang, p.status
from wh.release.beku_individu as i
inner join orang_klaster as k on i.id_individu = k.id_individu
inner join orang_kini as p on k.id_orang = p.id_orang;

create or replace temp table pemegang as
select id_orang, nik from orang_tetap
union all
select id_orang, nik_kedua from orang_tetap where nik_kedua is not null;

create or replace temp table sebut_mati as
select t.id_orang, t.id_individu, t.penyedia
from rekaman_benar as t
inner join wh.standardised.individu as i on t.rekaman_id = i.rekaman_id
left join wh.standardised.butir_individu as b on t.record_key = b.record_key
where
    i.status_kependudukan = 'meninggal'
    or (i.penyedia = 'regsosek' and b.keterangan_keberadaan = '{dead}')
union all
select o.id_orang, null, u.penyedia
from (select nik, 'pemutakhiran' as penyedia from wh.standardised.usulan_meninggal)
    as u
inner join pemegang as o on u.nik = o.nik;
"""
_DEAD = """
with mati as (
    select
        d.id_individu,
        count(m.id_orang) > 0 as disebut,
        coalesce(bool_or(m.id_individu = d.id_individu), false) as dalam_klaster,
        string_agg(distinct m.penyedia, '+' order by m.penyedia) as oleh
    from dirilis as d
    left join sebut_mati as m on d.id_orang = m.id_orang
    where d.status = 'meninggal'
    group by d.id_individu
)

select
    case
        when not disebut then 'tak terketahui'
        when dalam_klaster then 'disebut rekaman sendiri: ' || oleh
        else 'disebut rekaman yang tidak menyatu: ' || oleh
    end as keadaan,
    count(*) as n
from mati group by all order by all
"""
_NIK = """
select
    case
        when d.nik is null then 'tanpa NIK'
        when d.nik = o.nik and o.nik_bersama then 'benar, dipegang orang lain juga'
        when d.nik = o.nik then 'benar'
        when d.nik = o.nik_kedua then 'benar, NIK kedua'
        when not regexp_full_match(d.nik, '[0-9]{{16}}') then 'salah bentuk'
        when d.nik in (select nik from pemegang) then 'milik orang lain'
        else 'milik siapa pun tidak'
    end as keadaan,
    count(*) as n
from dirilis as d
inner join orang_tetap as o on d.id_orang = o.id_orang
group by all order by all
"""
# one reason per person, the first that holds; a person may have several clusters
_MISSING = """
with hidup as (
    select p.id_orang from orang_kini as p
    where p.status = 'hidup' and not exists (
        select 1 from dirilis as d where d.id_orang = p.id_orang
    )
),

klaster as (
    select k.id_orang, min(e.alasan) as alasan
    from orang_klaster as k
    inner join wh.validated.dikeluarkan as e on k.id_individu = e.id_individu
    group by k.id_orang
),

daftar as (
    select
        id_orang, bool_or(penyedia = '{register}') as di_register
    from rekaman_benar group by id_orang
),

dikirim as (
    select distinct id_orang from read_parquet({records}) where penyedia <> 'pln'
)

select
    case
        when k.alasan is not null and not t.di_register then k.alasan || ', tidak di register'
        when k.alasan is not null then k.alasan
        when t.id_orang is not null then 'rekamannya menyatu dengan orang lain'
        when s.id_orang is not null then 'tidak ada rekaman yang diterima dan berlaku'
        else 'tidak pernah dikirim'
    end as keadaan,
    count(*) as n
from hidup as h
left join klaster as k on h.id_orang = k.id_orang
left join daftar as t on h.id_orang = t.id_orang
left join dikirim as s on h.id_orang = s.id_orang
group by all order by all
"""
_TOTALS = """
select
    (select count(*) from dirilis) as dirilis,
    (select count(*) from dirilis where status = 'meninggal') as meninggal,
    (select count(*) from dirilis where status = 'pindah_ln') as pindah_ln,
    (select count(*) from orang_kini where status = 'hidup') as hidup,
    (
        select count(*) from orang_kini as p where status = 'hidup' and exists (
            select 1 from dirilis as d where d.id_orang = p.id_orang
        )
    ) as hidup_dirilis,
    (select count(*) - count(distinct id_orang) from dirilis where status = 'hidup') as berganda
"""


def people(con: duckdb.DuckDBPyConnection, truth: Path) -> dict[str, Any]:
    """Counts of persons: totals, the dead of the release, its NIKs, the living who are not in it.

    ``meninggal``: by what accepted records in force say, of the person's own cluster or of one
    that the linkage kept apart; ``tak terketahui`` when none says so. ``nik``: against the NIKs of
    the true person. ``tidak_dirilis``: by the first reason that holds.
    """
    con.execute(_PEOPLE.format(dead=DEAD_ITEM))

    def counts(query: str) -> dict[str, int]:
        text = query.format(register=REGISTER, records=file_of(truth, "rekaman"))
        return {str(row["keadaan"]): int(row["n"]) for row in warehouse.records(con, text)}

    return {
        **warehouse.records(con, _TOTALS)[0],
        "meninggal_menurut": counts(_DEAD),
        "nik": counts(_NIK),
        "tidak_dirilis": counts(_MISSING),
    }
