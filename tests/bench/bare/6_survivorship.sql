-- One value per variable and person, the most trusted provider that has one first.
create table orang as
with urut as (
    select
        i.*, k.klaster as id_individu,
        case i.penyedia when 'dukcapil' then 1 when 'regsosek' then 2 else 3 end as a,
        case i.penyedia when 'dukcapil' then 1 when 'dtks' then 3 when 'regsosek' then 2 end as b,
        case i.penyedia when 'dukcapil' then 1 when 'dtks' then 2 end as c
    from standardised.individu as i
    inner join klaster as k on i.rekaman_id = k.rekaman_id
)

select
    id_individu,
    arg_min(nik, a) as nik, arg_min(no_kk, b) as no_kk, arg_min(nama, a) as nama,
    arg_min(nama_baku, a) as nama_baku, arg_min(tempat_lahir, a) as tempat_lahir,
    arg_min(tanggal_lahir, a) as tanggal_lahir, arg_min(jenis_kelamin, a) as jenis_kelamin,
    arg_min(status_kawin, b) as status_kawin,
    arg_min(status_hubungan_keluarga, b) as status_hubungan_keluarga,
    arg_min(alamat, c) as alamat, arg_min(rt, c) as rt, arg_min(rw, c) as rw,
    arg_min(kode_desa_kemendagri, c) as kode_desa_kemendagri,
    arg_min(kode_kecamatan_kemendagri, c) as kode_kecamatan_kemendagri,
    arg_min(kode_kabupaten_kota_kemendagri, c) as kode_kabupaten_kota_kemendagri,
    arg_min(kode_provinsi_kemendagri, c) as kode_provinsi_kemendagri,
    arg_min(r412, a) as partisipasi_sekolah, arg_min(r415, a) as ijazah_tertinggi_yang_dimiliki,
    arg_min(r416a, a) as status_bekerja, arg_min(r417, a) as lapangan_usaha_dari_pekerjaan_utama,
    arg_min(r418, a) as status_dalam_pekerjaan_utama,
    arg_min(pkh, a) as penerima_pkh, arg_min(bpnt, a) as penerima_bpnt, arg_min(pbi, a) as pbi_nas,
    count(*)::smallint as jumlah_rekaman
from urut
group by id_individu;
