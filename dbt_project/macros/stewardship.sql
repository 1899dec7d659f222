{#- Key of a queue item: the queue and the two records asked about, in whichever order; the same in
    every release. -#}
{% macro queue_key(queue, left, right) -%}
    {{ hash_hex(
        "'antrean|" ~ queue ~ "|' || least(" ~ left ~ ", " ~ right ~ ") || '|' || greatest("
        ~ left ~ ", " ~ right ~ ")"
    ) }}
{%- endmacro %}

{#- The columns that all queues share; the caller's relation also has `alasan`. What a queue does not
    know is null. -#}
{% macro queue_columns(
    queue, record_key, record_key_lain, id_individu='null', id_individu_lain='null',
    id_keluarga='null', record_key_pembanding='null', bobot='null', bobot_pembanding='null',
    jarak_ambang='null', aturan='null'
) -%}
    {{ queue_key(queue, record_key, record_key_lain) }} as id_antrean,
        '{{ queue }}' as antrean,
        alasan,
        {{ record_key }} as record_key,
        {{ record_key_lain }} as record_key_lain,
        cast({{ record_key_pembanding }} as varchar) as record_key_pembanding,
        cast({{ id_individu }} as varchar) as id_individu,
        cast({{ id_individu_lain }} as varchar) as id_individu_lain,
        cast({{ id_keluarga }} as varchar) as id_keluarga,
        cast({{ bobot }} as decimal(9, 4)) as bobot,
        cast({{ bobot_pembanding }} as decimal(9, 4)) as bobot_pembanding,
        cast({{ jarak_ambang }} as decimal(9, 4)) as jarak_ambang,
        cast({{ aturan }} as varchar) as aturan
{%- endmacro %}

{#- Priority of a queue item, 0 to 100: how much its decision changes. `points` is the alias of the one row
    that queue_points gives; the other arguments are columns or expressions. -#}
{% macro queue_priority(points, aid, aid_differs, families, records, distance) -%}
    cast(
        round(
            case when {{ aid }} then {{ points }}.poin_bantuan else 0 end
            + case when {{ aid_differs }} then {{ points }}.poin_bantuan_berbeda else 0 end
            + {{ queue_share(points, 'keluarga', families) }}
            + {{ queue_share(points, 'rekaman', records) }}
            + {{ points }}.poin_ambang
            - {{ queue_share(
                points, 'ambang', 'abs(coalesce(' ~ distance ~ ', ' ~ points ~ '.batas_ambang / 2))'
            ) }},
            2
        ) as decimal(5, 2)
    )
{%- endmacro %}

{#- Points of one part: its value over its limit, cut off at the limit. -#}
{% macro queue_share(points, part, value) -%}
    {{ points }}.poin_{{ part }}
    * least(cast({{ value }} as decimal(9, 4)), {{ points }}.batas_{{ part }})
    / {{ points }}.batas_{{ part }}
{%- endmacro %}

{#- The seed of points as one row: poin_<part> and batas_<part>. -#}
{% macro queue_points(relation) -%}
    select
        {% for part in ['bantuan', 'bantuan_berbeda', 'keluarga', 'rekaman', 'ambang'] %}
        max(case when komponen = '{{ part }}' then poin end) as poin_{{ part }},
        max(case when komponen = '{{ part }}' then batas end) as batas_{{ part }}
        {{- "," if not loop.last }}
        {% endfor %}
    from {{ relation }}
{%- endmacro %}

{#- Whether a coded answer is yes; no answer is no yes. -#}
{% macro is_yes(column) -%}
    coalesce({{ column }} = '{{ codes_of('ya_tidak')[0] }}', false)
{%- endmacro %}
