-- Row rules on answers to the questionnaire: what could not be read, what nobody asked.
-- Grain: one row per record and reason code
with butir_individu as (
    select * from {{ ref('rekaman_butir_individu') }}
),

butir_keluarga as (
    select * from {{ ref('rekaman_butir_keluarga') }}
),

{% for entity in ['individu', 'keluarga'] %}
tak_terbaca_{{ entity }} as (
    select
        *,
        {{ items_in_state(entity, 'b', 'S', sums=false) }} as butir_tak_terbaca,
        {{ items_in_state(entity, 'b', 'S', sums=true) }} as jumlah_tak_terbaca
    from butir_{{ entity }} as b
    where b.status_butir like '%S%'
),

di_luar_{{ entity }} as (
    select
        *,
        {{ items_in_state(entity, 'b', 'L') }} as butir_di_luar
    from butir_{{ entity }} as b
    where b.status_butir like '%L%'
),
{% endfor %}

final as (
    {% for entity in ['individu', 'keluarga'] %}
    {{ finding(
        'BUTIR_TAK_TERBACA', 'butir', 'tak_terbaca_' ~ entity, "butir_tak_terbaca <> ''",
        columns='butir_tak_terbaca', value='isian_tak_terbaca',
    ) }}
    union all
    {{ finding(
        'JUMLAH_KODE_MUSTAHIL', 'butir', 'tak_terbaca_' ~ entity, "jumlah_tak_terbaca <> ''",
        columns='jumlah_tak_terbaca', value='isian_tak_terbaca',
    ) }}
    union all
    {{ finding(
        'BUTIR_DI_LUAR_SEMESTA', '', 'di_luar_' ~ entity, 'true', columns='butir_di_luar',
    ) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
