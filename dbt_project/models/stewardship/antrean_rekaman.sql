-- The records of every queue item by group: are the groups one? Group 0 is not asked about, it shows
-- where a record of group 1 belongs today.
-- Grain: one row per id_antrean and record_key
with antrean_calon as (
    select * from {{ ref('antrean_calon') }}
),

final as (
    {% for group, column in [
        (1, 'record_key'), (2, 'record_key_lain'), (0, 'record_key_pembanding'),
    ] %}
    select
        id_antrean,
        cast({{ group }} as smallint) as kelompok,
        {{ column }} as record_key
    from antrean_calon
    {% if column == 'record_key_pembanding' %}
    where {{ column }} is not null
    {% endif %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from final
