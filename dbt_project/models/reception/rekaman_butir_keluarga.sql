-- Answers of families to the questionnaire: standard values, the state of every item by its universe
-- (seed `semesta`), and the answers that could not be read as they were delivered.
-- Grain: one row per delivered record
with keluarga as (
    select * from {{ ref('stg_regsosek__keluarga') }}
),

baku as (
    select
        {% for variable in item_variables('keluarga') %}
        {{ standard_answer('k', variable) }} as {{ variable.variabel }},
        {% endfor %}
        k.*
    from keluarga as k
),

dinilai as (
    select
        b.*,
        {{ item_states('keluarga') }} as status_butir
    from baku as b
),

final as (
    select
        'regsosek' as penyedia,
        'keluarga' as dataset,
        d.record_key,
        {% for variable in item_variables('keluarga') %}
        d.{{ variable.variabel }},
        {% endfor %}
        d.status_butir,
        case when d.status_butir like '%S%' then {{ unread_answers('keluarga', 'd') }} end
            as isian_tak_terbaca,
        d.tanggal_acuan,
        d._efektif,
        d._delivery,
        d._file,
        d._row_number
    from dinilai as d
)

select * from final
