-- What is otherwise than in the base release for each family that both releases rank: its members, who
-- answers for its items, and what the model reads of it.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_anggota_keluarga') }}
-- depends_on: {{ ref('beku_keluarga') }}
with pasangan_keluarga as (
    select * from {{ ref('pasangan_keluarga') }}
),

peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

peringkat_dasar as (
    select * from {{ source('dasar', 'peringkat_keluarga') }}
),

anggota_keluarga as (
    select * from {{ source('snapshot', 'anggota_keluarga') }}
),

anggota_dasar as (
    select * from {{ source('dasar', 'anggota_keluarga') }}
),

keluarga as (
    select * from {{ source('snapshot', 'keluarga') }}
),

keluarga_dasar as (
    select * from {{ source('dasar', 'keluarga') }}
),

butir_dari_tautan as (
    select * from {{ ref('butir_dari_tautan') }}
),

fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

fitur_dasar as (
    select * from {{ ref('fitur_dasar') }}
),

berperingkat as (
    select
        p.id_keluarga,
        p.id_keluarga_dasar
    from pasangan_keluarga as p
    inner join peringkat_keluarga as k
        on p.id_keluarga = k.id_keluarga and k.desil_nasional is not null
    inner join peringkat_dasar as d
        on p.id_keluarga_dasar = d.id_keluarga and d.desil_nasional is not null
),

-- somebody is in one family at most, in either release
anggota_kini as (
    select
        b.id_keluarga,
        count(*) as jumlah,
        count(case
            when
                b.id_keluarga_dasar = d.id_keluarga
                and (a.kepala_keluarga is not distinct from d.kepala_keluarga)
                then 1
        end) as sama
    from berperingkat as b
    inner join anggota_keluarga as a
        on b.id_keluarga = a.id_keluarga
    left join anggota_dasar as d
        on a.id_individu = d.id_individu
    group by b.id_keluarga
),

anggota_dulu as (
    select
        id_keluarga,
        count(*) as jumlah
    from anggota_dasar
    group by id_keluarga
),

-- by itself: the many answers are looked at once and carried no further
jawaban as (
    select
        b.id_keluarga,
        (
            {% for variabel in score_variables() %}
            f.{{ variabel }} is distinct from g.{{ variabel }}
            {{ 'or' if not loop.last }}
            {% endfor %}
        ) as fitur_berubah
    from berperingkat as b
    inner join fitur_keluarga as f
        on b.id_keluarga = f.id_keluarga
    inner join fitur_dasar as g
        on b.id_keluarga_dasar = g.id_keluarga
),

final as (
    select
        b.id_keluarga,
        b.id_keluarga_dasar,
        (
            coalesce(a.sama, 0) <> coalesce(a.jumlah, 0)
            or coalesce(a.sama, 0) <> coalesce(m.jumlah, 0)
            or k.jumlah_anggota_dihitung is distinct from l.jumlah_anggota_dihitung
        ) as anggota_berubah,
        (r.id_keluarga is not null) as butir_dari_tautan,
        f.fitur_berubah
    from berperingkat as b
    inner join keluarga as k
        on b.id_keluarga = k.id_keluarga
    inner join keluarga_dasar as l
        on b.id_keluarga_dasar = l.id_keluarga
    inner join jawaban as f
        on b.id_keluarga = f.id_keluarga
    left join anggota_kini as a
        on b.id_keluarga = a.id_keluarga
    left join anggota_dulu as m
        on b.id_keluarga_dasar = m.id_keluarga
    left join butir_dari_tautan as r
        on b.id_keluarga = r.id_keluarga
)

select * from final
