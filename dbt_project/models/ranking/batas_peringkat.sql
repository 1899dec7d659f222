-- Where the tenths of a population end, by score and id of the last family of each: the families of the
-- base and of the release, by the model of then and of now.
-- Grain: one row per populasi and cara
with peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

skor_keluarga as (
    select * from {{ ref('skor_keluarga') }}
),

peringkat_dasar as (
    select * from {{ source('dasar', 'peringkat_keluarga') }}
),

keluarga_dasar as (
    select * from {{ source('dasar', 'keluarga') }}
),

skor_banding as (
    select * from {{ ref('skor_banding') }}
),

skor_lama as (
    select * from {{ ref('skor_lama') }}
),

model_dasar as (
    select id_model from {{ source('model_dasar', 'meta_kesejahteraan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

-- as they were ranked; a model that did not change draws both borders of a population
diperingkat as (
    select
        'kini' as populasi,
        'baru' as cara,
        id_keluarga,
        skor_kesejahteraan as skor,
        desil_nasional as desil
    from peringkat_keluarga
    where desil_nasional is not null
    union all
    select
        'dasar' as populasi,
        'lama' as cara,
        id_keluarga,
        skor_kesejahteraan as skor,
        desil_nasional as desil
    from peringkat_dasar
    where desil_nasional is not null
),

-- as they would have been ranked by the other model
dinilai_lain as (
    select
        'kini' as populasi,
        'lama' as cara,
        s.id_keluarga,
        cast(l.skor as decimal(12, 6)) as skor,
        s.jumlah_anggota_keluarga
    from skor_keluarga as s
    inner join skor_lama as l
        on concat('kini:', s.id_keluarga) = l.kunci
    where s.status_peringkat = 'berperingkat'
    union all
    select
        'dasar' as populasi,
        'baru' as cara,
        p.id_keluarga,
        cast(b.skor as decimal(12, 6)) as skor,
        k.jumlah_anggota_keluarga
    from peringkat_dasar as p
    inner join keluarga_dasar as k
        on p.id_keluarga = k.id_keluarga
    inner join skor_banding as b
        on concat('dasar:', p.id_keluarga) = b.kunci
    cross join model_dasar
    where p.desil_nasional is not null
),

terurut as (
    select
        d.populasi,
        d.cara,
        d.id_keluarga,
        d.skor,
        sum(case when r.satuan_desil = 'individu' then d.jumlah_anggota_keluarga else 1 end) over (
            partition by d.populasi, d.cara order by d.skor, d.id_keluarga
            rows between unbounded preceding and current row
        ) as sampai,
        sum(case when r.satuan_desil = 'individu' then d.jumlah_anggota_keluarga else 1 end)
            over (partition by d.populasi, d.cara) as semua
    from dinilai_lain as d
    cross join rilis as r
),

semua as (
    select * from diperingkat
    union all
    select
        populasi,
        cara,
        id_keluarga,
        skor,
        {{ part_reached('sampai', 'semua', 10) }} as desil
    from terurut
),

terakhir as (
    select
        populasi,
        cara,
        desil,
        skor,
        id_keluarga,
        row_number() over (
            partition by populasi, cara, desil order by skor desc, id_keluarga desc
        ) as dari_akhir
    from semua
),

desil as (
    {% for d in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}
    select {{ d }} as desil
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- a tenth that nobody lies in ends where the one below it does
batas as (
    select
        t.populasi,
        t.cara,
        d.desil,
        t.skor,
        t.id_keluarga,
        row_number() over (
            partition by t.populasi, t.cara, d.desil order by t.desil desc
        ) as dari_atas
    from terakhir as t
    inner join desil as d
        on t.desil <= d.desil
    where t.dari_akhir = 1
),

final as (
    select
        {% for d in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}
        max(case when desil = {{ d }} then skor end) as skor_{{ d }},
        max(case when desil = {{ d }} then id_keluarga end) as id_{{ d }},
        {% endfor %}
        populasi,
        cara
    from batas
    where dari_atas = 1
    group by populasi, cara
)

select * from final
