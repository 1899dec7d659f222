-- Persons whom an accepted statement calls dead while the population register does not: they wait outside
-- the release for its word or for a steward's. A NIK alone convinces nobody: the name must agree too.
-- Grain: one row per id_individu
with kabar_meninggal as (
    select * from {{ ref('kabar_meninggal') }}
    where nik is not null
),

individu_terbarui as (
    select * from {{ ref('individu_terbarui') }}
),

rekaman_padan as (
    select
        record_key,
        id_individu,
        nik,
        penyedia
    from {{ ref('rekaman_padan') }}
),

butir_individu as (
    select record_key
    from {{ ref('butir_individu') }}
    where keterangan_keberadaan = '{{ var("keberadaan_meninggal") }}'
),

ber_nik as (
    select distinct
        id_individu,
        nik
    from rekaman_padan
    where nik is not null
),

toleransi_validasi as (
    select * from {{ ref('toleransi_validasi') }}
),

toleransi as (
    {{ bounds('toleransi_validasi', ['kemiripan_nama', 'beda_tahun_lahir']) }}
),

cocok as (
    select
        t.id_individu,
        k.record_key,
        k.penyedia,
        k.tanggal_kejadian
    from kabar_meninggal as k
    inner join ber_nik as r
        on k.nik = r.nik
    inner join individu_terbarui as t
        on r.id_individu = t.id_individu
    cross join toleransi as b
    where
        {{ names_agree('k.nama_baku', 't.nama_baku', 'b.kemiripan_nama') }}
        and coalesce(
            abs(extract(year from k.tanggal_lahir) - extract(year from t.tanggal_lahir))
            <= b.beda_tahun_lahir,
            true
        )
),

-- in a questionnaire of the person's own the family says so itself
gabungan as (
    select * from cocok
    union all
    select
        r.id_individu,
        r.record_key,
        r.penyedia,
        cast(null as date) as tanggal_kejadian
    from butir_individu as b
    inner join rekaman_padan as r
        on b.record_key = r.record_key
),

final as (
    select
        id_individu,
        min(tanggal_kejadian) as tanggal_kejadian,
        min(penyedia) as penyedia,
        cast(count(*) as integer) as jumlah_kabar
    from gabungan
    group by id_individu
)

select * from final
