-- Accepted person records that are in force, in one shape: standard codes, comparable names.
-- Grain: one row per record_key
with rekaman_individu as (
    select * from {{ ref('rekaman_individu') }}
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
        r.*,
        coalesce(p.kode_baru, r.kode_desa_kemendagri) as kode_desa_kini
    from rekaman_individu as r
    left join perubahan_desa as p
        on r.kode_desa_kemendagri = p.kode_lama
    where {{ is_accepted('r') }}
),

baku as (
    select
        d.*,
        {{ name_standard('d.nama') }} as nama_baku,
        case
            when {{ birth_date_is_possible('d.tanggal_lahir', 'd.tanggal_acuan') }}
                then d.tanggal_lahir
        end as tanggal_lahir_mungkin
    from diterima as d
),

final as (
    select
        {{ hash63('b.record_key') }} as rekaman_id,
        b.record_key,
        b.penyedia,
        b.dataset,
        b.tanggal_acuan,
        b.kunci_keluarga,
        ---------- identity
        case when {{ nik_is_well_formed('b.nik') }} then b.nik end as nik,
        case when {{ no_kk_is_well_formed('b.no_kk') }} then b.no_kk end as no_kk,
        b.nama,
        b.nama_baku,
        {{ first_word('b.nama_baku') }} as nama_depan,
        {{ last_word('b.nama_baku') }} as nama_belakang,
        b.tempat_lahir,
        b.tanggal_lahir_mungkin as tanggal_lahir,
        coalesce({{ is_default_date('b.tanggal_lahir_mungkin') }}, false) as lahir_baku,
        jk.kode as jenis_kelamin,
        kawin.kode as status_kawin,
        hub.kode as status_hubungan_keluarga,
        ---------- address
        b.alamat,
        b.rt,
        b.rw,
        b.kode_desa_kini as kode_desa_kemendagri,
        left(b.kode_desa_kini, 6) as kode_kecamatan_kemendagri,
        left(b.kode_desa_kini, 4) as kode_kabupaten_kota_kemendagri,
        left(b.kode_desa_kini, 2) as kode_provinsi_kemendagri,
        ---------- status in the population register
        status.kode as status_kependudukan,
        b.tanggal_status,
        ---------- programmes and insurance
        pkh.kode as penerima_pkh,
        bpnt.kode as penerima_bpnt,
        pbi.kode as pbi_nas,
        b.nomor_peserta_jkn,
        segmen.kode as segmen_jkn,
        case
            when segmen.kode is not null
                then {{ yes_no("segmen.kode = '" ~ var('segmen_pemda') ~ "'") }}
        end as pbi_pemda,
        ---------- technical
        b._delivery,
        b._file,
        b._row_number
    from baku as b
    {% for alias, daftar, column in [
        ('jk', 'jenis_kelamin', 'jenis_kelamin_asal'),
        ('kawin', 'status_kawin', 'status_kawin_asal'),
        ('hub', 'status_hubungan_keluarga', 'status_hubungan_keluarga_asal'),
        ('status', 'status_kependudukan', 'status_kependudukan_asal'),
        ('pkh', 'ya_tidak', 'penerima_pkh_asal'),
        ('bpnt', 'ya_tidak', 'penerima_bpnt_asal'),
        ('pbi', 'ya_tidak', 'pbi_nas_asal'),
        ('segmen', 'segmen_jkn', 'segmen_jkn_asal'),
    ] %}
    left join padanan_kode as {{ alias }}
        on
            b.penyedia = {{ alias }}.penyedia
            and {{ alias }}.daftar = '{{ daftar }}'
            and b.{{ column }} = {{ alias }}.kode_asal
    {% endfor %}
)

select * from final
