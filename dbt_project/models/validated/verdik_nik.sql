-- What the population register says about each person's NIK (Pasal 15).
-- Grain: one row per id_individu
with individu_terbarui as (
    select * from {{ ref('individu_terbarui') }}
),

penduduk as (
    select
        nik,
        id_individu as id_pemilik,
        nama_baku,
        tanggal_lahir,
        no_kk,
        status_kependudukan
    from {{ ref('rekaman_padan') }}
    where penyedia = 'dukcapil' and nik is not null
),

diperiksa as (
    select
        t.id_individu,
        t.nik,
        t.no_kk,
        p.id_pemilik,
        p.no_kk as no_kk_dukcapil,
        p.status_kependudukan,
        {{ name_similarity('t.nama_baku', 'p.nama_baku') }} as kemiripan_nama,
        t.tanggal_lahir,
        p.tanggal_lahir as tanggal_lahir_dukcapil
    from individu_terbarui as t
    left join penduduk as p
        on t.nik = p.nik
),

final as (
    select
        id_individu,
        case
            when nik is null then 'tanpa_nik'
            when id_pemilik is null then 'tidak_ditemukan'
            when id_pemilik <> id_individu then 'milik_orang_lain'
            when status_kependudukan is null then 'belum_diperiksa'
            when status_kependudukan <> 'aktif' then status_kependudukan
            when coalesce(kemiripan_nama, 0) < {{ var('batas_nama_sama') }} then 'nama_berbeda'
            when tanggal_lahir is null or tanggal_lahir_dukcapil is null then 'belum_diperiksa'
            when
                extract(year from tanggal_lahir) <> extract(year from tanggal_lahir_dukcapil)
                then 'tanggal_lahir_berbeda'
            else 'sesuai'
        end as verdik_nik,
        case
            when no_kk_dukcapil is null then 'tanpa_kk'
            when no_kk = no_kk_dukcapil then 'kk_sesuai'
            else 'kk_berbeda'
        end as verdik_no_kk
    from diperiksa
)

select * from final
