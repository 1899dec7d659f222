-- Accepted records of families and customers that no family of the release has, and why; a record
-- for which nothing here says why has no reason, and the gate frozen stops.
-- Grain: one row per record_key
with keluarga as (
    select * from {{ ref('keluarga') }}
),

pelanggan as (
    select * from {{ ref('pelanggan') }}
),

padan_pelanggan as (
    select * from {{ ref('padan_pelanggan') }}
),

tautan_keluarga as (
    select * from {{ ref('tautan_keluarga') }}
),

keluarga_sah as (
    select id_keluarga from {{ ref('keluarga_sah') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

padan_relasi as (
    select id_individu from {{ ref('padan_relasi') }}
),

terikat as (
    select
        t.record_key,
        count(k.id_keluarga) as jumlah_dalam_rilis
    from tautan_keluarga as t
    left join keluarga_sah as k
        on t.id_keluarga = k.id_keluarga
    group by t.record_key
),

anggota as (
    select
        r.kunci_keluarga,
        count(k.id_individu) as jumlah_berkeluarga
    from rekaman_padan as r
    left join padan_relasi as k
        on r.id_individu = k.id_individu
    where r.kunci_keluarga is not null
    group by r.kunci_keluarga
),

final as (
    select
        f.record_key,
        f.penyedia,
        f.dataset,
        case
            when t.record_key is not null then 'keluarga_di_luar'
            when a.kunci_keluarga is null then 'tanpa_anggota'
            when a.jumlah_berkeluarga = 0 then 'anggota_tanpa_keluarga'
        end as alasan,
        f._delivery,
        f._file,
        f._row_number
    from keluarga as f
    left join terikat as t
        on f.record_key = t.record_key
    left join anggota as a
        on f.kunci_keluarga = a.kunci_keluarga
    where coalesce(t.jumlah_dalam_rilis, 0) = 0
    union all
    select
        f.record_key,
        f.penyedia,
        f.dataset,
        case
            when t.record_key is not null then 'keluarga_di_luar'
            else lower(p.kode_alasan)
        end as alasan,
        f._delivery,
        f._file,
        f._row_number
    from pelanggan as f
    left join terikat as t
        on f.record_key = t.record_key
    left join padan_pelanggan as p
        on f.record_key = p.record_key
    where coalesce(t.jumlah_dalam_rilis, 0) = 0
)

select * from final
