-- Row rules on records that are not persons: training survey and region changes.
-- Grain: one row per record and reason code
with susenas as (
    select
        'susenas' as penyedia,
        'rumah_tangga' as dataset,
        *
    from {{ ref('stg_susenas__rumah_tangga') }}
),

perubahan_wilayah as (
    select
        'kemendagri' as penyedia,
        'perubahan_wilayah' as dataset,
        *
    from {{ ref('stg_kemendagri__perubahan_wilayah') }}
),

final as (
    {{ finding(
        'BOBOT_SALAH', 'penimbang', 'susenas', 'coalesce(penimbang, 0) <= 0',
        value='cast(penimbang as varchar)',
    ) }}
    union all
    {{ finding(
        'PENGELUARAN_SALAH', 'pengeluaran_per_kapita', 'susenas',
        'coalesce(pengeluaran_per_kapita, 0) <= 0',
        value='cast(pengeluaran_per_kapita as varchar)',
    ) }}
    union all
    {{ finding(
        'TANGGAL_BERLAKU_SALAH', 'berlaku_dari', 'perubahan_wilayah',
        'berlaku_dari is null or kode_lama_kemendagri is null or kode_baru_kemendagri is null'
    ) }}
)

select * from final
