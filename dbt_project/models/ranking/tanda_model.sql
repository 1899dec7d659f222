-- Whether the model of the release has the signs that its coefficients must have, and had them in the base.
-- Grain: one row per variabel and kode
with tanda_koefisien as (
    select * from {{ ref('tanda_koefisien') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

koefisien_dasar as (
    select * from {{ source('model_dasar', 'koefisien_kesejahteraan') }}
),

-- a slope stands against zero
beda as (
    select
        t.variabel,
        t.kode,
        t.kode_pembanding,
        t.arah,
        k.koefisien - case when t.kode_pembanding is null then 0 else p.koefisien end as beda,
        d.koefisien - case when t.kode_pembanding is null then 0 else q.koefisien end as beda_dasar
    from tanda_koefisien as t
    left join koefisien as k
        on t.variabel = k.variabel and t.kode = k.kode
    left join koefisien as p
        on t.variabel = p.variabel and t.kode_pembanding = p.kode
    left join koefisien_dasar as d
        on t.variabel = d.variabel and t.kode = d.kode
    left join koefisien_dasar as q
        on t.variabel = q.variabel and t.kode_pembanding = q.kode
),

final as (
    select
        variabel,
        kode,
        kode_pembanding,
        arah,
        beda,
        beda_dasar,
        coalesce(arah * beda >= 0, true) as sesuai,
        coalesce(beda * beda_dasar < 0, false) as berbalik
    from beda
)

select * from final
