-- Why a family’s decile is another than in the base release: the whole move in twelfths, by cause.
-- Grain: one row per id_keluarga
with skor_keadaan as (
    select * from {{ ref('skor_keadaan') }}
),

batas_peringkat as (
    select * from {{ ref('batas_peringkat') }}
),

{{ move_borders('batas_peringkat') }},

berdesil as (
    select
        {% for keadaan in move_states(4) %}
        {{ decile_of_state('s', keadaan) }} as v_{{ keadaan }},
        {% endfor %}
        s.id_keluarga,
        s.id_keluarga_dasar,
        s.desil_dasar,
        s.desil_nasional
    from skor_keadaan as s
    {{ with_move_borders() }}
),

final as (
    select
        {% for sebab in move_causes() %}
        cast({{ move_part(sebab) }} as smallint) as {{ sebab }}_perduabelas,
        {% endfor %}
        id_keluarga,
        id_keluarga_dasar,
        desil_dasar,
        desil_nasional,
        cast(desil_nasional - desil_dasar as smallint) as pindah
    from berdesil
)

select * from final
