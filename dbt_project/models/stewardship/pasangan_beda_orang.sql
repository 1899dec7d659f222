-- Two persons who may be one human or share a number: a valid NIK each and alike, one NIK on both, or
-- kept apart by a contradiction that the names do not bear out (Pasal 13).
-- Grain: one row per id_individu and id_individu_lain
{% set window = var('jendela_antrean') %}
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

rekaman_wakil as (
    select * from {{ ref('rekaman_wakil') }}
),

calon_nik_ganda as (
    select * from {{ ref('calon_nik_ganda') }}
),

larangan as (
    select * from {{ source('linkage', 'larangan') }}
),

nik_pinjaman as (
    select distinct rekaman_id from {{ source('linkage', 'nik_pinjaman') }}
),

pemegang as (
    select
        r.nik,
        r.id_individu,
        r.record_key,
        row_number() over (
            partition by r.nik
            order by
                case when r.penyedia = '{{ var("penyedia_kependudukan") }}' then 0 else 1 end asc,
                r.record_key asc
        ) as urutan
    from rekaman_padan as r
    left join nik_pinjaman as p
        on r.rekaman_id = p.rekaman_id
    where r.nik is not null and p.rekaman_id is null
),

-- every other holder beside the first: a number on many persons makes a list, not all its pairs
satu_nik as (
    select
        l.id_individu,
        r.id_individu as id_individu_lain,
        l.record_key,
        r.record_key as record_key_lain,
        'SATU_NIK_DUA_ORANG' as alasan,
        cast(null as varchar) as aturan
    from pemegang as l
    inner join pemegang as r
        on l.nik = r.nik and l.id_individu <> r.id_individu
    where l.urutan = 1
),

bertentangan as (
    select
        l.id_individu,
        r.id_individu as id_individu_lain,
        l.record_key,
        r.record_key as record_key_lain,
        'PERTENTANGAN_MIRIP' as alasan,
        g.aturan
    from larangan as g
    inner join rekaman_padan as l
        on g.rekaman_id_l = l.rekaman_id
    inner join rekaman_padan as r
        on g.rekaman_id_r = r.rekaman_id
    where
        l.id_individu <> r.id_individu
        and coalesce(l.jenis_kelamin = r.jenis_kelamin, true)
        and (
            l.depan_bunyi = r.depan_bunyi
            or {{ name_similarity('l.nama_baku', 'r.nama_baku') }} >= {{ var('batas_nama_sama') }}
            or (
                l.penyedia <> r.penyedia
                and g.aturan in (
                    {% for rule in window['pertentangan_lain_sumber'] %}
                    '{{ rule }}'{{ "," if not loop.last }}
                    {% endfor %}
                )
            )
        )
),

gabungan as (
    select
        c.id_individu,
        c.id_individu_lain,
        l.record_key,
        r.record_key as record_key_lain,
        'NIK_GANDA' as alasan,
        cast(null as varchar) as aturan
    from calon_nik_ganda as c
    inner join rekaman_wakil as l
        on c.id_individu = l.id_individu
    inner join rekaman_wakil as r
        on c.id_individu_lain = r.id_individu
    union all
    select * from satu_nik
    union all
    select * from bertentangan
),

berurut as (
    select
        least(id_individu, id_individu_lain) as id_individu,
        greatest(id_individu, id_individu_lain) as id_individu_lain,
        case when id_individu < id_individu_lain then record_key else record_key_lain end
            as record_key,
        case when id_individu < id_individu_lain then record_key_lain else record_key end
            as record_key_lain,
        alasan,
        aturan,
        case alasan when 'NIK_GANDA' then 1 when 'SATU_NIK_DUA_ORANG' then 2 else 3 end as peringkat
    from gabungan
),

terurut as (
    select
        *,
        row_number() over (
            partition by id_individu, id_individu_lain
            order by peringkat asc, record_key asc, record_key_lain asc, aturan asc
        ) as urutan
    from berurut
),

final as (
    select
        id_individu,
        id_individu_lain,
        record_key,
        record_key_lain,
        alasan,
        aturan
    from terurut
    where urutan = 1
)

select * from final
