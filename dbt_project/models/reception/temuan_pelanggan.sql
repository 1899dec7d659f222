-- Row rules on customers of utilities (Pasal 10 ayat 4, 11): macros/rules.sql, in one reading.
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

awalan_nik as (
    select * from {{ ref('awalan_nik') }}
),

wilayah as (
    select * from {{ ref('wilayah') }}
    where tingkat = 'desa'
),

-- codes of the other system, only to say so when one stands where a Kemendagri code belongs
sistem_lain as (
    select distinct kode_bps as kode
    from {{ ref('baris_padanan_wilayah') }}
),

diperiksa as (
    select
        p.*,
        {{ name_standard('p.nama') }} as nama_baku,
        {{ number_is_filler('p.nik') }} as nik_pengisi,
        {{ number_has_16_digits('p.nik') }} as nik_utuh,
        a.awalan as nik_awalan,
        w.kode_kemendagri as desa_kemendagri,
        lain.kode as desa_bps,
        daya.kode as daya_terpasang
    from pelanggan as p
    left join awalan_nik as a
        on left(p.nik, 6) = a.awalan
    left join padanan_kode as daya
        on
            p.penyedia = daya.penyedia
            and daya.daftar = 'daya_terpasang'
            and p.daya_terpasang_asal = daya.kode_asal
    left join wilayah as w
        on p.kode_desa_kemendagri = w.kode_kemendagri
    left join sistem_lain as lain
        on p.kode_desa_kemendagri = lain.kode
),

final as (
    {{ findings(customer_rules(), 'diperiksa') }}
)

select * from final
