-- Accepted answers of persons to the questionnaire that are in force.
-- Grain: one row per record_key
{{ config(materialized='view') }}
with rekaman_butir_individu as (
    select * from {{ ref('rekaman_butir_individu') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

final as (
    select r.*
    from rekaman_butir_individu as r
    where {{ is_accepted('r') }}
)

select * from final
