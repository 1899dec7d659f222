-- One value per variable and family (Pasal 14): what the policy chooses, and corrections over it; a family
-- that nobody visited can be corrected too.
-- Grain: one row per id_keluarga
{% set variables = item_variables('keluarga') %}
{% set others = record_block('keluarga', 'pelanggan') + record_block('keluarga', 'p3ke') %}
with keluarga_terpilih as (
    select * from {{ ref('keluarga_terpilih') }}
),

koreksi_berlaku as (
    select * from {{ ref('koreksi_berlaku') }}
    where
        objek = 'keluarga'
        and variabel in (
            {% for row in variables %}
            '{{ row.variabel }}'{{ ',' if not loop.last }}
            {% endfor %}
        )
),

koreksi as (
    select
        {{ corrections_wide(variables) }}
        id as id_keluarga
    from koreksi_berlaku
    group by id
),

-- most families were never corrected
tetap as (
    select t.*
    from keluarga_terpilih as t
    where t.id_keluarga not in (select k.id_keluarga from koreksi as k)
),

dikoreksi as (
    select
        k.id_keluarga,
        {% for row in variables %}
        {{ corrected('t.' ~ row.variabel, row) }} as {{ row.variabel }},
        {% endfor %}
        {{ corrected_states('keluarga') }} as status_butir,
        {% for item in questionnaire_items('keluarga') %}
        case
            {% for row in variables if row.butir == item.nama %}
            when k.{{ row.variabel }}__ada = 1 then 'K'
            {% endfor %}
            else coalesce(substr(t.asal_butir, {{ item.posisi }}, 1), '0')
        end
        {{ '||' if not loop.last }}
        {% endfor %}
            as asal_butir,
        {% for name in others %}
        t.{{ name }},
        {% endfor %}
        {% for name in others %}
        t.{{ name }}__sumber,
        {% endfor %}
        coalesce(t.jumlah_rekaman, 0) as jumlah_rekaman
    from koreksi as k
    left join keluarga_terpilih as t
        on k.id_keluarga = t.id_keluarga
),

final as (
    select * from tetap
    union all
    select * from dikoreksi
)

select * from final
