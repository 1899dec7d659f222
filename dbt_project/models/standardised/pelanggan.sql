-- Accepted customers of utilities that are in force: comparable names and addresses, power in the
-- questionnaire's code.
-- Grain: one row per record_key
with pelanggan_pln as (
    select
        'pln' as penyedia,
        'pelanggan' as dataset,
        *
    from {{ ref('stg_pln__pelanggan') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

perubahan_desa as (
    select
        kode_lama,
        min(kode_baru) as kode_baru
    from {{ ref('stg_kemendagri__perubahan_wilayah') }}
    where tingkat = 'desa' and _efektif
    group by kode_lama
),

diterima as (
    select
        p.*,
        coalesce(d.kode_baru, p.kode_desa_kemendagri) as kode_desa_kini
    from pelanggan_pln as p
    left join perubahan_desa as d
        on p.kode_desa_kemendagri = d.kode_lama
    where {{ is_accepted('p') }}
),

final as (
    select
        p.record_key,
        p.penyedia,
        p.dataset,
        ---------- holder
        case when {{ nik_is_well_formed('p.nik') }} then p.nik end as nik,
        p.nama,
        {{ name_standard('p.nama') }} as nama_baku,
        ---------- place
        p.alamat,
        {{ address_standard('p.alamat') }} as alamat_baku,
        p.kode_desa_kini as kode_desa_kemendagri,
        ---------- connection
        p.id_pelanggan_pln,
        daya.kode as daya_terpasang,
        upper(p.tarif_listrik_asal) as tarif_listrik,
        ---------- technical
        p.tanggal_acuan,
        p._delivery,
        p._file,
        p._row_number
    from diterima as p
    left join padanan_kode as daya
        on
            p.penyedia = daya.penyedia
            and daya.daftar = 'daya_terpasang'
            and p.daya_terpasang_asal = daya.kode_asal
)

select * from final
