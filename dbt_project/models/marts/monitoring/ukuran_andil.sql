-- Which source the published values come from, per block of variables. A block of questionnaire items
-- of a person comes from one record whole and counts once.
-- Grain: one row per entity, block and provider
-- depends_on: {{ ref('beku_asal_individu') }} {{ ref('beku_rekaman') }} {{ ref('beku_asal_keluarga') }}
{% set blok_individu = record_blocks('individu') %}
{% set blok_keluarga = record_blocks('keluarga') | reject('equalto', 'alamat') | list %}
with asal_individu as (
    select * from {{ source('snapshot', 'asal_individu') }}
),

rekaman as (
    select * from {{ source('snapshot', 'rekaman') }}
),

asal_keluarga as (
    select * from {{ source('snapshot', 'asal_keluarga') }}
),

keluarga_terbarui as (
    select * from {{ ref('keluarga_terbarui') }}
),

dari_individu as (
    select
        {% for block in blok_individu %}
        sum({{ values_given('individu', block) }}) as {{ block }},
        {% endfor %}
        {% for block in item_blocks('individu') %}
        sum(case when t.{{ block }}__sumber = p.urut_{{ block }} then 1 else 0 end) as {{ block }},
        {% endfor %}
        p.penyedia
    from rekaman as p
    inner join asal_individu as t
        on p.id_individu = t.id_individu
    group by p.penyedia
),

dari_keluarga as (
    select
        {% for block in blok_keluarga %}
        sum({{ values_given('keluarga', block) }}) as {{ block }},
        {% endfor %}
        {% for block in item_blocks('keluarga') %}
        sum(
            {% for item in questionnaire_items('keluarga') if item.blok == block %}
            {{ '+' if not loop.first }}
            case when substr(p.butir_terpakai, {{ item.posisi }}, 1) = '1' then 1 else 0 end
            {% endfor %}
        ) as {{ block }},
        {% endfor %}
        p.penyedia
    from asal_keluarga as p
    inner join keluarga_terbarui as t
        on p.id_keluarga = t.id_keluarga
    group by p.penyedia
),

panjang as (
    {% for block in blok_individu + item_blocks('individu') %}
    select
        'individu' as entitas,
        '{{ block }}' as blok,
        penyedia,
        {{ block }} as jumlah_nilai
    from dari_individu
    union all
    {% endfor %}
    {% for block in blok_keluarga + item_blocks('keluarga') %}
    select
        'keluarga' as entitas,
        '{{ block }}' as blok,
        penyedia,
        {{ block }} as jumlah_nilai
    from dari_keluarga
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

berjumlah as (
    select
        entitas,
        blok,
        penyedia,
        cast(jumlah_nilai as bigint) as jumlah_nilai,
        cast(sum(jumlah_nilai) over (partition by entitas, blok) as bigint) as jumlah_semua
    from panjang
    where jumlah_nilai > 0
),

final as (
    select
        entitas,
        blok,
        penyedia,
        jumlah_nilai,
        jumlah_semua
    from berjumlah
)

select * from final
