"""Which family a person belongs to now: one key per person, from all evidence with its date.

The rules stand in linkage.yml (`keluarga`); ``asal`` says which of them decided.
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.linkage import family_late
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.family_rules import names_of

KEYS = "wh.linkage.kunci_keluarga"

# What the records of persons in question say of families. peringkat: place of the provider in
# `kepercayaan`, unknown ones last.
_RECORDS = """
create or replace table rekaman_lingkup as
select p.rekaman_id, p.id_individu from wh.linkage.peta_individu as p where p.aktif {only};

create or replace table anggota_rekaman as
select
    p.id_individu, i.record_key, i.penyedia, i.tanggal_acuan, i.no_kk, i.kunci_keluarga as daftar,
    i.status_hubungan_keluarga as peran, i.status_kawin as kawin, i.jenis_kelamin,
    i.tanggal_lahir, i.status_kependudukan, i.tanggal_status,
    i.alamat_baku, i.kode_desa_kemendagri,
    coalesce(nullif(list_position({trust}, i.penyedia), 0), 99) as peringkat
from wh.standardised.individu as i
inner join rekaman_lingkup as p on i.rekaman_id = p.rekaman_id;

create or replace table anggota_register as
select
    *,
    coalesce(list_contains({gone}, status_kependudukan), false) as pergi
from anggota_rekaman
where penyedia = {register}
qualify row_number() over (
    partition by id_individu
    order by (status_kependudukan = {valid}) desc nulls last, tanggal_acuan desc, record_key
) = 1;
"""

# Persons without a card number of the register, with every list that names them.
_LISTED = """
create or replace table anggota_lain as
select distinct id_individu
from anggota_rekaman
where id_individu not in (
    select id_individu from anggota_register where pergi or no_kk is not null
);

create or replace table bukti_lain as
select r.* from anggota_rekaman as r semi join anggota_lain as l on r.id_individu = l.id_individu;

create or replace table sedaftar as
select
    r.id_individu, r.daftar, r.peran, r.kawin, r.jenis_kelamin, 'kk|' || k.no_kk as kunci
from anggota_rekaman as r
semi join bukti_lain as b on r.daftar = b.daftar
inner join anggota_register as k on r.id_individu = k.id_individu
where not k.pergi and k.no_kk is not null;

create or replace table kepala_daftar as
select daftar, min(kunci) as kunci_kepala
from sedaftar where peran = {head} group by daftar;
"""

# Every listing of such a person with the family it leads to: the rule, then most persons.
_FOLLOW = """
create or replace table ikutan as
with calon as (
    select
        p.record_key, a.kunci, a.id_individu, p.no_kk,
        case {rules} end as aturan
    from bukti_lain as p
    inner join (
        select s.*, k.kunci_kepala
        from sedaftar as s
        left join kepala_daftar as k on s.daftar = k.daftar
    ) as a on p.daftar = a.daftar and p.id_individu <> a.id_individu
)

select record_key, kunci, aturan
from calon
group by record_key, kunci, aturan, no_kk
qualify row_number() over (
    partition by record_key
    order by aturan, count(distinct id_individu) desc, kunci = 'kk|' || no_kk desc nulls last, kunci
) = 1;

create or replace table petunjuk as
with terbaru as (
    select max(tanggal_acuan) as tanggal from wh.standardised.individu where penyedia = {register}
)

select
    b.*,
    i.aturan,
    case when b.no_kk is not null and b.tanggal_acuan >= t.tanggal then 'kk|' || b.no_kk
        else coalesce(i.kunci, 'kk|' || b.no_kk) end as kunci,
    case when b.no_kk is not null and b.tanggal_acuan >= t.tanggal then 'no_kk terkini '
        when i.kunci is not null then 'ikut ' || {names}[i.aturan] || ' '
        else 'no_kk ' end || b.penyedia as asal
from bukti_lain as b
cross join terbaru as t
left join ikutan as i on b.record_key = i.record_key;

create or replace table ditempatkan as
select *
from petunjuk
where kunci is not null
qualify row_number() over (
    partition by id_individu
    order by tanggal_acuan desc, peringkat, peran = {foreign} nulls last, record_key
) = 1;

