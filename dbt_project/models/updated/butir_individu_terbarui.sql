-- Answers of each person (Pasal 14). A block comes whole from one questionnaire, as answers and skips
-- belong together: the first in the block's order that answers it or says that it is not asked.
-- Grain: one row per id_individu
{% set blocks = item_blocks('individu') %}
with butir_individu as (
    select * from {{ ref('butir_individu') }}
),

padan_butir_individu as (
    select * from {{ ref('padan_butir_individu') }}
),

isian as (
    select
        p.id_individu,
        p.jumlah_kuesioner,
        {% for block in blocks %}
        p.urut_{{ block }},
        {% endfor %}
        b.*
    from padan_butir_individu as p
    inner join butir_individu as b
        on p.record_key = b.record_key
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
    from isian as t
    where t.jumlah_kuesioner = 1
),

jamak as (
    select *
    from isian
    where jumlah_kuesioner > 1
),

pilihan as (
    select
        t.id_individu,
        {% for block in blocks %}
        coalesce(
            min(
                case
                    when {{ says_something(block_letters('t', 'individu', block)) }}
                        then t.urut_{{ block }}
                end
            ),
            min(t.urut_{{ block }})
        ) as {{ block }}__sumber,
        {% endfor %}
        count(*) as jumlah_kuesioner
    from jamak as t
    group by t.id_individu
),

terpilih as (
    select
        t.id_individu,
        {% for variable in item_variables('individu') %}
        max(
            case
                when t.urut_{{ variable.blok }} = p.{{ variable.blok }}__sumber
                    then t.{{ variable.variabel }}
            end
        ) as {{ variable.variabel }},
        {% endfor %}
        {% for block in blocks %}
        max(p.{{ block }}__sumber) as {{ block }}__sumber,
        {% endfor %}
        {% for block in blocks %}
        coalesce(
            max(
                case
                    when t.urut_{{ block }} = p.{{ block }}__sumber
                        then {{ block_letters('t', 'individu', block) }}
                end
            ),
            '{{ '-' * block_span('individu', block)[1] }}'
        )
        {{ '||' if not loop.last }}
        {% endfor %}
            as status_butir
    from jamak as t
    inner join pilihan as p
        on t.id_individu = p.id_individu
    group by t.id_individu
),

final as (
    select * from tunggal
    union all
    select * from terpilih
)

select * from final
