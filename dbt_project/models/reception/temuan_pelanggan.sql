-- Row rules on customers of utilities (Pasal 10 ayat 4, 11).
-- Grain: one row per record and reason code
with pelanggan as (
    select
        'pln' as penyedia,
        'pelanggan' as dataset,
        *
    from {{ ref('stg_pln__pelanggan') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

wilayah as (
    select * from {{ ref('wilayah') }}
    where tingkat = 'desa'
),

diperiksa as (
    select
        p.*,
        {{ name_standard('p.nama') }} is null as tanpa_nama,
        daya.kode is null and p.daya_terpasang_asal is not null as daya_asing,
        w.kode_kemendagri is null and p.kode_desa_kemendagri is not null as wilayah_asing
    from pelanggan as p
    left join padanan_kode as daya
        on
            p.penyedia = daya.penyedia
            and daya.daftar = 'daya_terpasang'
            and p.daya_terpasang_asal = daya.kode_asal
    left join wilayah as w
        on p.kode_desa_kemendagri = w.kode_kemendagri
),

final as (
    {{ finding('NAMA_KOSONG', 'nama', 'diperiksa', 'tanpa_nama') }}
    union all
    {{ finding('NIK_KOSONG', 'nik', 'diperiksa', 'nik is null') }}
    union all
    {{ finding(
        'NIK_BENTUK', 'nik', 'diperiksa', 'nik is not null and not ' ~ nik_is_well_formed('nik')
    ) }}
    union all
    {{ finding('DAYA_KODE', 'daya_terpasang', 'diperiksa', 'daya_asing') }}
    union all
    {{ finding('WILAYAH_TAK_DIKENAL', 'kode_desa_kemendagri', 'diperiksa', 'wilayah_asing') }}
)

select * from final
