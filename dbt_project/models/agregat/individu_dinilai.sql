-- What every indicator asks of a person, answered: 1 where the person counts, else empty.
-- Grain: one row per id_individu
-- depends_on: {{ ref('beku_individu') }}
{{ config(materialized='view') }}
with individu as (
    select * from {{ source('snapshot', 'individu') }}
),

konteks_keluarga as (
    select * from {{ ref('konteks_keluarga') }}
),

rilis as (
    select tanggal_rilis from {{ source('kendali', 'rilis') }}
),

orang as (
    select
        i.*,
        k.jenis_desa,
        k.kelamin_kepala,
        k.desil_nasional,
        {{ age_in_years('i.tanggal_lahir', 'r.tanggal_rilis') }} as usia
    from individu as i
    inner join konteks_keluarga as k
        on i.id_keluarga = k.id_keluarga
    cross join rilis as r
),

final as (
    select
        id_individu,
        {% for kelompok in indicator_groups('individu') -%}
        {{ category_of(kelompok) }} as g_{{ kelompok.kelompok }},
        {% endfor -%}
        {% for kolom in counted_columns('individu') + member_columns('keluarga') -%}
        case when {{ kolom.syarat }} then 1 end as {{ kolom.kolom }},
        {% endfor -%}
        {% for kolom in value_columns('individu') -%}
        case when {{ kolom.syarat }} then {{ kolom.nilai }} end as v_{{ kolom.kolom }},
        {% endfor -%}
        id_keluarga
    from orang
)

select * from final
