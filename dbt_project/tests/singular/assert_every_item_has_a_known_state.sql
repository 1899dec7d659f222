-- A row is a published person or family with an item state that no letter of the list explains, or
-- with a string of another length than the dictionary has items.
with dim_individu as (
    select status_butir from {{ ref('dim_individu') }}
    where status_butir is not null
),

dim_keluarga as (
    select status_butir from {{ ref('dim_keluarga') }}
    where status_butir is not null
),

final as (
    select status_butir from dim_individu
    where
        length(status_butir) <> {{ questionnaire_items('individu') | length }}
        or not {{ matches('status_butir', '[JTKLSR-]+') }}
    union all
    select status_butir from dim_keluarga
    where
        length(status_butir) <> {{ questionnaire_items('keluarga') | length }}
        or not {{ matches('status_butir', '[JTKLSR-]+') }}
)

select * from final
