{#- One row per `columns`, none of them empty but those in `nullable`, and no empty value in `filled`.
    One test for all of it: a model is read twice, not once per column. Gives a row per broken
    promise with the number of rows or keys that break it; never a value. -#}
{% test grain(model, columns, filled=[], nullable=[]) %}
{% set promised = filled | list %}
{% for column in columns if column not in nullable and column not in promised %}
    {% do promised.append(column) %}
{% endfor %}
with terisi as (
    select
        {% for column in promised %}
        count({{ column }}) as {{ column }},
        {% endfor %}
        count(*) as jumlah_baris
    from {{ model }}
),

ganda as (
    select count(*) as jumlah
    from (
        select 1 as ada
        from {{ model }}
        group by {{ columns | join(', ') }}
        having count(*) > 1
    ) as kunci
)

select
    '{{ columns | join(', ') }}' as kolom,
    'ganda' as galat,
    jumlah
from ganda
where jumlah > 0
{% for column in promised %}
union all
select
    '{{ column }}' as kolom,
    'kosong' as galat,
    jumlah_baris - {{ column }} as jumlah
from terisi
where jumlah_baris > {{ column }}
{% endfor %}
{% endtest %}
