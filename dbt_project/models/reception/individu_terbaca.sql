-- Person records of every provider with the standard codes beside the providers' own (`_asal`); null
-- where a code is unknown. What the row rules and standardised read.
-- Grain: one row per delivered person record
{% set coded = {
    'jenis_kelamin': 'jenis_kelamin',
    'status_kawin': 'status_kawin',
    'status_hubungan_keluarga': 'status_hubungan_keluarga',
    'status_kependudukan': 'status_kependudukan',
    'penerima_pkh': 'ya_tidak',
    'penerima_bpnt': 'ya_tidak',
    'pbi_nas': 'ya_tidak',
    'segmen_jkn': 'segmen_jkn',
    'segmen_ketenagakerjaan': 'segmen_ketenagakerjaan',
    'jenjang_sekolah_dapodik': 'jenjang_sekolah',
    'penerima_pip': 'ya_tidak',
} %}
with rekaman_individu as (
    select * from {{ ref('rekaman_individu') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

final as (
    select
        {% for column in coded %}
        p_{{ column }}.kode as {{ column }},
        {% endfor %}
        r.*
    from rekaman_individu as r
    {% for column, daftar in coded.items() %}
    left join padanan_kode as p_{{ column }}
        on
            r.penyedia = p_{{ column }}.penyedia
            and p_{{ column }}.daftar = '{{ daftar }}'
            and r.{{ column }}_asal = p_{{ column }}.kode_asal
    {% endfor %}
)

select * from final
