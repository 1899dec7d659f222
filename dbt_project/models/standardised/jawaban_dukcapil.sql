-- Accepted answers of the matching service in standard codes: the newest of each question.
-- Grain: one row per id_tanya
with tanggapan as (
    select
        'layanan_dukcapil' as penyedia,
        'tanggapan' as dataset,
        *
    from {{ ref('stg_layanan_dukcapil__tanggapan') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

diterima as (
    select
        j.id_tanya,
        j.ditanya,
        j.dijawab,
        n.kode as kode_nik,
        k.kode as kode_kk,
        j._delivery,
        j._file,
        j._row_number,
        row_number() over (
            partition by j.id_tanya
            order by j.dijawab desc, j._delivery desc, j._row_number desc
        ) as urutan
    from tanggapan as j
    inner join padanan_kode as n
        on
            j.penyedia = n.penyedia
            and n.daftar = 'tanggapan_nik'
            and j.tanggapan_nik_asal = n.kode_asal
    left join padanan_kode as k
        on
            j.penyedia = k.penyedia
            and k.daftar = 'tanggapan_kk'
            and j.tanggapan_kk_asal = k.kode_asal
    where {{ is_accepted('j') }}
),

final as (
    select
        id_tanya,
        ditanya,
        dijawab,
        kode_nik,
        kode_kk,
        _delivery,
        _file,
        _row_number
    from diterima
    where urutan = 1
)

select * from final
