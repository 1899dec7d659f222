-- A row is a BPS village code of a delivery that the crosswalk does not lead to one village. It only
-- warns: the code is flagged, the record stays, and the region comes from the other sources.
{{ config(severity='warn') }}
with padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

final as (
    select *
    from padanan_wilayah
    where status_padanan <> 'padan'
)

select * from final
