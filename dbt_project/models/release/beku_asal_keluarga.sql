-- Family records behind each family: their place in the order of every block, and which items they
-- gave (`butir_terpakai`: one character per item in dictionary order, 1 = from this record).
-- Grain: one row per id_keluarga and record_key
{% set others = ['pelanggan', 'p3ke'] %}
with padan_keluarga as (
    select * from {{ ref('padan_keluarga') }}
),

keluarga_sah as (
    select id_keluarga from {{ ref('keluarga_sah') }}
),

keluarga_terbarui as (
    select * from {{ ref('keluarga_terbarui') }}
),

final as (
    select
        p.id_keluarga,
        p.record_key,
        p.penyedia,
        p.jumlah_anggota_sama,
        p.nomor_rekaman,
        {% for block in item_blocks('keluarga') + others %}
        p.urut_{{ block }},
        {% endfor %}
        {% for item in questionnaire_items('keluarga') %}
        case
            when substr(t.asal_butir, {{ item.posisi }}, 1) = '0' then '0'
            when
                substr(t.asal_butir, {{ item.posisi }}, 1)
                = {{ place_letter('p.urut_' ~ item.blok) }}
                then '1'
            else '0'
        end
        {{ '||' if not loop.last }}
        {% endfor %}
            as butir_terpakai,
        {% for block in others %}
        {% for name in record_block('keluarga', block) %}
        coalesce(t.{{ name }}__sumber = p.urut_{{ block }}, false) as {{ name }}__dipakai,
        {% endfor %}
        {% endfor %}
        p._delivery,
        p._file,
        p._row_number
    from padan_keluarga as p
    inner join keluarga_sah as k
        on p.id_keluarga = k.id_keluarga
    inner join keluarga_terbarui as t
        on p.id_keluarga = t.id_keluarga
)

select * from final
