-- What each variable adds to a family's score, and the box of the model that its answer falls in.
-- Grain: one row per id_keluarga
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

tangga as (
    select * from {{ source('model', 'tangga_kesejahteraan') }}
),

kosong as (
    select {{ one_column_each(score_variables(), 'koefisien') }}
    from koefisien
    where kode = 'kosong'
),

lereng as (
    select {{ one_column_each(number_variables(), 'koefisien') }}
    from koefisien
    where kode = 'nilai'
),

batas as (
    select {{ one_column_each(number_variables(), 'batas') }}
    from tangga
),

langkah as (
    select {{ one_column_each(number_variables(), 'langkah') }}
    from tangga
),

berkotak as (
    select
        {% for variabel in number_variables() %}
        case
            when f.{{ variabel }} is null then 0
            else coalesce({{ items_reached('b.' ~ variabel, 'f.' ~ variabel) }}, 0) + 1
        end as {{ variabel }}__kotak,
        {% endfor %}
        f.*
    from fitur_keluarga as f
    cross join batas as b
),

-- before the codes: lists of steps carried through all their joins cost ten times as much
bernilai as (
    select
        {% for variabel in number_variables() %}
        coalesce(
            cast(f.{{ variabel }} * m.{{ variabel }} as decimal(18, 6))
            + coalesce({{ item_of('g.' ~ variabel, 'f.' ~ variabel ~ '__kotak') }}, 0),
            z.{{ variabel }},
            0
        ) as {{ variabel }}__kontribusi,
        {% endfor %}
        f.*
    from berkotak as f
    cross join kosong as z
    cross join lereng as m
    cross join langkah as g
),

final as (
    select
        {% for variabel in coded_variables() + region_variables() %}
        coalesce(k_{{ variabel }}.koefisien, z.{{ variabel }}, 0) as {{ variabel }}__kontribusi,
        coalesce(k_{{ variabel }}.kotak, 0) as {{ variabel }}__kotak,
        {% endfor %}
        {% for variabel in number_variables() %}
        f.{{ variabel }}__kontribusi,
        f.{{ variabel }}__kotak,
        {% endfor %}
        f.id_keluarga
    from bernilai as f
    cross join kosong as z
    {% for variabel in coded_variables() + region_variables() %}
    left join koefisien as k_{{ variabel }}
        on
            k_{{ variabel }}.variabel = '{{ variabel }}'
            and k_{{ variabel }}.kode <> 'kosong'
            and f.{{ variabel }} = k_{{ variabel }}.kode
    {% endfor %}
)

select * from final
