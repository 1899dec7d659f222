-- Accepted family records that are in force: housing and assets in standard codes.
-- Grain: one row per record_key
with keluarga_regsosek as (
    select
        'regsosek' as penyedia,
        'keluarga' as dataset,
        *
    from {{ ref('stg_regsosek__keluarga') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

final as (
    select
        k.*,
        p.status_padanan,
        p.kode_desa_kemendagri,
        p.kode_kecamatan_kemendagri,
        p.kode_kabupaten_kota_kemendagri,
        p.kode_provinsi_kemendagri
    from keluarga_regsosek as k
    left join padanan_wilayah as p
        on k.kode_desa_bps = p.kode_desa_bps and k.tanggal_acuan = p.tanggal_acuan
    where {{ is_accepted('k') }}
)

select * from final
