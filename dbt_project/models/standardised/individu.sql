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

padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

desa_kini as (
    select * from {{ ref('desa_kini') }}
),

-- a BPS code is led over by the crosswalk; an old Kemendagri code by what became of it
diterima as (
    select
        {% for tier in ['desa', 'kecamatan', 'kabupaten_kota', 'provinsi'] %}
        case
            when r.kode_desa_bps is not null then p.kode_{{ tier }}_kemendagri
            when d.kode_lama_kemendagri is not null then d.kode_{{ tier }}_kemendagri
            else {{ kemendagri_prefix('r.kode_desa_kemendagri', tier) }}
        end as {{ tier }}_kini,
        {% endfor %}
        p.status_padanan,
        r.*
    from rekaman_individu as r
    left join padanan_wilayah as p
        on r.kode_desa_bps = p.kode_desa_bps and r.tanggal_acuan = p.tanggal_acuan
    left join desa_kini as d
        on
            r.kode_desa_kemendagri = d.kode_lama_kemendagri
            and (not d.lama_masih_berlaku or r.tanggal_acuan < d.perubahan_terakhir)
    where {{ is_accepted('r') }}
),

baku as (
    select
        d.*,
        case
            when {{ birth_date_is_possible('d.tanggal_lahir', 'd.tanggal_acuan') }}
                then d.tanggal_lahir
        end as tanggal_lahir_mungkin,
        case when {{ age_is_possible('d.umur') }} then d.umur end as umur_mungkin
    from diterima as d
),

final as (
    select
        {{ hash63('b.record_key') }} as rekaman_id,
        b.record_key,
        b.penyedia,
        b.dataset,
        b.peran,
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
        cast(
            coalesce(
                extract(year from b.tanggal_lahir_mungkin),
                extract(year from b.tanggal_acuan) - b.umur_mungkin
            ) as smallint
        ) as tahun_lahir,
        b.tanggal_lahir_mungkin is null and b.umur_mungkin is not null as umur_saja,
        jk.kode as jenis_kelamin,
        kawin.kode as status_kawin,
        hub.kode as status_hubungan_keluarga,
        ---------- address
        b.alamat,
        b.rt,
        b.rw,
        b.desa_kini as kode_desa_kemendagri,
        b.kecamatan_kini as kode_kecamatan_kemendagri,
        b.kabupaten_kota_kini as kode_kabupaten_kota_kemendagri,
        b.provinsi_kini as kode_provinsi_kemendagri,
        b.kode_desa_bps,
        b.status_padanan,
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
