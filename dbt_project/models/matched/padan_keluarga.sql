-- Family records joined to register families by shared members, ordered per block: the more trusted
-- provider first, then most shared members, then newest; null where the policy lets it say nothing.
-- Grain: one row per id_keluarga and record_key
{% set blocks = item_blocks('keluarga') + ['pelanggan', 'p3ke'] %}
with keluarga as (
    select
        record_key,
        penyedia,
        kunci_keluarga,
        tanggal_acuan,
        _delivery,
        _file,
        _row_number
    from {{ ref('keluarga') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

peta_keluarga as (
    select * from {{ source('linkage', 'peta_keluarga') }}
    where aktif
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

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

bersama as (
    select
        k.id_keluarga,
        r.kunci_keluarga,
        count(distinct r.id_individu) as jumlah_anggota_sama
    from rekaman_padan as r
    inner join peta_keluarga as k
        on r.id_individu = k.id_individu
    where r.kunci_keluarga is not null
    group by k.id_keluarga, r.kunci_keluarga
),

layak as (
    select
        b.id_keluarga,
        b.jumlah_anggota_sama,
        f.record_key,
        f.penyedia,
        f.tanggal_acuan,
        f._delivery,
        f._file,
        f._row_number,
        {% for block in blocks %}
        case
            when {{ months_between('f.tanggal_acuan', 'r.tanggal_rilis') }} <= a.umur_{{ block }}
                then a.percaya_{{ block }}
        end as percaya_{{ block }},
        {% endfor %}
        cast(
            row_number() over (
                partition by b.id_keluarga
                order by b.jumlah_anggota_sama desc, f.tanggal_acuan desc, f.record_key asc
            ) as smallint
        ) as nomor_rekaman,
        count(*) over (partition by b.id_keluarga) as jumlah_rekaman
    from bersama as b
    inner join keluarga as f
        on b.kunci_keluarga = f.kunci_keluarga
    cross join rilis as r
    left join aturan as a
        on f.penyedia = a.penyedia
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
                        order by percaya_{{ block }} desc nulls last, nomor_rekaman asc
                    ) as smallint
                )
        end as urut_{{ block }},
        {% endfor %}
        jumlah_rekaman,
        _delivery,
        _file,
        _row_number
    from layak
)

select * from final
