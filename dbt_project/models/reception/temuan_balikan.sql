-- Row rules on the feedback of recipients (Peraturan BPS 6/2025, Lampiran): macros/rules.sql, in one
-- reading.
-- Grain: one row per record and reason code
{% set coded = ['hasil_salur', 'alasan_balikan'] %}
with penyaluran as (
    select
        'balikan' as penyedia,
        'penyaluran' as dataset,
        *
    from {{ ref('stg_balikan__penyaluran') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

awalan_nik as (
    select * from {{ ref('awalan_nik') }}
),

diperiksa as (
    select
        {% for column in coded %}
        p_{{ column }}.kode as {{ column }},
        {% endfor %}
        {{ name_standard('b.nama') }} as nama_baku,
        {{ number_is_filler('b.nik') }} as nik_pengisi,
        {{ number_has_16_digits('b.nik') }} as nik_utuh,
        a_nik.awalan as nik_awalan,
        {{ number_is_filler('b.no_kk') }} as no_kk_pengisi,
        {{ number_has_16_digits('b.no_kk') }} as no_kk_utuh,
        a_kk.awalan as no_kk_awalan,
        b.*
    from penyaluran as b
    left join awalan_nik as a_nik
        on left(b.nik, 6) = a_nik.awalan
    left join awalan_nik as a_kk
        on left(b.no_kk, 6) = a_kk.awalan
    {% for column in coded %}
    left join padanan_kode as p_{{ column }}
        on
            b.penyedia = p_{{ column }}.penyedia
            and p_{{ column }}.daftar = '{{ column }}'
            and b.{{ column }}_asal = p_{{ column }}.kode_asal
    {% endfor %}
),

final as (
    {{ findings(feedback_rules(), 'diperiksa') }}
)

select * from final
