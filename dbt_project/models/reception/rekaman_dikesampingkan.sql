-- Accepted person records in force that take no part in the register: a report of a death, which is for
-- Dukcapil to establish (Pasal 15 ayat 2), and a proposal that a later delivery tells again.
-- Grain: one row per record
with usulan_terbaca as (
    select * from {{ ref('usulan_terbaca') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

diterima as (
    select
        u.*,
        row_number() over (
            partition by u.record_key
            order by u.tanggal_acuan desc, u._delivery desc
        ) as urutan
    from usulan_terbaca as u
    where {{ is_accepted('u') }}
),

final as (
    select
        penyedia,
        dataset,
        record_key,
        case when urutan > 1 then 'diulang' else 'laporan_meninggal' end as sebab,
        _delivery,
        _file,
        _row_number
    from diterima
    where urutan > 1 or jenis_perubahan = '{{ var('perubahan_meninggal') }}'
)

select * from final
