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
        p.penyedia,
        p.tanggal_acuan,
        p.kode_desa_kemendagri,
        {% for block in blocks %}
        a.timpa_{{ block }},
        case
            when {{ any_filled('p', record_block('individu', block)) }}
                then {{ trust_of_age(
                    block, months_between('p.tanggal_acuan', 'r.tanggal_rilis')
                ) }}
        end as percaya_{{ block }},
        {% endfor %}
        a.dukungan_alamat
    from rekaman_padan as p
    cross join rilis as r
    left join aturan as a
        on p.penyedia = a.penyedia
),

-- how many providers give each desa of a person
dukungan as (
    select
        id_individu,
        kode_desa_kemendagri,
        count(distinct penyedia) as jumlah_penyedia
    from layak
    where percaya_alamat is not null and kode_desa_kemendagri is not null
    group by id_individu, kode_desa_kemendagri
),

-- most people have one desa; of several the one of more providers comes first, and an address above the
-- bound of the seed aturan_blok before it
berdukungan as (
    select
        l.id_individu,
        l.record_key,
        l.rekaman_id,
        l.nomor_rekaman,
        l.tanggal_acuan,
        {% for block in blocks %}
        {% if block != 'alamat' %}
        l.percaya_{{ block }},
        {% endif %}
        l.timpa_{{ block }},
        {% endfor %}
        case
            when l.dukungan_alamat is null then l.percaya_alamat
            when l.percaya_alamat > l.dukungan_alamat * 12 then l.percaya_alamat + 100000000
            else l.percaya_alamat + coalesce(d.jumlah_penyedia, 0) * 100000
        end as percaya_alamat
    from layak as l
    left join dukungan as d
        on
            l.id_individu = d.id_individu
            and l.kode_desa_kemendagri = d.kode_desa_kemendagri
),

-- trust, then the newer, then the lower number: one whole number per block, so that one pass over the
-- people puts all blocks in order where a window each would sort the records block by block
berkunci as (
    select
        {% for block in blocks %}
        {{ order_key('b.percaya_' ~ block, 'b.tanggal_acuan', 'b.nomor_rekaman') }}
            as kunci_{{ block }},
        {% endfor %}
        b.*
    from berdukungan as b
),

urutan as (
    select
        {% for block in blocks %}
        {{ in_order('kunci_' ~ block) }} as urutan_{{ block }},
        {% endfor %}
        id_individu
    from berkunci
    group by id_individu
),

final as (
    select
        b.id_individu,
        b.record_key,
        b.rekaman_id,
        {% for block in blocks %}
        cast({{ place_in('u.urutan_' ~ block, 'b.kunci_' ~ block) }} as smallint)
            as urut_{{ block }},
        b.timpa_{{ block }},
        {% endfor %}
        b.nomor_rekaman
    from berkunci as b
    inner join urutan as u
        on b.id_individu = u.id_individu
)

select * from final
