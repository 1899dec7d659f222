-- What each variable adds by the model of the base release, for the families of the release, those of the
-- base whose answers changed, and the crossed states; empty when it is the model of today, or cannot be read.
-- Grain: one row per kunci
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

fitur_dasar as (
    select * from {{ ref('fitur_dasar') }}
),

fitur_silang as (
    select * from {{ ref('fitur_silang') }}
),

perbedaan_keluarga as (
    select * from {{ ref('perbedaan_keluarga') }}
),

model_dasar as (
    select id_model from {{ source('model_dasar', 'meta_kesejahteraan') }}
),

koefisien as (
    select * from {{ source('model_dasar', 'koefisien_kesejahteraan') }}
),

tangga as (
    select * from {{ source('model_dasar', 'tangga_kesejahteraan') }}
),

dinilai as (
    select distinct id_keluarga_dasar as id_keluarga
    from perbedaan_keluarga
    where fitur_berubah
),

fitur as (
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
        concat('dasar:', f.id_keluarga) as kunci
    from fitur_dasar as f
    inner join dinilai as d
        on f.id_keluarga = d.id_keluarga
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

final as (
    {{ family_terms('fitur', 'koefisien', 'tangga', 'kunci') }}
)

select * from final
