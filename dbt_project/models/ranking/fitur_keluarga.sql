-- What the welfare model reads of each family of the sealed release, under the names of pmt.yml.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_keluarga') }}
with keluarga as (
    select * from {{ source('snapshot', 'keluarga') }}
),

susunan_keluarga as (
    select * from {{ ref('susunan_keluarga') }}
),

rancangan as (
    select *
    from {{ source('model', 'rancangan_kesejahteraan') }}
    where peran = 'lewati'
),

butir as (
    select
        k.*,
        s.jumlah_balita,
        s.jumlah_anak_sekolah,
        s.jumlah_lansia,
        s.umur_kepala,
        s.jenis_kelamin_kepala,
        s.partisipasi_sekolah_kepala,
        s.ijazah_kepala,
        s.bekerja_kepala,
        s.lapangan_usaha_kepala,
        s.status_pekerjaan_kepala
    from keluarga as k
    left join susunan_keluarga as s
        on k.id_keluarga = s.id_keluarga
),

final as (
    select
        b.id_keluarga,
        b.punya_butir_keluarga,
        b.jumlah_anggota_keluarga,
        b.kepala_ditangguhkan,
        ---------- coded items; one that was skipped says so
        b.kode_provinsi_kemendagri,
        b.status_kepemilikan_rumah,
        b.jenis_lantai_terluas,
        b.jenis_dinding_terluas,
        b.jenis_atap_terluas,
        b.sumber_air_minum_utama,
        b.sumber_penerangan_utama,
        coalesce(l_daya.pengganti, b.daya_terpasang) as daya_terpasang,
        b.bahan_bakar_utama_memasak,
        b.fasilitas_bab,
        coalesce(l_kloset.pengganti, b.jenis_kloset) as jenis_kloset,
        coalesce(l_tinja.pengganti, b.pembuangan_akhir_tinja) as pembuangan_akhir_tinja,
        b.aset_bergerak_lemari_es,
        b.aset_bergerak_ac,
        b.aset_bergerak_tv_datar,
        b.aset_bergerak_emas_perhiasan,
        b.aset_bergerak_komputer_laptop_tablet,
        b.aset_bergerak_sepeda_motor,
        b.aset_bergerak_mobil,
        b.aset_bergerak_smartphone,
        b.aset_tidak_bergerak_lahan_lainnya,
        b.aset_tidak_bergerak_rumah_lainnya,
        b.jenis_kelamin_kepala,
        coalesce(l_ijazah.pengganti, b.ijazah_kepala) as ijazah_kepala,
        b.bekerja_kepala,
        coalesce(l_usaha.pengganti, b.lapangan_usaha_kepala) as lapangan_usaha_kepala,
        coalesce(l_status.pengganti, b.status_pekerjaan_kepala) as status_pekerjaan_kepala,
        b.kode_kabupaten_kota_kemendagri,
        ---------- numbers
        cast(
            ln(case when b.luas_lantai > 0 then b.luas_lantai end) - ln(b.jumlah_anggota_dihitung)
            as decimal(18, 6)
        ) as log_luas_lantai_per_kapita,
        cast(ln(b.jumlah_anggota_dihitung) as decimal(18, 6)) as log_jumlah_anggota_keluarga,
        cast(b.umur_kepala as decimal(18, 6)) as umur_kepala,
        cast(ln(case when b.umur_kepala > 0 then b.umur_kepala end) as decimal(18, 6))
            as log_umur_kepala,
        cast(b.jumlah_balita as decimal(18, 6)) as jumlah_balita,
        cast(b.jumlah_anak_sekolah as decimal(18, 6)) as jumlah_anak_sekolah,
        cast(b.jumlah_lansia as decimal(18, 6)) as jumlah_lansia,
        cast(b.jumlah_ternak_sapi as decimal(18, 6)) as jumlah_ternak_sapi,
        cast(b.jumlah_ternak_kambing_domba as decimal(18, 6)) as jumlah_ternak_kambing_domba
    from butir as b
    {% for alias, variabel, penentu in [
        ('l_daya', 'daya_terpasang', 'sumber_penerangan_utama'),
        ('l_kloset', 'jenis_kloset', 'fasilitas_bab'),
        ('l_tinja', 'pembuangan_akhir_tinja', 'fasilitas_bab'),
        ('l_ijazah', 'ijazah_kepala', 'partisipasi_sekolah_kepala'),
        ('l_usaha', 'lapangan_usaha_kepala', 'bekerja_kepala'),
        ('l_status', 'status_pekerjaan_kepala', 'bekerja_kepala'),
    ] %}
    left join rancangan as {{ alias }}
        on {{ alias }}.variabel = '{{ variabel }}' and b.{{ penentu }} = {{ alias }}.kode
    {% endfor %}
)

select * from final
