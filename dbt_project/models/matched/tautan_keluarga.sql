-- Records that speak of a family of the register: family records by the members they share, customers
-- by the evidence that attached them.
-- Grain: one row per id_keluarga and record_key
with keluarga as (
    select * from {{ ref('keluarga') }}
),

pelanggan as (
    select * from {{ ref('pelanggan') }}
),

padan_pelanggan as (
    select * from {{ ref('padan_pelanggan') }}
    where id_keluarga is not null
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

peta_keluarga as (
    select * from {{ source('linkage', 'peta_keluarga') }}
    where aktif
),

ukuran as (
    select
        id_keluarga,
        count(*) as jumlah_anggota
    from peta_keluarga
    group by id_keluarga
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

final as (
    select
        b.id_keluarga,
        b.jumlah_anggota_sama,
        b.jumlah_anggota_sama * 2 >= u.jumlah_anggota as sebagian_besar,
        f.record_key,
        f.penyedia,
        f.tanggal_acuan,
        f._delivery,
        f._file,
        f._row_number
    from bersama as b
    inner join ukuran as u
        on b.id_keluarga = u.id_keluarga
    inner join keluarga as f
        on b.kunci_keluarga = f.kunci_keluarga
    union all
    select
        t.id_keluarga,
        null as jumlah_anggota_sama,
        true as sebagian_besar,
        f.record_key,
        f.penyedia,
        f.tanggal_acuan,
        f._delivery,
        f._file,
        f._row_number
    from padan_pelanggan as t
    inner join pelanggan as f
        on t.record_key = f.record_key
)

select * from final
