-- Score and decile of the families of the base and of the release, as they were ranked and as the other model,
-- of now or of then, would have ranked them.
-- Grain: one row per populasi, cara and id_keluarga
-- depends_on: {{ ref('beku_keluarga') }}
with peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

keluarga as (
    select * from {{ source('snapshot', 'keluarga') }}
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

pergantian as (
    select berganti from {{ source('model_dasar', 'pergantian_kesejahteraan') }}
    where berganti
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

-- as the other model would have ranked them: it scores other items, and may rank families for which this one
-- finds too many unanswered
dinilai_lain as (
    select
        'kini' as populasi,
        'lama' as cara,
        s.id_keluarga,
        cast(l.skor as decimal(12, 6)) as skor,
        s.jumlah_anggota_keluarga
    from skor_keluarga as s
    inner join keluarga as k
        on s.id_keluarga = k.id_keluarga
    inner join skor_lama as l
        on concat('kini:', s.id_keluarga) = l.kunci
    where {{ unranked_because('k', 'l') }} is null
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
    cross join pergantian
    where
        (
            p.desil_nasional is not null
            or p.alasan_tanpa_peringkat = 'butir_kosong_terlalu_banyak'
        )
        and b.jumlah_butir_kosong <= {{ var('maks_butir_kosong') }}
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

final as (
    select * from diperingkat
    union all
    select
        populasi,
        cara,
        id_keluarga,
        skor,
        {{ part_reached('sampai', 'semua', 10) }} as desil
    from terurut
)

select * from final
