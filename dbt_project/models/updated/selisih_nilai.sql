-- Values of sources that lost and disagree with what the register holds beyond a tolerance for spellings and
-- default dates (macro disagreements). No values: the records hold them.
-- Grain: one row per rekaman_id and variabel
{% set variables = record_variables('individu') %}
with individu_terbarui as (
    select * from {{ ref('individu_terbarui') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

padan_individu as (
    select * from {{ ref('padan_individu') }}
),

berbeda as (
    select
        r.id_individu,
        r.rekaman_id,
        r.penyedia,
        {{ each_that_holds(disagreements(variables)) }} as variabel
    from rekaman_padan as r
    inner join padan_individu as p
        on r.rekaman_id = p.rekaman_id
    inner join individu_terbarui as t
        on r.id_individu = t.id_individu
    where {{ one_holds(disagreements(variables)) }}
),

final as (
    select * from berbeda
)

select * from final
