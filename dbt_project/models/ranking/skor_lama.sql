-- Scores of the families of the release and of the crossed states by the model of the base release; empty
-- when it is the model of today, or can no longer be read.
-- Grain: one row per kunci
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

fitur_silang as (
    select * from {{ ref('fitur_silang') }}
),

model_dasar as (
    select id_model from {{ source('model_dasar', 'meta_kesejahteraan') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

koefisien as (
    select * from {{ source('model_dasar', 'koefisien_kesejahteraan') }}
),

tangga as (
    select * from {{ source('model_dasar', 'tangga_kesejahteraan') }}
),

pasangan as (
    select * from {{ source('model_dasar', 'pasangan_kesejahteraan') }}
),

fitur_lama as (
    select
        {% for variabel in score_variables() %}
        f.{{ variabel }},
        {% endfor %}
        concat('kini:', f.id_keluarga) as kunci
    from fitur_keluarga as f
    cross join model_dasar
    union all
    select
        {% for variabel in score_variables() %}
        f.{{ variabel }},
        {% endfor %}
        f.kunci
    from fitur_silang as f
    cross join model_dasar
),

terma_lama as (
    {{ family_terms('fitur_lama', 'koefisien', 'tangga', 'kunci') }}
),

final as (
    {{ family_scores('terma_lama', 'rancangan', 'koefisien', 'pasangan', 'kunci') }}
)

select * from final
