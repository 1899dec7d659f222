-- What accepted records in force say of a family, whatever they are records of: family records and
-- customers in one shape, empty where a source does not tell.
-- Grain: one row per record_key
{% set own = ['daya_terpasang'] %}
with keluarga as (
    select * from {{ ref('keluarga') }}
),

pelanggan as (
    select * from {{ ref('pelanggan') }}
),

final as (
    select
        k.record_key,
        {% for variable in item_variables('keluarga') %}
        k.{{ variable.variabel }},
        {% endfor %}
        k.status_butir,
        cast(null as varchar) as id_pelanggan_pln,
        cast(null as varchar) as tarif_listrik,
        k.desil_p3ke
    from keluarga as k
    union all
    select
        p.record_key,
        {% for variable in item_variables('keluarga') %}
        {% if variable.variabel in own %}
        p.{{ variable.variabel }},
        {% else %}
        cast(null as {{ variable.tipe }}) as {{ variable.variabel }},
        {% endif %}
        {% endfor %}
        {{ partial_item_states('keluarga', 'p', own) }} as status_butir,
        p.id_pelanggan_pln,
        p.tarif_listrik,
        null as desil_p3ke
    from pelanggan as p
)

select * from final
