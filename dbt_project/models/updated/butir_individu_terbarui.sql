-- Answers of each person (Pasal 14): what the policy chooses, and corrections over it; a person without a
-- questionnaire can be corrected too.
-- Grain: one row per id_individu
{% set variables = item_variables('individu') %}
with butir_individu_terpilih as (
    select * from {{ ref('butir_individu_terpilih') }}
),

koreksi_berlaku as (
    select * from {{ ref('koreksi_berlaku') }}
    where
        objek = 'individu'
        and variabel in (
            {% for row in variables %}
            '{{ row.variabel }}'{{ ',' if not loop.last }}
            {% endfor %}
        )
),

koreksi as (
    select
        {{ corrections_wide(variables) }}
        id as id_individu
    from koreksi_berlaku
    group by id
),

-- most people were never corrected
tetap as (
    select t.*
    from butir_individu_terpilih as t
    where t.id_individu not in (select k.id_individu from koreksi as k)
),

dikoreksi as (
    select
        k.id_individu,
        {% for row in variables %}
        {{ corrected('t.' ~ row.variabel, row) }} as {{ row.variabel }},
        {% endfor %}
        {% for block in item_blocks('individu') %}
        t.{{ block }}__sumber,
        {% endfor %}
        {{ corrected_states('individu') }} as status_butir
    from koreksi as k
    left join butir_individu_terpilih as t
        on k.id_individu = t.id_individu
),

final as (
    select * from tetap
    union all
    select * from dikoreksi
)

select * from final