create or replace table sisa as
with kk_daftar as (
    select r.daftar, d.kunci
    from ditempatkan as d
    inner join anggota_rekaman as r on d.id_individu = r.id_individu
    where r.daftar is not null
    group by r.daftar, d.kunci
    qualify row_number() over (
        partition by r.daftar order by count(distinct r.id_individu) desc, d.kunci
    ) = 1
)

select
    b.* exclude (no_kk),
    coalesce(k.kunci, 'daftar|' || b.daftar, 'diri|' || b.id_individu) as kunci,
    case
        when k.kunci is not null then 'ikut daftar ' || b.penyedia
        when b.daftar is not null then 'daftar ' || b.penyedia
        else 'sendiri'
    end as asal
from bukti_lain as b
left join kk_daftar as k on b.daftar = k.daftar
where b.id_individu not in (select id_individu from ditempatkan)
qualify row_number() over (
    partition by b.id_individu
    order by b.daftar is null, b.tanggal_acuan desc, b.peringkat, b.record_key
) = 1;
"""

# A role in another family's list is not the role at home. What the deciding record does not say of
# birth and sex another record of the person says.
_KEYS = """
create or replace table kunci_kini as
with terpilih as (
    select
        *, case when not pergi then 'kk|' || no_kk end as kunci,
        case when pergi then status_kependudukan else 'no_kk ' || penyedia end as asal,
        case when pergi then coalesce(least(tanggal_status, tanggal_acuan), tanggal_acuan)
            else tanggal_acuan end as tanggal
    from anggota_register
    where pergi or no_kk is not null
    union all by name
    select
        * replace (
            case when {names}[aturan] = 'sesama_lain' and peran = {foreign} then null else peran end
                as peran
        ),
        tanggal_acuan as tanggal
    from ditempatkan
    union all by name
    select *, tanggal_acuan as tanggal from sisa
),

kurang as (
    select
        r.id_individu, min(r.tanggal_lahir) as tanggal_lahir, min(r.jenis_kelamin) as jenis_kelamin
    from anggota_rekaman as r
    semi join (
        select id_individu from terpilih where tanggal_lahir is null or jenis_kelamin is null
    ) as t on r.id_individu = t.id_individu
    group by r.id_individu
)

select
    t.id_individu, t.kunci, t.asal, t.peran as status_hubungan_keluarga, t.kawin as status_kawin,
    coalesce(t.jenis_kelamin, k.jenis_kelamin) as jenis_kelamin,
    coalesce(t.tanggal_lahir, k.tanggal_lahir) as tanggal_lahir,
    t.tanggal
from terpilih as t
left join kurang as k on t.id_individu = k.id_individu;
"""

PARTS = (_RECORDS, _LISTED, _FOLLOW, _KEYS)
_SCRATCH = (
    "rekaman_lingkup",
    "anggota_rekaman",
    "anggota_register",
    "anggota_lain",
    "bukti_lain",
    "sedaftar",
    "kepala_daftar",
    "ikutan",
    "petunjuk",
    "ditempatkan",
    "sisa",
)


def find_keys(
    con: duckdb.DuckDBPyConnection,
    scope: str | None = None,
    base: tuple[str, str] | None = None,
) -> None:
    """Make ``kunci_kini`` in the current (scratch) database: the family key of every person.

    ``kunci_kini(id_individu, kunci, asal, status_hubungan_keluarga, status_kawin, jenis_kelamin,
    tanggal_lahir, tanggal)``: no key for whom the register says dead or away; ``tanggal``: since
    when, as far as today's records say. ``scope``: relation of the ``id_individu`` that are looked
    at, all when None; ``base``: relasi_keluarga and kunci_keluarga of the base.
    """
    names = names_of(linkage_model.config())
    only = f"and p.id_individu in (from {scope})" if scope else ""
    for part in (_RECORDS, _LISTED, _FOLLOW, _KEYS):
        con.execute(part.format(only=only, **names))
    if base:
        family_late.follow(con, *base)
    for table in _SCRATCH:
        con.execute(f"drop table {table}")
