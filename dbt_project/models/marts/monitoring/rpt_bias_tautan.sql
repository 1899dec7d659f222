-- Who fails to link and whose person is in doubt, by group, against everybody else (Pasal 7, 13): shares with
-- intervals, and where a group is clearly worse off.
-- Grain: one row per measure, trait and group
with ukuran_bias as (
    select * from {{ ref('ukuran_bias_rekaman') }}
    union all
    select * from {{ ref('ukuran_bias_individu') }}
),

arti_bias as (
    select * from {{ ref('arti_bias') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

-- others are those whose group is known too: what a record does not say depends on its source
berlawan as (
    select
        *,
        {% for column in ['jumlah_dasar', 'jumlah'] %}
        sum(case when kelompok <> '-' then {{ column }} else 0 end) over (
            partition by ukuran, ciri
        ) - case when kelompok <> '-' then {{ column }} else 0 end as {{ column }}_sisa,
        {% endfor %}
        jumlah_dasar < {{ var('sel_bias') }} as kecil
    from ukuran_bias
),

dibandingkan as (
    select
        *,
        {{ share('jumlah', 'jumlah_dasar') }} as andil,
        {{ wilson('jumlah', 'jumlah_dasar', -1) }} as selang_bawah,
        {{ wilson('jumlah', 'jumlah_dasar', 1) }} as selang_atas,
        {{ share('jumlah_sisa', 'jumlah_dasar_sisa') }} as andil_sisa,
        {{ wilson('jumlah_sisa', 'jumlah_dasar_sisa', 1) }} as selang_atas_sisa
    from berlawan
),

-- one hidden group could be told from the others of its trait: the smallest of these is hidden too
berurut as (
    select
        *,
        sum(case when kecil then 1 else 0 end) over (partition by ukuran, ciri) as jumlah_kecil,
        row_number() over (
            partition by ukuran, ciri order by kecil asc, jumlah_dasar asc, kelompok asc
        ) as urutan
    from dibandingkan
),

tertutup as (
    select
        *,
        kecil or (jumlah_kecil = 1 and urutan = 1) as tertutup
    from berurut
),

lengkap as (
    select
        k.id_rilis,
        t.objek,
        t.ukuran,
        a.label_id,
        a.label_en,
        t.ciri,
        t.kelompok,
        t.tertutup,
        {% for column in ['jumlah_dasar', 'jumlah', 'andil', 'selang_bawah', 'selang_atas'] %}
        case when not t.tertutup then t.{{ column }} end as {{ column }},
        {% endfor %}
        case when not t.tertutup then t.andil_sisa end as andil_sisa,
        case when not t.tertutup then cast(t.andil - t.andil_sisa as decimal(9, 6)) end as selisih,
        coalesce(
            not t.tertutup
            and t.jumlah_dasar_sisa >= {{ var('sel_bias') }}
            and t.selang_bawah > t.selang_atas_sisa
            and t.andil >= t.andil_sisa * {{ var('kali_bias') }},
            false
        ) as lebih_buruk
    from tertutup as t
    cross join rilis as k
    inner join arti_bias as a
        on t.ukuran = a.ukuran
),

final as (
    select
        id_rilis,
        objek,
        ukuran,
        label_id,
        label_en,
        ciri,
        kelompok,
        jumlah_dasar,
        jumlah,
        andil,
        selang_bawah,
        selang_atas,
        andil_sisa,
        selisih,
        lebih_buruk,
        tertutup
    from lengkap
)

select * from final
