-- Two records of one person that speak against it: unlike sex, years of birth or NIKs without a strong
-- pair of their own, and thin bridges (Pasal 13).
-- Grain: one row per id_individu
{% set window = var('jendela_antrean') %}
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

mutu_klaster as (
    select * from {{ ref('mutu_klaster') }}
    where jumlah_nik > 1 or jumlah_jenis_kelamin > 1 or jumlah_tanggal_lahir > 1
),

tepi_kuat as (
    select * from {{ ref('tepi_kuat') }}
),

ambang as (
    select * from {{ source('linkage', 'ambang') }}
),

nik_pinjaman as (
    select distinct rekaman_id from {{ source('linkage', 'nik_pinjaman') }}
),

tercurigai as (
    select
        r.id_individu,
        r.rekaman_id,
        r.record_key,
        r.jenis_kelamin,
        r.tahun_lahir,
        case when p.rekaman_id is null then r.nik end as nik
    from rekaman_padan as r
    inner join mutu_klaster as m
        on r.id_individu = m.id_individu
    left join nik_pinjaman as p
        on r.rekaman_id = p.rekaman_id
),

berbeda as (
    select
        l.id_individu,
        l.record_key,
        r.record_key as record_key_lain,
        t.bobot,
        case
            when l.jenis_kelamin <> r.jenis_kelamin then 'JENIS_KELAMIN_BERBEDA'
            when
                length(l.nik) = length(r.nik)
                and {{ digits_apart('l.nik', 'r.nik') }} > {{ window.angka_nik }}
                then 'NIK_BERBEDA'
            when abs(l.tahun_lahir - r.tahun_lahir) > {{ window.tahun_lahir }}
                then 'TAHUN_LAHIR_BERBEDA'
        end as alasan
    from tercurigai as l
    inner join tercurigai as r
        on l.id_individu = r.id_individu and l.rekaman_id < r.rekaman_id
    left join tepi_kuat as t
        on l.rekaman_id = t.rekaman_id_l and r.rekaman_id = t.rekaman_id_r
    where coalesce(l.nik <> r.nik, true)
),

gabungan as (
    select
        b.id_individu,
        b.record_key,
        b.record_key_lain,
        b.bobot,
        b.alasan
    from berbeda as b
    cross join ambang as a
    where
        b.alasan is not null
        and coalesce(b.bobot < a.ambang_klaster + {{ window.jembatan }}, true)
    union all
    select
        t.id_individu_l as id_individu,
        l.record_key,
        r.record_key as record_key_lain,
        t.bobot,
        'JEMBATAN' as alasan
    from tepi_kuat as t
    cross join ambang as a
    inner join rekaman_padan as l
        on t.rekaman_id_l = l.rekaman_id
    inner join rekaman_padan as r
        on t.rekaman_id_r = r.rekaman_id
    where t.jembatan and t.bobot < a.ambang_klaster + {{ window.jembatan }}
),

terurut as (
    select
        *,
        row_number() over (
            partition by id_individu
            order by
                case when alasan = 'JEMBATAN' then 1 else 0 end asc,
                bobot asc nulls first,
                record_key asc,
                record_key_lain asc
        ) as urutan
    from gabungan
),

final as (
    select
        id_individu,
        record_key,
        record_key_lain,
        bobot,
        alasan
    from terurut
    where urutan = 1
)

select * from final
