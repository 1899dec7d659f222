-- Row rules on region codes: addresses in either code system, and the crosswalk itself.
-- Grain: one row per record and reason code
with rekaman_individu as (
    select * from {{ ref('rekaman_individu') }}
),

keluarga_regsosek as (
    select
        'regsosek' as penyedia,
        'keluarga' as dataset,
        *
    from {{ ref('stg_regsosek__keluarga') }}
),

baris_padanan_wilayah as (
    select * from {{ ref('baris_padanan_wilayah') }}
),

padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

wilayah as (
    select * from {{ ref('wilayah') }}
    where tingkat = 'desa'
),

-- a code that has ended is still known: old data may carry it
individu as (
    select
        r.*,
        w.kode_kemendagri is null and r.kode_desa_kemendagri is not null as wilayah_asing
    from rekaman_individu as r
    left join wilayah as w
        on r.kode_desa_kemendagri = w.kode_kemendagri
),

keluarga as (
    select
        k.*,
        p.status_padanan
    from keluarga_regsosek as k
    left join padanan_wilayah as p
        on k.kode_desa_bps = p.kode_desa_bps and k.tanggal_acuan = p.tanggal_acuan
),

final as (
    {{ finding('WILAYAH_TAK_DIKENAL', 'kode_desa_kemendagri', 'individu', 'wilayah_asing') }}
    union all
    {{ finding(
        'WILAYAH_BPS_TAK_DIKENAL', 'kode_desa_bps', 'keluarga', "status_padanan = 'tidak_dikenal'"
    ) }}
    union all
    {{ finding('WILAYAH_BPS_AMBIGU', 'kode_desa_bps', 'keluarga', "status_padanan = 'ambigu'") }}
    union all
    {{ finding('PADANAN_BENTUK', 'kode_bps', 'baris_padanan_wilayah', 'bentuk_salah') }}
    union all
    {{ finding('PADANAN_TANGGAL', 'berlaku_dari', 'baris_padanan_wilayah', 'tanggal_salah') }}
    union all
    {{ finding('PADANAN_INDUK', 'kode_kemendagri', 'baris_padanan_wilayah', 'induk_berbeda') }}
    union all
    {{ finding('PADANAN_TUMPANG_TINDIH', 'berlaku_dari', 'baris_padanan_wilayah', 'bertumpang') }}
    union all
    {{ finding(
        'PADANAN_KODE_ASING', 'kode_kemendagri', 'baris_padanan_wilayah',
        'kemendagri_asing and not bentuk_salah'
    ) }}
)

select * from final
