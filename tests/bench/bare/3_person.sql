-- Row rules: no key or no name puts a row out, of one key the first stays; a malformed value
-- becomes null. BPS codes become places of the crosswalk.
create schema standardised;

create table standardised.individu as
with diterima as (
    select *, nama_baku(nama) as nama_baku, tanggal_benar(tanggal_lahir, tanggal_acuan) as lahir
    from bersih
    where kunci is not null
    qualify row_number() over (partition by penyedia, kunci order by baris) = 1
)

select
    (md5_number_lower(b.penyedia || '|' || b.kunci) >> 1)::bigint as rekaman_id,
    b.penyedia || '|' || b.kunci as kunci_rekaman, b.penyedia,
    case when b.penyedia = 'bpjs_kesehatan' then 'pendukung' else 'utama' end as peran,
    b.tanggal_acuan, b.kunci_keluarga,
    case when nik_benar(b.nik) then b.nik end as nik,
    case when kk_benar(b.no_kk) then b.no_kk end as no_kk,
    b.nama, b.nama_baku,
    split_part(b.nama_baku, ' ', 1) as nama_depan,
    split_part(b.nama_baku, ' ', -1) as nama_belakang,
    bunyi(b.nama_baku) as nama_bunyi,
    bunyi(split_part(b.nama_baku, ' ', 1)) as depan_bunyi,
    bunyi(split_part(b.nama_baku, ' ', -1)) as belakang_bunyi,
    false as nama_lemah,
    b.tempat_lahir, b.lahir as tanggal_lahir,
    coalesce(month(b.lahir) * 100 + day(b.lahir) in (701, 1231, 101), false) as lahir_baku,
    coalesce(year(b.lahir), year(b.tanggal_acuan) - b.umur_disebut)::smallint as tahun_lahir,
    b.lahir is null and b.umur_disebut is not null as umur_saja,
    jk.kode as jenis_kelamin, kawin.kode as status_kawin, hub.kode as status_hubungan_keluarga,
    b.alamat, b.rt, b.rw,
    case when b.kode_desa_bps is null then b.kode_desa else w.desa end as kode_desa_kemendagri,
    case when b.kode_desa_bps is null then left(b.kode_desa, 6) else w.kecamatan end
        as kode_kecamatan_kemendagri,
    case when b.kode_desa_bps is null then left(b.kode_desa, 4) else w.kabupaten_kota end
        as kode_kabupaten_kota_kemendagri,
    case when b.kode_desa_bps is null then left(b.kode_desa, 2) else w.provinsi end
        as kode_provinsi_kemendagri,
    status.kode as status_kependudukan,
    pkh.kode as penerima_pkh, bpnt.kode as penerima_bpnt, pbi.kode as pbi_nas,
    b.nomor_peserta_jkn, segmen.kode as segmen_jkn,
    case when segmen.kode = 'pbpu_pemda' then '1' when segmen.kode is not null then '2' end
        as pbi_pemda
from diterima as b
left join kode as jk
    on b.penyedia = jk.penyedia and jk.daftar = 'jenis_kelamin' and b.jk = jk.kode_asal
left join kode as kawin
    on b.penyedia = kawin.penyedia and kawin.daftar = 'status_kawin' and b.kawin = kawin.kode_asal
left join kode as hub
    on
        b.penyedia = hub.penyedia and hub.daftar = 'status_hubungan_keluarga'
        and b.hub = hub.kode_asal
left join kode as status
    on
        b.penyedia = status.penyedia and status.daftar = 'status_kependudukan'
        and b.status = status.kode_asal
left join kode as pkh
    on b.penyedia = pkh.penyedia and pkh.daftar = 'ya_tidak' and b.pkh = pkh.kode_asal
left join kode as bpnt
    on b.penyedia = bpnt.penyedia and bpnt.daftar = 'ya_tidak' and b.bpnt = bpnt.kode_asal
left join kode as pbi
    on b.penyedia = pbi.penyedia and pbi.daftar = 'ya_tidak' and b.pbi = pbi.kode_asal
left join kode as segmen
    on b.penyedia = segmen.penyedia and segmen.daftar = 'segmen_jkn' and b.segmen = segmen.kode_asal
left join wilayah_bps as w on b.kode_desa_bps = w.kode_desa_bps
where b.nama_baku is not null;
