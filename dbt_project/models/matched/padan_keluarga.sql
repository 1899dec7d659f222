-- The update policy laid over the records that speak of a family: per block 1 is asked first, a record
-- that holds half of the family or more before others, then by trust; null says nothing on the block.
-- Grain: one row per id_keluarga and record_key
{% set blocks = item_blocks('keluarga') + ['pelanggan', 'p3ke'] %}
with tautan_keluarga as (
    select * from {{ ref('tautan_keluarga') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

aturan_pembaruan as (
    select * from {{ ref('aturan_pembaruan') }}
),

aturan_blok as (
    select * from {{ ref('aturan_blok') }}
),

aturan as (
    {{ policy_by_block('aturan_pembaruan', 'keluarga', blocks) }}
),

layak as (
    select
        t.*,
        {% for block in blocks %}
        {{ trust_of_age(block, months_between('t.tanggal_acuan', 'r.tanggal_rilis')) }}
            as percaya_{{ block }},
        a.timpa_{{ block }},
        {% endfor %}
        cast(
            row_number() over (
                partition by t.id_keluarga
                order by
                    t.sebagian_besar desc,
                    t.jumlah_anggota_sama desc nulls last,
                    t.tanggal_acuan desc,
                    t.record_key asc
            ) as smallint
        ) as nomor_rekaman,
        count(*) over (partition by t.id_keluarga) as jumlah_rekaman
    from tautan_keluarga as t
    cross join rilis as r
    left join aturan as a
        on t.penyedia = a.penyedia
),

final as (
    select
        id_keluarga,
        jumlah_anggota_sama,
        record_key,
        penyedia,
        tanggal_acuan,
        nomor_rekaman,
        {% for block in blocks %}
        case
            when percaya_{{ block }} is not null and jumlah_rekaman = 1 then cast(1 as smallint)
            when percaya_{{ block }} is not null
                then cast(
                    row_number() over (
                        partition by id_keluarga
                        order by
                            case when percaya_{{ block }} is null then 1 else 0 end,
                            sebagian_besar desc,
                            percaya_{{ block }} desc,
                            nomor_rekaman asc
                    ) as smallint
                )
        end as urut_{{ block }},
        {% endfor %}
        timpa_pelanggan,
        timpa_p3ke,
        jumlah_rekaman,
        _delivery,
        _file,
        _row_number
    from layak
)

select * from final
