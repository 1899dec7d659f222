-- Features that the model of today scores beside those of the release: the base's, and the crossed states.
-- Grain: one row per kunci
with fitur_dasar as (
    select * from {{ ref('fitur_dasar') }}
),

fitur_silang as (
    select * from {{ ref('fitur_silang') }}
),

perbedaan_keluarga as (
    select * from {{ ref('perbedaan_keluarga') }}
),

pergantian as (
    select berganti from {{ source('model_dasar', 'pergantian_kesejahteraan') }}
    where berganti
),

-- all of them for the borders that the model of today would have drawn, when it is another one
dinilai as (
    select id_keluarga_dasar as id_keluarga
    from perbedaan_keluarga
    where fitur_berubah
    union distinct
    select f.id_keluarga
    from fitur_dasar as f
    cross join pergantian
),

final as (
    select
        {% for variabel in score_variables() %}
        f.{{ variabel }},
        {% endfor %}
        concat('dasar:', f.id_keluarga) as kunci
    from fitur_dasar as f
    inner join dinilai as d
        on f.id_keluarga = d.id_keluarga
    union all
    select
        {% for variabel in score_variables() %}
        {{ variabel }},
        {% endfor %}
        kunci
    from fitur_silang
)

select * from final
