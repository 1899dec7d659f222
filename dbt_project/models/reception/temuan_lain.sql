-- Row rules on records that are not persons: training survey, region changes, answers of the matching service.
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

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
    where penyedia = 'layanan_dukcapil'
),

tanggapan as (
    select
        'layanan_dukcapil' as penyedia,
        'tanggapan' as dataset,
        n.kode as tanggapan_nik,
        k.kode as tanggapan_kk,
        t.*
    from {{ ref('stg_layanan_dukcapil__tanggapan') }} as t
    left join padanan_kode as n
        on n.daftar = 'tanggapan_nik' and t.tanggapan_nik_asal = n.kode_asal
    left join padanan_kode as k
        on k.daftar = 'tanggapan_kk' and t.tanggapan_kk_asal = k.kode_asal
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
    union all
    {{ finding(
        'TANGGAPAN_KODE', 'kode_nik', 'tanggapan',
        'tanggapan_nik is null or (tanggapan_kk_asal is not null and tanggapan_kk is null)',
        value='tanggapan_nik_asal',
    ) }}
    union all
    {{ finding(
        'TANGGAPAN_TANGGAL', 'dijawab', 'tanggapan',
        'ditanya is null or dijawab is null or dijawab < ditanya', value='dijawab_asal',
    ) }}
    union all
    {{ finding(
        'TANGGAPAN_PERTANYAAN', 'id_tanya', 'tanggapan', "length(coalesce(id_tanya, '')) <> 64"
    ) }}
)

select * from final
