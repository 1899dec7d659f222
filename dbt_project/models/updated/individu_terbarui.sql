-- One value per variable and person (Pasal 14): what the policy chooses; a change that has to wait for a
-- steward leaves the value of the base release (`…__sumber` -1); a correction outranks both (0).
-- Grain: one row per id_individu
with individu_terpilih as (
    select * from {{ ref('individu_terpilih') }}
),

individu_diubah as (
    select * from {{ ref('individu_diubah') }}
),

-- most people are as the policy chooses
final as (
    select t.*
    from individu_terpilih as t
    where t.id_individu not in (select d.id_individu from individu_diubah as d)
    union all
    select * from individu_diubah
)

select * from final
