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
        t.id_tanya,
        t.ditanya,
        t.dijawab,
        n.kode as kode_nik,
        k.kode as kode_kk,
        t._delivery,
        t._file,
        t._row_number,
        row_number() over (
            partition by t.id_tanya
            order by t.dijawab desc, t._delivery desc, t._row_number desc
        ) as urutan
    from tanggapan as t
    inner join padanan_kode as n
        on
            t.penyedia = n.penyedia
            and n.daftar = 'tanggapan_nik'
            and t.tanggapan_nik_asal = n.kode_asal
    left join padanan_kode as k
        on
            t.penyedia = k.penyedia
            and k.daftar = 'tanggapan_kk'
            and t.tanggapan_kk_asal = k.kode_asal
    where {{ is_accepted('t') }}
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
