-- Records of each person ordered by the update policy: per block of variables, 1 is asked first.
-- A null order means that the record says nothing about the block, or that the policy lets it say nothing.
-- Grain: one row per record_key
{% set blocks = record_blocks('individu') %}
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
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
    {{ policy_by_block('aturan_pembaruan', 'individu', blocks) }}
),

layak as (
    select
        p.id_individu,
        p.record_key,
        p.rekaman_id,
        p.nomor_rekaman,
        p.tanggal_acuan,
        {% for block in blocks %}
        case
            when
                {{ months_between('p.tanggal_acuan', 'r.tanggal_rilis') }} <= a.umur_{{ block }}
                and ({{ any_filled('p', record_block('individu', block)) }})
                then a.percaya_{{ block }}
        end as percaya_{{ block }},
        a.timpa_{{ block }}{{ ',' if not loop.last }}
        {% endfor %}
    from rekaman_padan as p
    cross join rilis as r
    left join aturan as a
        on p.penyedia = a.penyedia
),

final as (
    select
        id_individu,
        record_key,
        rekaman_id,
        {% for block in blocks %}
        case
            when percaya_{{ block }} is not null
                then cast(
                    row_number() over (
                        partition by id_individu
                        order by
                            percaya_{{ block }} desc nulls last,
                            tanggal_acuan desc,
                            nomor_rekaman asc
                    ) as smallint
                )
        end as urut_{{ block }},
        timpa_{{ block }},
        {% endfor %}
        nomor_rekaman
    from layak
)

select * from final
