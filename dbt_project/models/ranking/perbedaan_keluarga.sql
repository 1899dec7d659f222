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
        p.id_keluarga_dasar,
        p.hubungan
    from pasangan_keluarga as p
    inner join peringkat_keluarga as k
        on p.id_keluarga = k.id_keluarga and k.desil_nasional is not null
    inner join peringkat_dasar as d
        on p.id_keluarga_dasar = d.id_keluarga and d.desil_nasional is not null
),

anggota as (
    select
        b.id_keluarga,
        a.id_individu,
        a.kepala_keluarga,
        1 as kini,
        0 as dulu
    from berperingkat as b
    inner join anggota_keluarga as a
        on b.id_keluarga = a.id_keluarga
    union all
    select
        b.id_keluarga,
        a.id_individu,
        a.kepala_keluarga,
        0 as kini,
        1 as dulu
    from berperingkat as b
    inner join anggota_dasar as a
        on b.id_keluarga_dasar = a.id_keluarga
),

-- in one release only, or the head in one of them
tak_sama as (
    select
        id_keluarga,
        id_individu
    from anggota
    group by id_keluarga, id_individu, kepala_keluarga
    having sum(kini) <> sum(dulu)
),

anggota_berbeda as (
    select distinct id_keluarga
    from tak_sama
),

final as (
    select
        b.id_keluarga,
        b.id_keluarga_dasar,
        b.hubungan,
        (
            t.id_keluarga is not null
            or k.jumlah_anggota_dihitung is distinct from l.jumlah_anggota_dihitung
        ) as anggota_berubah,
        (r.id_keluarga is not null) as butir_dari_tautan,
        (
            {% for variabel in score_variables() %}
            f.{{ variabel }} is distinct from g.{{ variabel }}
            {{ 'or' if not loop.last }}
            {% endfor %}
        ) as fitur_berubah
    from berperingkat as b
    inner join keluarga as k
        on b.id_keluarga = k.id_keluarga
    inner join keluarga_dasar as l
        on b.id_keluarga_dasar = l.id_keluarga
    inner join fitur_keluarga as f
        on b.id_keluarga = f.id_keluarga
    inner join fitur_dasar as g
        on b.id_keluarga_dasar = g.id_keluarga
    left join anggota_berbeda as t
        on b.id_keluarga = t.id_keluarga
    left join butir_dari_tautan as r
        on b.id_keluarga = r.id_keluarga
)

select * from final
