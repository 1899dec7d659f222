-- Records that go back to their provider and take no part in the release.
-- Grain: one row per refused record
with temuan as (
    select * from {{ ref('temuan') }}
),

final as (
    select distinct
        penyedia,
        dataset,
        _delivery,
        _file,
        _row_number
    from temuan
    where tindakan = 'tolak'
)

select * from final
