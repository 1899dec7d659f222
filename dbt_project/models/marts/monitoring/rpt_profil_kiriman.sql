-- Exploration profile of each new delivery: completeness, variety, shape, doubles, drift.
-- Grain: one row per delivery, dataset and column
with profil_kiriman as (
    select * from {{ ref('profil_kiriman') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

final as (
    select
        r.id_rilis,
        p.penyedia,
        p.dataset,
        p._delivery,
        p.periode_lalu,
        p.kolom,
        p.urutan,
        p.jumlah_rekaman,
        p.jumlah_terisi,
        p.andil_terisi,
        p.jumlah_unik,
        p.jumlah_kembar,
        p.panjang_min,
        p.panjang_maks,
        p.andil_panjang_lazim,
        p.jumlah_angka,
        p.jumlah_huruf,
        p.jumlah_campuran,
        p.jumlah_spasi_tepi,
        p.jumlah_rekaman_lalu,
        p.andil_terisi_lalu,
        p.pergeseran_bentuk,
        p.pergeseran_nilai
    from profil_kiriman as p
    cross join rilis as r
)

select * from final
