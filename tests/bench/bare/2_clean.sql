-- Cleaned text, standard dates, one shape for the three providers of persons.
create table keluarga as
select
    isi(idkel) as idkel, isi(r114) as no_kk, isi(r107) as alamat,
    isi(r101) || isi(r102) || isi(r103) || isi(r104) as kode_desa,
    {items}
from mentah_keluarga
qualify count(*) over (partition by idkel) = 1;

create table bersih as
select
    'dukcapil' as penyedia, isi(nik) as kunci, baris, null as kunci_keluarga, isi(nik) as nik,
    isi(no_kk) as no_kk, isi(nama_lgkp) as nama, isi(tmpt_lhr) as tempat_lahir,
    try_strptime(isi(tgl_lhr), '%Y-%m-%d')::date as tanggal_lahir, isi(jenis_klmin) as jk,
    isi(stat_kwn) as kawin, isi(stat_hbkel) as hub, isi(alamat) as alamat, isi(no_rt) as rt,
    isi(no_rw) as rw, isi(kode_desa) as kode_desa, isi(status) as status,
    null as r412, null as r415, null as r416a, null as r417, null as r418,
    null as pkh, null as bpnt, null as pbi, date '{acuan_dukcapil}' as tanggal_acuan
from mentah_penduduk
union all
select
    'regsosek', isi(a.idkel) || '|' || isi(r401), baris, isi(a.idkel), isi(r403), k.no_kk, isi(r402),
    null, try_strptime(isi(r406), '%d/%m/%Y')::date, isi(r405), isi(r408), isi(r409), k.alamat,
    null, null, k.kode_desa, null, isi(r412), isi(r415), isi(r416a), isi(r417), isi(r418),
    null, null, null, date '{acuan_regsosek}'
from mentah_anggota as a
left join keluarga as k on a.idkel = k.idkel
union all
select
    'dtks', isi("ID_ART"), baris, isi("ID_DTKS"), isi("NIK"), isi("NO_KK"), isi("NAMA"),
    isi("TEMPAT_LAHIR"), try_strptime(isi("TANGGAL_LAHIR"), '%d/%m/%Y')::date, isi("JENIS_KELAMIN"),
    null, isi("HUB_KELUARGA"), isi("ALAMAT"), isi("RT"), isi("RW"), isi("KODE_DESA"), null,
    null, null, null, null, null, isi("PKH"), isi("BPNT"), isi("PBI"), date '{acuan_dtks}'
from mentah_dtks;
