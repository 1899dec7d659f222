-- Accepted person records that are in force, in one shape: standard codes, comparable names.
-- Grain: one row per record_key
with individu_terbaca as (
    select * from {{ ref('individu_terbaca') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

rekaman_dikesampingkan as (
    select * from {{ ref('rekaman_dikesampingkan') }}
),

nilai_dikosongkan as (
    select * from {{ ref('nilai_dikosongkan') }}
),

padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

desa_kini as (
    select * from {{ ref('desa_kini') }}
),

pokok_nama as (
    select * from {{ ref('pokok_nama') }}
),

alamat_terurai as (
    select * from {{ ref('alamat_terurai') }}
),

-- what a finding blanked is not used
terpakai as (
    select
        {% for column in [
            'nik', 'no_kk', 'tanggal_lahir', 'umur', 'jenis_kelamin', 'status_kawin',
            'status_hubungan_keluarga', 'status_kependudukan', 'tanggal_status', 'penerima_pkh',
            'penerima_bpnt', 'pbi_nas', 'segmen_jkn', 'segmen_ketenagakerjaan', 'penerima_pip',
            'program_ketenagakerjaan', 'jenjang_sekolah_dapodik', 'kode_desa_kemendagri',
        ] %}
        {{ used('r', column) }} as {{ column }},
        {% endfor %}
        {% for column in [
            'record_key', 'penyedia', 'dataset', 'peran', 'tanggal_acuan', 'kunci_keluarga', 'nama',
            'nama_baku', 'tempat_lahir', 'alamat', 'rt', 'rw', 'kode_desa_bps', 'nomor_peserta_jkn',
            'nomor_peserta_ketenagakerjaan', 'nisn', '_delivery', '_file',
        ] %}
        r.{{ column }},
        {% endfor %}
        r._row_number
    from individu_terbaca as r
    {{ join_blanked('r') }}
    where {{ is_accepted('r') }} and not {{ is_set_aside('r') }}
),

-- a BPS code is led over by the crosswalk; an old Kemendagri code by what became of it
baku as (
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
    from terpakai as r
    left join padanan_wilayah as p
        on r.kode_desa_bps = p.kode_desa_bps and r.tanggal_acuan = p.tanggal_acuan
    left join desa_kini as d
        on
            r.kode_desa_kemendagri = d.kode_lama_kemendagri
            and (not d.lama_masih_berlaku or r.tanggal_acuan < d.perubahan_terakhir)
),

final as (
    select
        {{ hash63('b.record_key') }} as rekaman_id,
        {% for column in [
            'record_key', 'penyedia', 'dataset', 'peran', 'tanggal_acuan', 'kunci_keluarga', 'nik',
            'no_kk', 'nama', 'nama_baku',
        ] %}
        b.{{ column }},
        {% endfor %}
        ---------- identity
        {{ name_first_telling('b.nama_baku') }} as nama_depan,
        {{ last_word('b.nama_baku') }} as nama_belakang,
        {{ name_sound('b.nama_baku') }} as nama_bunyi,
        {{ name_sound(name_first_telling('b.nama_baku')) }} as depan_bunyi,
        {{ name_sound(last_word('b.nama_baku')) }} as belakang_bunyi,
        {{ name_is_weak('b.nama_baku') }} as nama_lemah,
        coalesce(n.nama_pokok, b.nama_baku) as nama_pokok,
        coalesce(n.nama_bermarga, false) as nama_bermarga,
        b.tempat_lahir,
        b.tanggal_lahir,
        coalesce({{ is_default_date('b.tanggal_lahir') }}, false) as lahir_baku,
        cast(
            coalesce(
                extract(year from b.tanggal_lahir),
                extract(year from b.tanggal_acuan) - b.umur
            ) as smallint
        ) as tahun_lahir,
        b.tanggal_lahir is null and b.umur is not null as umur_saja,
        b.jenis_kelamin,
        b.status_kawin,
        b.status_hubungan_keluarga,
        ---------- address
        b.alamat,
        a.alamat_baku,
        coalesce(b.rt, a.rt) as rt,
        coalesce(b.rw, a.rw) as rw,
        {% for tier in ['desa', 'kecamatan', 'kabupaten_kota', 'provinsi'] %}
        b.{{ tier }}_kini as kode_{{ tier }}_kemendagri,
        {% endfor %}
        b.kode_desa_bps,
        b.status_padanan,
        ---------- status in the population register
        b.status_kependudukan,
        b.tanggal_status,
        ---------- programmes and insurance
        b.penerima_pkh,
        b.penerima_bpnt,
        coalesce(b.pbi_nas, {{ in_segment('b.segmen_jkn', 'segmen_negara') }}) as pbi_nas,
        b.nomor_peserta_jkn,
        b.segmen_jkn,
        {{ in_segment('b.segmen_jkn', 'segmen_pemda') }} as pbi_pemda,
        ---------- insurance of work, school, technical
        {% for column in [
            'nomor_peserta_ketenagakerjaan', 'segmen_ketenagakerjaan', 'program_ketenagakerjaan',
            'nisn', 'jenjang_sekolah_dapodik', 'penerima_pip', '_delivery', '_file',
        ] %}
        b.{{ column }},
        {% endfor %}
        b._row_number
    from baku as b
    left join pokok_nama as n
        on b.nama_baku = n.nama_baku
    left join alamat_terurai as a
        on b.alamat = a.alamat
)

select * from final
