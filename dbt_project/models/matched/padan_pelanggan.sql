-- Outcome of matching utility customers to families: the tier that attached it, or why none did, and
-- what speaks against it.
-- Grain: one row per record_key
with pelanggan as (
    select * from {{ ref('pelanggan') }}
),

calon_pelanggan as (
    select * from {{ ref('calon_pelanggan') }}
),

aturan_pelanggan as (
    select * from {{ ref('aturan_pelanggan') }}
),

bertingkat as (
    select
        c.record_key,
        c.id_keluarga,
        c.nik_dan_nama,
        min(a.tingkat) as tingkat
    from calon_pelanggan as c
    inner join aturan_pelanggan as a
        on
            coalesce(c.nik_sama = a.nik_sama, true)
            and coalesce(c.nik_dan_nama = a.nik_dan_nama, true)
            and coalesce(c.nama_cocok = a.nama_cocok, true)
            and coalesce(c.alamat_sama = a.alamat_sama, true)
    group by c.record_key, c.id_keluarga, c.nik_dan_nama
),

terbaik as (
    select
        record_key,
        min(tingkat) as tingkat
    from bertingkat
    group by record_key
),

terpilih as (
    select
        b.record_key,
        t.tingkat,
        min(b.id_keluarga) as id_keluarga,
        count(*) as jumlah_calon
    from bertingkat as b
    inner join terbaik as t
        on b.record_key = t.record_key and b.tingkat = t.tingkat
    group by b.record_key, t.tingkat
),

pemilik_nik as (
    select
        record_key,
        id_keluarga
    from calon_pelanggan
    where nik_sama
),

bertentangan as (
    select distinct t.record_key
    from terpilih as t
    inner join pemilik_nik as n
        on t.record_key = n.record_key and t.id_keluarga <> n.id_keluarga
),

final as (
    select
        p.record_key,
        p.penyedia,
        p.dataset,
        case when a.padan and t.jumlah_calon = 1 then 'padan' else 'tidak padan' end as hasil_padan,
        t.tingkat,
        a.aturan,
        case when a.padan and t.jumlah_calon = 1 then t.id_keluarga end as id_keluarga,
        case
            when t.record_key is null then 'TIDAK_PADAN'
            when not a.padan then a.kode_alasan
            when t.jumlah_calon > 1 then 'TIDAK_PADAN_GANDA'
        end as kode_alasan,
        cast(coalesce(t.jumlah_calon, 0) as integer) as jumlah_calon,
        b.record_key is not null as nik_keluarga_lain,
        p._delivery,
        p._file,
        p._row_number
    from pelanggan as p
    left join terpilih as t
        on p.record_key = t.record_key
    left join aturan_pelanggan as a
        on t.tingkat = a.tingkat
    left join bertentangan as b
        on p.record_key = b.record_key
)

select * from final
