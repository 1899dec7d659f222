-- Answers that the policy chooses for each person (Pasal 14). A block comes whole from one questionnaire, as answers and skips
-- belong together: the first in the block's order that answers it or says that it is not asked.
-- Grain: one row per id_individu
{% set blocks = item_blocks('individu') %}
with butir_individu as (
    select * from {{ ref('butir_individu') }}
),

padan_butir_individu as (
    select * from {{ ref('padan_butir_individu') }}
),

-- most people have one questionnaire: nothing to choose. A join each, as one read twice would be kept whole
isian_tunggal as (
    select
        p.id_individu,
        {% for block in blocks %}
        p.urut_{{ block }},
        {% endfor %}
        b.*
    from padan_butir_individu as p
    inner join butir_individu as b
        on p.record_key = b.record_key
    where p.jumlah_kuesioner = 1
),

isian_jamak as (
    select
        p.id_individu,
        {% for block in blocks %}
        p.urut_{{ block }},
        {% endfor %}
        b.*
    from padan_butir_individu as p
    inner join butir_individu as b
        on p.record_key = b.record_key
    where p.jumlah_kuesioner > 1
),

tunggal as (
    select
        t.id_individu,
        {% for variable in item_variables('individu') %}
        case when t.urut_{{ variable.blok }} is not null then t.{{ variable.variabel }} end
            as {{ variable.variabel }},
        {% endfor %}
        {% for block in blocks %}
        t.urut_{{ block }} as {{ block }}__sumber,
        {% endfor %}
        {% for block in blocks %}
        case
            when t.urut_{{ block }} is not null then {{ block_letters('t', 'individu', block) }}
            else '{{ '-' * block_span('individu', block)[1] }}'
        end
        {{ '||' if not loop.last }}
        {% endfor %}
            as status_butir
    from isian_tunggal as t
),

berkunci as (
    select
        {% for block in blocks %}
        {{ block_letters('t', 'individu', block) }} as huruf_{{ block }},
        case
            when {{ says_something(block_letters('t', 'individu', block)) }} then t.urut_{{ block }}
            else 1000 + t.urut_{{ block }}
        end as kunci_{{ block }},
        {% endfor %}
        t.*
    from isian_jamak as t
),

terpilih as (
    select
        t.id_individu,
        {% for variable in item_variables('individu') %}
        {{ value_of_first('t.' ~ variable.variabel, 't.kunci_' ~ variable.blok) }}
            as {{ variable.variabel }},
        {% endfor %}
        {% for block in blocks %}
        cast(min(t.kunci_{{ block }}) % 1000 as smallint) as {{ block }}__sumber,
        {% endfor %}
        {% for block in blocks %}
        coalesce(
            {{ value_of_first('t.huruf_' ~ block, 't.kunci_' ~ block) }},
            '{{ '-' * block_span('individu', block)[1] }}'
        )
        {{ '||' if not loop.last }}
        {% endfor %}
            as status_butir
    from berkunci as t
    group by t.id_individu
),

final as (
    select * from tunggal
    union all
    select * from terpilih
)

select * from final
