-- Row rules on person records (Pasal 10 ayat 4, 11, 15): macros/rules.sql, in one reading.
-- Grain: one row per record and reason code
with individu_terbaca as (
    select * from {{ ref('individu_terbaca') }}
),

awalan_nik as (
    select * from {{ ref('awalan_nik') }}
),

-- a code that has ended is still known: old data may carry it
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
        r.*,
        {{ number_is_filler('r.nik') }} as nik_pengisi,
        {{ number_has_16_digits('r.nik') }} as nik_utuh,
        a_nik.awalan as nik_awalan,
        {{ number_is_filler('r.no_kk') }} as no_kk_pengisi,
        {{ number_has_16_digits('r.no_kk') }} as no_kk_utuh,
        a_kk.awalan as no_kk_awalan,
        w.kode_kemendagri as desa_kemendagri,
        lain.kode as desa_bps,
        {{ age_in_years('r.tanggal_lahir', 'r.tanggal_acuan') }} as umur_hitung
    from individu_terbaca as r
    left join awalan_nik as a_nik
        on left(r.nik, 6) = a_nik.awalan
    left join awalan_nik as a_kk
        on left(r.no_kk, 6) = a_kk.awalan
    left join wilayah as w
        on r.kode_desa_kemendagri = w.kode_kemendagri
    left join sistem_lain as lain
        on r.kode_desa_kemendagri = lain.kode
),

final as (
    {{ findings(person_rules(), 'diperiksa') }}
)

select * from final
