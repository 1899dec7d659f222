-- How well the records of persons hold together, by number of records, and how far the sizes have moved
-- since the base release (Pasal 7, 13).
-- Grain: one row per size
{% set sizes = var('ukuran_klaster') %}
{% set conflicts = ['nik', 'tanggal_lahir', 'jenis_kelamin', 'provinsi'] %}
{% set causes = ['keputusan', 'dua_nik_sah', 'sumber_tanpa_ganda', 'larangan', 'bentuk'] %}
with mutu_klaster as (
    select
        *,
        cast(least(jumlah_rekaman, {{ sizes[-1] }}) as smallint) as ukuran
    from {{ ref('mutu_klaster') }}
),

tepi_ditolak as (
    select * from {{ ref('tepi_ditolak') }}
),

dasar as (
    select * from {{ source('dasar', 'ukuran_klaster') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

-- sizes that nobody has stand in the report too, for the drift
ukuran as (
    {% for size in sizes %}
    select
        cast({{ size }} as smallint) as ukuran,
        '{{ size }}{{ "+" if loop.last }}' as label_ukuran
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

orang as (
    select
        ukuran,
        count(*) as jumlah_individu,
        sum(jumlah_rekaman) as jumlah_rekaman,
        sum(kerapatan) as jumlah_kerapatan,
        {% for conflict in conflicts %}
        sum(case when jumlah_{{ conflict }} > 1 then 1 else 0 end) as individu_beda_{{ conflict }},
        {% endfor %}
        sum(case when jembatan > 0 then 1 else 0 end) as individu_berjembatan
    from mutu_klaster
    group by ukuran
),

-- counted once, with the larger of the two persons
ditolak as (
    select
        {% for cause in causes %}
        sum(case when t.sebab = '{{ cause | upper }}' then 1 else 0 end) as ditolak_{{ cause }},
        {% endfor %}
        greatest(l.ukuran, r.ukuran) as ukuran
    from tepi_ditolak as t
    inner join mutu_klaster as l
        on t.id_individu_l = l.id_individu
    inner join mutu_klaster as r
        on t.id_individu_r = r.id_individu
    group by greatest(l.ukuran, r.ukuran)
),

terukur as (
    select
        u.ukuran,
        u.label_ukuran,
        {{ share('o.jumlah_kerapatan', 'o.jumlah_individu') }} as kerapatan,
        {% for conflict in conflicts %}
        cast(coalesce(o.individu_beda_{{ conflict }}, 0) as bigint) as individu_beda_{{ conflict }},
        {% endfor %}
        {% for cause in causes %}
        cast(coalesce(t.ditolak_{{ cause }}, 0) as bigint) as ditolak_{{ cause }},
        {% endfor %}
        coalesce(o.jumlah_individu, 0) as jumlah_individu,
        cast(coalesce(o.jumlah_rekaman, 0) as bigint) as jumlah_rekaman,
        cast(coalesce(o.individu_berjembatan, 0) as bigint) as individu_berjembatan,
        d.jumlah_individu as jumlah_individu_dasar,
        {{ share('coalesce(o.jumlah_individu, 0)', 'sum(o.jumlah_individu) over ()') }} as andil,
        {{ share('d.jumlah_individu', 'sum(d.jumlah_individu) over ()') }} as andil_dasar
    from ukuran as u
    left join orang as o
        on u.ukuran = o.ukuran
    left join ditolak as t
        on u.ukuran = t.ukuran
    left join dasar as d
        on u.ukuran = d.ukuran
),

bergeser as (
    select
        *,
        cast(
            round(
                (andil - andil_dasar)
                * ln(
                    greatest(andil, {{ var('andil_terkecil_psi') }})
                    / greatest(andil_dasar, {{ var('andil_terkecil_psi') }})
                ), 6
            ) as decimal(9, 6)
        ) as bagian_psi
    from terukur
),

lengkap as (
    select
        b.*,
        r.id_rilis,
        cast(sum(b.bagian_psi) over () as decimal(9, 6)) as psi
    from bergeser as b
    cross join rilis as r
),

final as (
    select
        id_rilis,
        ukuran,
        label_ukuran,
        jumlah_individu,
        jumlah_rekaman,
        andil,
        kerapatan,
        individu_berjembatan,
        individu_beda_nik,
        individu_beda_tanggal_lahir,
        individu_beda_jenis_kelamin,
        individu_beda_provinsi,
        ditolak_keputusan,
        ditolak_dua_nik_sah,
        ditolak_sumber_tanpa_ganda,
        ditolak_larangan,
        ditolak_bentuk,
        jumlah_individu_dasar,
        andil_dasar,
        bagian_psi,
        psi
    from lengkap
)

select * from final
