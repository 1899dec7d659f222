-- Training survey: household items in questionnaire codes, weight and expenditure as numbers.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'susenas__rumah_tangga'), 'susenas', 'rumah_tangga') }}
),

final as (
    select
        {{ record_key('susenas', 'rumah_tangga', ['trim(id_ruta)']) }} as record_key,
        {{ clean_text('id_ruta') }} as kunci_asal,
        {{ content_hash([
            'id_ruta', 'kode_provinsi', 'kode_kabupaten_kota', 'tipe_wilayah', 'penimbang', 'strata',
            'psu', 'jumlah_anggota', 'jk_kepala', 'umur_kepala', 'ijazah_kepala', 'bekerja_kepala',
            'lapangan_usaha_kepala', 'status_pekerjaan_kepala', 'jumlah_balita',
            'jumlah_anak_sekolah', 'jumlah_lansia', 'jumlah_bekerja', 'r301a', 'r302', 'r303',
            'r304', 'r305', 'r306a', 'r307a', 'r307b1', 'r308', 'r309a', 'r309b', 'r310', 'r502b', 'r502c',
            'r502f', 'r502g', 'r502h', 'r502i', 'r502k', 'r502n', 'r503a', 'r503b', 'r504a',
            'r504e', 'pengeluaran_per_kapita',
        ]) }}
            as sidik_isi,
        ---------- design
        {{ clean_text('kode_provinsi') }} as kode_provinsi_kemendagri,
        {{ clean_text('kode_kabupaten_kota') }} as kode_kabupaten_kota_kemendagri,
        {{ clean_text('tipe_wilayah') }} as tipe_wilayah,
        {{ clean_text('strata') }} as strata,
        {{ clean_text('psu') }} as psu,
        {{ try_decimal(clean_text('penimbang'), 6) }} as penimbang,
        {{ try_decimal(clean_text('pengeluaran_per_kapita'), 2) }}
            as pengeluaran_per_kapita,
        ---------- household and its head
        {{ try_integer(clean_text('jumlah_anggota')) }} as jumlah_anggota_keluarga,
        {{ clean_text('jk_kepala') }} as jenis_kelamin_kepala,
        {{ try_integer(clean_text('umur_kepala')) }} as umur_kepala,
        {{ clean_text('ijazah_kepala') }} as ijazah_kepala,
        {{ clean_text('bekerja_kepala') }} as bekerja_kepala,
        {{ clean_text('lapangan_usaha_kepala') }} as lapangan_usaha_kepala,
        {{ clean_text('status_pekerjaan_kepala') }} as status_pekerjaan_kepala,
        {{ try_integer(clean_text('jumlah_balita')) }} as jumlah_balita,
        {{ try_integer(clean_text('jumlah_anak_sekolah')) }} as jumlah_anak_sekolah,
        {{ try_integer(clean_text('jumlah_lansia')) }} as jumlah_lansia,
        {{ try_integer(clean_text('jumlah_bekerja')) }} as jumlah_bekerja,
        ---------- housing
        {{ clean_text('r301a') }} as status_kepemilikan_rumah,
        {{ try_integer(clean_text('r302')) }} as luas_lantai,
        {{ clean_text('r303') }} as jenis_lantai_terluas,
        {{ clean_text('r304') }} as jenis_dinding_terluas,
        {{ clean_text('r305') }} as jenis_atap_terluas,
        {{ clean_text('r306a') }} as sumber_air_minum_utama,
        {{ clean_text('r307a') }} as sumber_penerangan_utama,
        {{ clean_text('r307b1') }} as daya_terpasang,
        {{ clean_text('r308') }} as bahan_bakar_utama_memasak,
        {{ clean_text('r309a') }} as fasilitas_bab,
        {{ clean_text('r309b') }} as jenis_kloset,
        {{ clean_text('r310') }} as pembuangan_akhir_tinja,
        ---------- assets
        {{ clean_text('r502b') }} as aset_bergerak_lemari_es,
        {{ clean_text('r502c') }} as aset_bergerak_ac,
        {{ clean_text('r502f') }} as aset_bergerak_tv_datar,
        {{ clean_text('r502g') }} as aset_bergerak_emas_perhiasan,
        {{ clean_text('r502h') }} as aset_bergerak_komputer_laptop_tablet,
        {{ clean_text('r502i') }} as aset_bergerak_sepeda_motor,
        {{ clean_text('r502k') }} as aset_bergerak_mobil,
        {{ clean_text('r502n') }} as aset_bergerak_smartphone,
        {{ clean_text('r503a') }} as aset_tidak_bergerak_lahan_lainnya,
        {{ clean_text('r503b') }} as aset_tidak_bergerak_rumah_lainnya,
        {{ try_integer(clean_text('r504a')) }} as jumlah_ternak_sapi,
        {{ try_integer(clean_text('r504e')) }} as jumlah_ternak_kambing_domba,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
