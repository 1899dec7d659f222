-- The family record that housing and assets of each family came from.
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
        p._delivery,
        p._file,
        p._row_number
    from padan_keluarga as p
    inner join keluarga_sah as k
        on p.id_keluarga = k.id_keluarga
)

select * from final
