-- Every code a provider may send, and the standard code it stands for.
-- Grain: one row per provider, code list and original code
with pemetaan_kode as (
    select * from {{ ref('pemetaan_kode') }}
),

daftar_kode as (
    select * from {{ ref('daftar_kode') }}
),

final as (
    select
        penyedia,
        daftar,
        kode_asal,
        kode
    from pemetaan_kode
    union all
    -- the questionnaire's own codes are the standard
    select
        'regsosek' as penyedia,
        daftar,
        kode as kode_asal,
        kode
    from daftar_kode
)

select * from final
