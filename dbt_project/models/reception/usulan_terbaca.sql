-- Proposed changes of the task force with the standard codes beside the delivered ones (`_asal`); null
-- where a code is unknown.
-- Grain: one row per delivered record
{% set coded = ['jenis_perubahan', 'jenis_pengusul', 'jenis_bukti'] %}
with usulan as (
    select
        'pemutakhiran' as penyedia,
        'usulan' as dataset,
        *
    from {{ ref('stg_pemutakhiran__usulan') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

final as (
    select
        {% for column in coded %}
        p_{{ column }}.kode as {{ column }},
        {% endfor %}
        u.*
    from usulan as u
    {% for column in coded %}
    left join padanan_kode as p_{{ column }}
        on
            u.penyedia = p_{{ column }}.penyedia
            and p_{{ column }}.daftar = '{{ column }}'
            and u.{{ column }}_asal = p_{{ column }}.kode_asal
    {% endfor %}
)

select * from final
