-- The answers that moved a family’s decile: what was said then and now, and their part of the move.
-- Grain: one row per id_keluarga and variabel
with perubahan_desil_variabel as (
    select * from {{ ref('perubahan_desil_variabel') }}
),

perubahan_desil as (
    select * from {{ ref('perubahan_desil') }}
),

fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

fitur_dasar as (
    select * from {{ ref('fitur_dasar') }}
),

disebut as (
    select
        v.*,
        case v.variabel
            {% for variabel in score_variables() %}
            when '{{ variabel }}' then cast(f.{{ variabel }} as varchar)
            {% endfor %}
        end as nilai_dasar,
        case v.variabel
            {% for variabel in score_variables() %}
            when '{{ variabel }}' then cast(k.{{ variabel }} as varchar)
            {% endfor %}
        end as nilai
    from perubahan_desil_variabel as v
    inner join perubahan_desil as p
        on v.id_keluarga = p.id_keluarga
    inner join fitur_keluarga as k
        on v.id_keluarga = k.id_keluarga
    inner join fitur_dasar as f
        on p.id_keluarga_dasar = f.id_keluarga
),

final as (
    select
        id_keluarga,
        variabel,
        cast(jumlah_variabel as smallint) as jumlah_variabel,
        nilai_dasar,
        nilai,
        cast(beda_skor as decimal(12, 7)) as beda_skor,
        cast(bagian as integer) as bagian_per_720
    from disebut
)

select * from final
