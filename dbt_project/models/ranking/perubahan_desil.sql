-- Why a family’s decile is another than in the base release: the whole move in twelfths, by cause.
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

batas_peringkat as (
    select * from {{ ref('batas_peringkat') }}
),

batas_dasar_lama as (
    select * from batas_peringkat
    where populasi = 'dasar' and cara = 'lama'
),

batas_kini_baru as (
    select * from batas_peringkat
    where populasi = 'kini' and cara = 'baru'
),

-- a model that did not change draws the borders that were drawn
batas_dasar_baru as (
    select
        *,
        row_number() over (order by cara asc) as urutan
    from batas_peringkat
    where populasi = 'dasar'
),

batas_kini_lama as (
    select
        *,
        row_number() over (order by cara desc) as urutan
    from batas_peringkat
    where populasi = 'kini'
),

-- s_<data><anggota><model>: members that did not change count with either side
model_baru as (
    select
        p.*,
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
        on p.fitur_berubah and concat('dasar:', p.id_keluarga_dasar) = b.kunci
    left join skor_banding as x
        on concat('data:', p.id_keluarga) = x.kunci
    left join skor_banding as y
        on concat('anggota:', p.id_keluarga) = y.kunci
),

-- a model of then that cannot be read any more: its difference on the family as it was
berskor as (
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
        on concat('kini:', m.id_keluarga) = l.kunci
    left join skor_lama as x
        on concat('data:', m.id_keluarga) = x.kunci
    left join skor_lama as y
        on concat('anggota:', m.id_keluarga) = y.kunci
),

berdesil as (
    select
        {% for keadaan in move_states(4) %}
        {% set populasi = 'kini' if keadaan[3] == '1' else 'dasar' %}
        {% set model = 'baru' if keadaan[2] == '1' else 'lama' %}
        {% set id = 's.id_keluarga' if keadaan[3] == '1' else 's.id_keluarga_dasar' %}
        {{ decile_at('s.s_' ~ keadaan[:3], id, populasi ~ '_' ~ model) }} as v_{{ keadaan }},
        {% endfor %}
        s.id_keluarga,
        s.id_keluarga_dasar,
        s.hubungan,
        s.desil_dasar,
        s.desil_nasional
    from berskor as s
    cross join batas_dasar_lama as dasar_lama
    cross join batas_kini_baru as kini_baru
    inner join batas_dasar_baru as dasar_baru
        on dasar_baru.urutan = 1
    inner join batas_kini_lama as kini_lama
        on kini_lama.urutan = 1
),

final as (
    select
        {% for sebab in move_causes() %}
        cast({{ move_part(sebab) }} as smallint) as {{ sebab }}_perduabelas,
        {% endfor %}
        id_keluarga,
        id_keluarga_dasar,
        hubungan,
        desil_dasar,
        desil_nasional,
        cast(desil_nasional - desil_dasar as smallint) as pindah
    from berdesil
)

select * from final
