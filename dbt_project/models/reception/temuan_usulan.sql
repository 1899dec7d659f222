-- Row rules on proposed changes (Permenko PM 4/2025 Pasal 9): macros/rules.sql, in one reading.
-- Grain: one row per record and reason code
with usulan_terbaca as (
    select * from {{ ref('usulan_terbaca') }}
),

final as (
    {{ findings(proposal_rules(), 'usulan_terbaca') }}
)

select * from final
