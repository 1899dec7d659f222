-- Scorecard of each provider: acceptance, reasons, repeats, timeliness, completeness, match to the
-- population register, and the trend against the period before.
-- Grain: one row per delivery, dataset, measure and detail
with ukuran_rapor_kiriman as (
    select * from {{ ref('ukuran_rapor_kiriman') }}
),

ukuran_rapor as (
    select * from {{ ref('ukuran_rapor') }}
),

kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

-- the period before lies in the base release, or in this one when both came together
lalu as (
    select
        _delivery,
        dataset,
        ukuran,
        rincian,
        pembilang,
        penyebut
    from ukuran_rapor_kiriman
    union all
    select
        d._delivery,
        d.dataset,
        d.ukuran,
        d.rincian,
        d.pembilang,
        d.penyebut
    from {{ source('dasar', 'rapor_penyedia') }} as d
    where d._delivery not in (select u._delivery from ukuran_rapor_kiriman as u)
),

alasan_berulang as (
    select
        u.penyedia,
        u.dataset,
        u._delivery,
        'alasan_berulang' as ukuran,
        '' as rincian,
        count(l.rincian) as pembilang,
        count(*) as penyebut
    from ukuran_rapor_kiriman as u
    inner join kiriman_rilis as k
        on u._delivery = k._delivery and u.dataset = k.dataset
    left join lalu as l
        on
            k.periode_lalu = l._delivery
            and u.dataset = l.dataset
            and u.ukuran = l.ukuran
            and u.rincian = l.rincian
    where u.ukuran = 'alasan' and k.periode_lalu is not null
    group by u.penyedia, u.dataset, u._delivery
),

gabungan as (
    select * from ukuran_rapor_kiriman
    union all
    select * from alasan_berulang
),

terukur as (
    select
        g.*,
        r.id_rilis,
        k.periode,
        k.tanggal_acuan,
        u.label_id,
        u.label_en,
        u.arah,
        {{ share('g.pembilang', 'g.penyebut') }} as nilai,
        {{ share('l.pembilang', 'l.penyebut') }} as nilai_lalu,
        cast(
            {{ share('g.pembilang', 'g.penyebut') }} - {{ share('l.pembilang', 'l.penyebut') }}
            as decimal(9, 6)
        ) as perubahan
    from gabungan as g
    inner join ukuran_rapor as u
        on g.ukuran = u.ukuran
    inner join kiriman_rilis as k
        on g._delivery = k._delivery and g.dataset = k.dataset
    left join lalu as l
        on
            k.periode_lalu = l._delivery
            and g.dataset = l.dataset
            and g.ukuran = l.ukuran
            and g.rincian = l.rincian
    cross join rilis as r
),

final as (
    select
        id_rilis,
        penyedia,
        dataset,
        _delivery,
        periode,
        tanggal_acuan,
        ukuran,
        rincian,
        label_id,
        label_en,
        arah,
        pembilang,
        penyebut,
        nilai,
        nilai_lalu,
        perubahan
    from terukur
)

select * from final
