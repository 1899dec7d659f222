-- Profile of each new delivery, and how far it moved from the period before.
-- Grain: one row per delivery, dataset and column
with profil_kolom as (
    select * from {{ source('ledger', 'profil_kolom') }}
),

profil_nilai as (
    select * from {{ source('ledger', 'profil_nilai') }}
),

kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
    where baru
),

kini as (
    select
        k.penyedia,
        k.periode_lalu,
        p.*,
        l.jumlah_rekaman as jumlah_rekaman_lalu,
        l.jumlah_terisi as jumlah_terisi_lalu,
        l.jumlah_angka as jumlah_angka_lalu,
        l.jumlah_huruf as jumlah_huruf_lalu,
        l.jumlah_campuran as jumlah_campuran_lalu
    from kiriman_rilis as k
    inner join profil_kolom as p
        on k._delivery = p._delivery and k.dataset = p.dataset
    left join profil_kolom as l
        on k.periode_lalu = l._delivery and p.dataset = l.dataset and p.kolom = l.kolom
),

andil as (
    select
        *,
        {% for bentuk in ['angka', 'huruf', 'campuran'] %}
        {{ share('jumlah_' ~ bentuk, 'jumlah_rekaman') }} as andil_{{ bentuk }},
        {{ share('jumlah_' ~ bentuk ~ '_lalu', 'jumlah_rekaman_lalu') }} as andil_{{ bentuk }}_lalu,
        {% endfor %}
        {{ share('jumlah_terisi', 'jumlah_rekaman') }} as andil_terisi,
        {{ share('jumlah_terisi_lalu', 'jumlah_rekaman_lalu') }} as andil_terisi_lalu
    from kini
),

-- share of every value among the filled records, in both periods; a value of one period has none in
-- the other
nilai as (
    select
        k._delivery,
        k.dataset,
        k.kolom,
        n.nilai,
        n.jumlah,
        0 as jumlah_lalu
    from kini as k
    inner join profil_nilai as n
        on k._delivery = n._delivery and k.dataset = n.dataset and k.kolom = n.kolom
    where k.jumlah_terisi_lalu > 0
    union all
    select
        k._delivery,
        k.dataset,
        k.kolom,
        n.nilai,
        0 as jumlah,
        n.jumlah as jumlah_lalu
    from kini as k
    inner join profil_nilai as n
        on k.periode_lalu = n._delivery and k.dataset = n.dataset and k.kolom = n.kolom
    where k.jumlah_terisi > 0
),

per_nilai as (
    select
        _delivery,
        dataset,
        kolom,
        nilai,
        sum(jumlah) as jumlah,
        sum(jumlah_lalu) as jumlah_lalu
    from nilai
    group by _delivery, dataset, kolom, nilai
),

pergeseran as (
    select
        n._delivery,
        n.dataset,
        n.kolom,
        cast(
            sum(
                abs(
                    {{ share('n.jumlah', 'k.jumlah_terisi') }}
                    - {{ share('n.jumlah_lalu', 'k.jumlah_terisi_lalu') }}
                )
            ) / 2 as decimal(9, 6)
        ) as pergeseran_nilai
    from per_nilai as n
    inner join kini as k
        on n._delivery = k._delivery and n.dataset = k.dataset and n.kolom = k.kolom
    group by n._delivery, n.dataset, n.kolom
    -- coded in both periods, or there is nothing to compare
    having sum(n.jumlah) > 0 and sum(n.jumlah_lalu) > 0
),

final as (
    select
        a.penyedia,
        a.dataset,
        a._delivery,
        a.periode_lalu,
        a.kolom,
        a.urutan,
        a.jumlah_rekaman,
        a.jumlah_terisi,
        a.andil_terisi,
        a.jumlah_unik,
        case when a.urutan = 0 then a.jumlah_rekaman - a.jumlah_unik end as jumlah_kembar,
        a.panjang_min,
        a.panjang_maks,
        {{ share('a.jumlah_panjang_lazim', 'a.jumlah_terisi') }} as andil_panjang_lazim,
        a.jumlah_angka,
        a.jumlah_huruf,
        a.jumlah_campuran,
        a.jumlah_spasi_tepi,
        a.jumlah_rekaman_lalu,
        a.andil_terisi_lalu,
        case
            when a.urutan > 0
                then cast(
                    (
                        abs(a.andil_terisi - a.andil_terisi_lalu)
                        + abs(a.andil_angka - a.andil_angka_lalu)
                        + abs(a.andil_huruf - a.andil_huruf_lalu)
                        + abs(a.andil_campuran - a.andil_campuran_lalu)
                    ) / 2 as decimal(9, 6)
                )
        end as pergeseran_bentuk,
        g.pergeseran_nilai
    from andil as a
    left join pergeseran as g
        on a._delivery = g._delivery and a.dataset = g.dataset and a.kolom = g.kolom
)

select * from final
