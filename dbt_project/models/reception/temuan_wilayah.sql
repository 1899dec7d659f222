-- Row rules on the crosswalk of region codes.
-- Grain: one row per record and reason code
with baris_padanan_wilayah as (
    select * from {{ ref('baris_padanan_wilayah') }}
),

final as (
    {{ finding(
        'PADANAN_BENTUK', 'kode_bps', 'baris_padanan_wilayah', 'bentuk_salah', value='kode_bps'
    ) }}
    union all
    {{ finding('PADANAN_TANGGAL', 'berlaku_dari', 'baris_padanan_wilayah', 'tanggal_salah') }}
    union all
    {{ finding(
        'PADANAN_INDUK', 'kode_kemendagri', 'baris_padanan_wilayah', 'induk_berbeda',
        value='kode_kemendagri',
    ) }}
    union all
    {{ finding('PADANAN_TUMPANG_TINDIH', 'berlaku_dari', 'baris_padanan_wilayah', 'bertumpang') }}
    union all
    {{ finding(
        'PADANAN_KODE_ASING', 'kode_kemendagri', 'baris_padanan_wilayah',
        'kemendagri_asing and not bentuk_salah', value='kode_kemendagri',
    ) }}
)

select * from final
