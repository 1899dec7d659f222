-- The score of each compared family in every state between then and now.
-- Grain: one row per id_keluarga
with perbedaan_keluarga as (
    select * from {{ ref('perbedaan_keluarga') }}
),

peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

peringkat_dasar as (
    select * from {{ source('dasar', 'peringkat_keluarga') }}
),

skor_banding as (
    select * from {{ ref('skor_banding') }}
),

skor_lama as (
    select * from {{ ref('skor_lama') }}
),

-- s_<data><anggota><model>: members that did not change count with either side
model_baru as (
    select
        p.id_keluarga,
        p.id_keluarga_dasar,
        p.fitur_berubah,
        d.desil_nasional as desil_dasar,
        k.desil_nasional,
        d.skor_kesejahteraan as s_000,
        k.skor_kesejahteraan as s_111,
        cast(coalesce(b.skor, k.skor_kesejahteraan) as decimal(12, 6)) as s_001,
        cast(coalesce(x.skor, k.skor_kesejahteraan) as decimal(12, 6)) as s_101,
        cast(coalesce(y.skor, b.skor, k.skor_kesejahteraan) as decimal(12, 6)) as s_011
    from perbedaan_keluarga as p
    inner join peringkat_keluarga as k
        on p.id_keluarga = k.id_keluarga
    inner join peringkat_dasar as d
        on p.id_keluarga_dasar = d.id_keluarga
    left join skor_banding as b
        on case when p.fitur_berubah then concat('dasar:', p.id_keluarga_dasar) end = b.kunci
    left join skor_banding as x
        on concat('data:', p.id_keluarga) = x.kunci
    left join skor_banding as y
        on concat('anggota:', p.id_keluarga) = y.kunci
),

-- a model of then that cannot be read any more: its difference on the family as it was
model_lama as (
    select
        m.*,
        cast(coalesce(l.skor, m.s_111 + m.s_000 - m.s_001) as decimal(12, 6)) as s_110,
        cast(coalesce(x.skor, l.skor, m.s_101 + m.s_000 - m.s_001) as decimal(12, 6)) as s_100,
        cast(
            coalesce(
                y.skor,
                case when l.skor is not null then m.s_000 end,
                m.s_011 + m.s_000 - m.s_001
            ) as decimal(12, 6)
        ) as s_010
    from model_baru as m
    left join skor_lama as l
        on case when m.fitur_berubah then concat('kini:', m.id_keluarga) end = l.kunci
    left join skor_lama as x
        on concat('data:', m.id_keluarga) = x.kunci
    left join skor_lama as y
        on concat('anggota:', m.id_keluarga) = y.kunci
),

final as (
    select
        id_keluarga,
        id_keluarga_dasar,
        desil_dasar,
        desil_nasional,
        fitur_berubah,
        s_000,
        s_001,
        s_010,
        s_011,
        s_100,
        s_101,
        s_110,
        s_111
    from model_lama
)

select * from final
