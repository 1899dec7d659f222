-- The update policy laid over the records that speak of a family: per block of variables, 1 is asked
-- first. A record that holds half of the family or more comes before one that holds less.
-- Grain: one row per id_keluarga and record_key
{% set blocks = ['perumahan', 'aset', 'pelanggan', 'p3ke'] %}
with tautan_keluarga as (
    select
        record_key as kunci_rekaman,
        id_keluarga,
        jumlah_anggota_sama,
        sebagian_besar,
        penyedia,
        tanggal_acuan,
        _delivery,
        _file,
        _row_number
    from {{ ref('tautan_keluarga') }}
),

butir_keluarga as (
    select * from {{ ref('butir_keluarga') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

aturan as (
    select
        {% for block in blocks %}
        max(case when blok = '{{ block }}' then kepercayaan end) as percaya_{{ block }},
        max(case when blok = '{{ block }}' then umur_maks_bulan end) as umur_{{ block }},
        {% endfor %}
        penyedia
    from {{ ref('aturan_pembaruan') }}
    where entitas = 'keluarga'
    group by penyedia
),

layak as (
    select
        {% for block in blocks %}
        case
            when
                {{ months_between('t.tanggal_acuan', 'r.tanggal_rilis') }} <= a.umur_{{ block }}
                then a.percaya_{{ block }}
        end as percaya_{{ block }},
        {% endfor %}
        t.*
    from tautan_keluarga as t
    cross join rilis as r
    left join aturan as a
        on t.penyedia = a.penyedia
),

{% set tie = 'jumlah_anggota_sama desc nulls last, tanggal_acuan desc, kunci_rekaman asc' %}
terurut as (
    select
        {% for block in blocks %}
        case
            when percaya_{{ block }} is not null
                then cast(
                    row_number() over (
                        partition by id_keluarga
                        order by
                            case when percaya_{{ block }} is null then 1 else 0 end,
                            sebagian_besar desc,
                            percaya_{{ block }} desc,
                            {{ tie }}
                    ) as smallint
                )
        end as urut_{{ block }},
        {% endfor %}
        cast(
            row_number() over (
                partition by id_keluarga order by sebagian_besar desc, {{ tie }}
            ) as smallint
        ) as nomor_rekaman,
        l.*
    from layak as l
),

final as (
    select
        t.id_keluarga,
        t.jumlah_anggota_sama,
        t.nomor_rekaman,
        {% for block in blocks %}
        t.urut_{{ block }},
        {% endfor %}
        t.penyedia,
        t.tanggal_acuan,
        t._delivery,
        t._file,
        t._row_number,
        b.*
    from terurut as t
    inner join butir_keluarga as b
        on t.kunci_rekaman = b.record_key
)

select * from final
