-- Columns of a record whose value is not used, because a finding with the consequence `kosongkan` is
-- about them; standardised leaves them empty.
-- Grain: one row per record
with temuan as (
    select * from {{ ref('temuan') }}
),

final as (
    select
        _delivery,
        dataset,
        _file,
        _row_number,
        ' ' || {{ joined_text('kolom', ' ') }} || ' ' as kolom_kosong
    from temuan
    where tindakan = 'kosongkan'
    group by _delivery, dataset, _file, _row_number
)

select * from final
