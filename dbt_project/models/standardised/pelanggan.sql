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

nilai_dikosongkan as (
    select * from {{ ref('nilai_dikosongkan') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

desa_kini as (
    select * from {{ ref('desa_kini') }}
),

-- what a finding blanked is not used
terpakai as (
    select
        p.*,
        {{ used('p', 'nik') }} as nik_terpakai,
        {{ used('p', 'kode_desa_kemendagri') }} as desa_terpakai
    from pelanggan_pln as p
    {{ join_blanked('p') }}
    where {{ is_accepted('p') }}
),

diterima as (
    select
        p.*,
        case
            when d.kode_lama_kemendagri is not null then d.kode_desa_kemendagri
            else p.desa_terpakai
        end as desa_sekarang
    from terpakai as p
    left join desa_kini as d
        on
            p.desa_terpakai = d.kode_lama_kemendagri
            and (not d.lama_masih_berlaku or p.tanggal_acuan < d.perubahan_terakhir)
),

final as (
    select
        p.record_key,
        p.penyedia,
        p.dataset,
        ---------- holder
        p.nik_terpakai as nik,
        p.nama,
        {{ name_standard('p.nama') }} as nama_baku,
        ---------- place
        p.alamat,
        {{ address_standard('p.alamat') }} as alamat_baku,
        p.desa_sekarang as kode_desa_kemendagri,
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
