-- The verdict on each person's NIK and card number (Pasal 15): what the population register answers, as
-- long as the answer is fresh enough, and what others accepted say against it.
-- Grain: one row per id_individu
with individu_terbarui as (
    select
        id_individu,
        nik
    from {{ ref('individu_terbarui') }}
),

tanggapan_dukcapil as (
    select * from {{ ref('tanggapan_dukcapil') }}
),

dilaporkan_meninggal as (
    select * from {{ ref('dilaporkan_meninggal') }}
),

dibatasi as (
    select * from {{ ref('dibatasi') }}
),

status_dikoreksi as (
    select
        id as id_individu,
        nilai as status_kependudukan
    from {{ ref('koreksi_berlaku') }}
    where objek = 'individu' and variabel = 'status_kependudukan'
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

toleransi_validasi as (
    select * from {{ ref('toleransi_validasi') }}
),

toleransi as (
    {{ bounds('toleransi_validasi', ['umur_tanggapan_hari']) }}
),

diperiksa as (
    select
        t.id_individu,
        t.nik,
        g.asal,
        g.ditanya,
        g.dijawab,
        g.kode_nik,
        g.kode_kk,
        -- a steward's finding outranks reports, in either direction
        case
            when s.status_kependudukan = '{{ var("status_aktif") }}' then null
            when s.status_kependudukan = '{{ var("status_meninggal") }}' then 'dilaporkan_meninggal'
            when s.status_kependudukan is not null then s.status_kependudukan
            when m.id_individu is not null then 'dilaporkan_meninggal'
        end as laporan,
        x.id_individu is not null as dibatasi,
        {{ days_between('g.dijawab', 'r.tanggal_rilis') }} <= b.umur_tanggapan_hari as berlaku
    from individu_terbarui as t
    cross join rilis as r
    cross join toleransi as b
    left join tanggapan_dukcapil as g
        on t.id_individu = g.id_individu
    left join dilaporkan_meninggal as m
        on t.id_individu = m.id_individu
    left join status_dikoreksi as s
        on t.id_individu = s.id_individu
    left join dibatasi as x
        on t.id_individu = x.id_individu
),

final as (
    select
        id_individu,
        case
            when dibatasi then '{{ var("verdik_dibatasi") }}'
            when nik is null then 'tanpa_nik'
            when not coalesce(berlaku, false) then 'belum_diperiksa'
            -- nobody but the population register makes a NIK valid (Pasal 15 ayat 2)
            when kode_nik = 'sesuai' and laporan is not null then laporan
            else kode_nik
        end as verdik_nik,
        case
            when nik is null or not coalesce(berlaku, false) then 'tanpa_kk'
            else kode_kk
        end as verdik_no_kk,
        asal as asal_tanggapan,
        ditanya,
        dijawab
    from diperiksa
)

select * from final
