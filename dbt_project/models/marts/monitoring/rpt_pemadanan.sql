-- Outcome of matching (Pasal 13): records that are padan or tidak padan, by provider, district and the
-- evidence that joined them.
-- Grain: one row per object, provider, dataset, kabupaten/kota and evidence
with individu as (
    select * from {{ ref('individu') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

sebab_padan as (
    select * from {{ ref('sebab_padan') }}
),

pelanggan as (
    select * from {{ ref('pelanggan') }}
),

padan_pelanggan as (
    select * from {{ ref('padan_pelanggan') }}
),

keluarga as (
    select * from {{ ref('keluarga') }}
),

padan_keluarga as (
    select distinct record_key from {{ ref('padan_keluarga') }}
),

kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
),

bukti_padan as (
    select * from {{ ref('bukti_padan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

orang as (
    select
        penyedia,
        dataset,
        kode_kabupaten_kota_kemendagri,
        nik,
        hasil_padan,
        count(*) over (partition by id_individu) as jumlah_rekaman_orang,
        count(nik) over (partition by id_individu, nik) as jumlah_nik_sama
    from rekaman_padan
),

terbukti as (
    select
        'individu' as objek,
        penyedia,
        dataset,
        kode_kabupaten_kota_kemendagri,
        case
            when hasil_padan <> 'padan' then 'individu_baru'
            when jumlah_rekaman_orang = 1 then 'rilis_dasar'
            when nik is null then 'tanpa_nik'
            when jumlah_nik_sama > 1 then 'nik'
            else 'nik_tidak_sama'
        end as bukti
    from orang
    union all
    -- supporting records that joined nobody; main records always have a person
    select
        'individu' as objek,
        i.penyedia,
        i.dataset,
        i.kode_kabupaten_kota_kemendagri,
        lower(t.sebab) as bukti
    from individu as i
    inner join sebab_padan as t
        on i.record_key = t.record_key and t.id_individu is null
    union all
    select
        'pelanggan' as objek,
        p.penyedia,
        p.dataset,
        left(p.kode_desa_kemendagri, 4) as kode_kabupaten_kota_kemendagri,
        case when t.hasil_padan = 'padan' then t.aturan else lower(t.kode_alasan) end as bukti
    from pelanggan as p
    inner join padan_pelanggan as t
        on p.record_key = t.record_key
    union all
    select
        'keluarga' as objek,
        k.penyedia,
        k.dataset,
        k.kode_kabupaten_kota_kemendagri,
        case when p.record_key is null then 'tanpa_anggota' else 'anggota_sama' end as bukti
    from keluarga as k
    left join padan_keluarga as p
        on k.record_key = p.record_key
),

berandil as (
    select
        objek,
        penyedia,
        dataset,
        kode_kabupaten_kota_kemendagri,
        bukti,
        count(*) as jumlah_rekaman,
        sum(count(*)) over (
            partition by objek, penyedia, dataset, kode_kabupaten_kota_kemendagri
        ) as jumlah_semua
    from terbukti
    group by objek, penyedia, dataset, kode_kabupaten_kota_kemendagri, bukti
),

lengkap as (
    select
        b.*,
        r.id_rilis,
        t.peran,
        left(b.kode_kabupaten_kota_kemendagri, 2) as kode_provinsi_kemendagri,
        e.hasil_padan,
        {{ share('b.jumlah_rekaman', 'b.jumlah_semua') }} as andil
    from berandil as b
    cross join rilis as r
    inner join bukti_padan as e
        on b.objek = e.objek and b.bukti = e.bukti
    left join kontrak as t
        on b.penyedia = t.penyedia and b.dataset = t.dataset
),

final as (
    select
        id_rilis,
        objek,
        penyedia,
        peran,
        dataset,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        hasil_padan,
        bukti,
        jumlah_rekaman,
        andil
    from lengkap
)

select * from final
