-- What each item adds to a family's score: its code or number, the coefficient and the product.
-- Grain: one row per id_keluarga and variabel
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

kosong as (
    select *
    from koefisien
    where kode = 'kosong'
),

tetapan as (
    select *
    from koefisien
    where variabel = 'tetapan'
),

tangga as (
    select * from {{ source('model', 'tangga_kesejahteraan') }}
),

terma_keluarga as (
    select * from {{ ref('terma_keluarga') }}
),

pasangan as (
    select * from {{ source('model', 'pasangan_kesejahteraan') }}
),

berkode as (
    select
        id_keluarga,
        variabel,
        kode
    from fitur_keluarga
    unpivot include nulls (
        kode for variabel in (
            {{ (coded_variables() + region_variables()) | join(', ') }}
        )
    )
),

bernilai as (
    select
        id_keluarga,
        variabel,
        nilai
    from fitur_keluarga
    unpivot include nulls (
        nilai for variabel in (
            {{ number_variables() | join(', ') }}
        )
    )
),

bertangga as (
    select
        b.*,
        t.langkah,
        coalesce({{ items_reached('t.batas', 'b.nilai') }}, 0) + 1 as kotak
    from bernilai as b
    left join tangga as t
        on b.variabel = t.variabel
),

berkotak as (
    select
        id_keluarga,
        {% set kotak = [] %}
        {% for variabel in score_variables() %}
        {% do kotak.append(variabel ~ '__kotak') %}
        {% endfor %}
        {{ list_of(kotak) }} as kotak
    from terma_keluarga
),

berpasangan as (
    select
        b.id_keluarga,
        p.pasangan,
        {{ item_of('b.kotak', 'p.tempat_1') }} as kotak_1,
        {{ item_of('b.kotak', 'p.tempat_2') }} as kotak_2,
        p.lebar,
        p.tabel
    from berkotak as b
    cross join pasangan as p
),

final as (
    select
        b.id_keluarga,
        b.variabel,
        b.kode,
        cast(null as decimal(18, 6)) as nilai,
        coalesce(k.koefisien, z.koefisien) as koefisien,
        coalesce(k.koefisien, z.koefisien) as kontribusi,
        k.koefisien is null as kosong
    from berkode as b
    inner join kosong as z
        on b.variabel = z.variabel
    left join koefisien as k
        on b.variabel = k.variabel and b.kode = k.kode
    union all
    select
        b.id_keluarga,
        b.variabel,
        k.kode,
        b.nilai,
        case when b.nilai is null then z.koefisien else k.koefisien end as koefisien,
        coalesce(
            cast(b.nilai * k.koefisien as decimal(18, 6))
            + coalesce({{ item_of('b.langkah', 'b.kotak') }}, 0),
            z.koefisien
        ) as kontribusi,
        b.nilai is null as kosong
    from bertangga as b
    inner join kosong as z
        on b.variabel = z.variabel
    inner join koefisien as k
        on b.variabel = k.variabel and z.kode <> k.kode
    union all
    select
        f.id_keluarga,
        t.variabel,
        t.kode,
        cast(null as decimal(18, 6)) as nilai,
        t.koefisien,
        t.koefisien as kontribusi,
        false as kosong
    from fitur_keluarga as f
    cross join tetapan as t
    union all
    select
        id_keluarga,
        pasangan as variabel,
        concat(cast(kotak_1 as varchar), '|', cast(kotak_2 as varchar)) as kode,
        cast(null as decimal(18, 6)) as nilai,
        cast(null as decimal(18, 6)) as koefisien,
        {{ item_of('tabel', 'kotak_1 * lebar + kotak_2 + 1') }} as kontribusi,
        kotak_1 = 0 or kotak_2 = 0 as kosong
    from berpasangan
)

select * from final
