-- The records that speak of each family, and for each block the place in the order by which the
-- update policy asks them.
-- Grain: one row per id_keluarga and record_key
with padan_keluarga as (
    select * from {{ ref('padan_keluarga') }}
),

keluarga_sah as (
    select id_keluarga from {{ ref('keluarga_sah') }}
),

final as (
    select
        p.id_keluarga,
        p.record_key,
        p.penyedia,
        p.jumlah_anggota_sama,
        p.nomor_rekaman,
        p.urut_perumahan,
        p.urut_aset,
        p.urut_pelanggan,
        p.urut_p3ke,
        p._delivery,
        p._file,
        p._row_number
    from padan_keluarga as p
    inner join keluarga_sah as k
        on p.id_keluarga = k.id_keluarga
)

select * from final
