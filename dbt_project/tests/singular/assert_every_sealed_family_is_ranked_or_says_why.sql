-- A row is a family of the sealed release that has neither rank nor reason, or both, or is absent.
with keluarga as (
    select id_keluarga from {{ source('snapshot', 'keluarga') }}
),

peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

final as (
    select coalesce(k.id_keluarga, p.id_keluarga) as id_keluarga
    from keluarga as k
    full outer join peringkat_keluarga as p
        on k.id_keluarga = p.id_keluarga
    where
        k.id_keluarga is null
        or p.id_keluarga is null
        or (p.alasan_tanpa_peringkat is null) <> (p.peringkat_nasional is not null)
        or (p.peringkat_nasional is null) <> (p.desil_nasional is null)
        or (p.peringkat_nasional is null) <> (p.skor_kesejahteraan is null)
)

select * from final
