-- Cleaned text, standard dates and answers; one shape for the five providers of persons.
create table keluarga_regsosek as
select
    'regsosek|' || idkel as kunci_keluarga, r114 as no_kk, r107 as alamat,
    nullif(concat(r101, r102, r103, r104), '') as kode_desa_bps,
    {items_of_families}
from (select distinct nullif(trim(columns(*)), '') from mentah_keluarga)
where idkel is not null
qualify count(*) over (partition by idkel) = 1;

create table keluarga_p3ke as
select
    'p3ke|' || isi(k.id_keluarga_p3ke) as kunci_keluarga, isi(k.no_kk) as no_kk,
    isi(k.alamat) as alamat, isi(k.rt) as rt, isi(k.rw) as rw, isi(k.kode_desa) as kode_desa,
    case when bulat(isi(k.desil_p3ke)) between 1 and 10 then bulat(isi(k.desil_p3ke)) end::smallint
        as desil_p3ke,
    milik.kode as status_kepemilikan_rumah, lantai.kode as jenis_lantai_terluas,
    air.kode as sumber_air_minum_utama, lampu.kode as sumber_penerangan_utama,
    masak.kode as bahan_bakar_utama_memasak
from (select distinct * from mentah_keluarga_p3ke) as k
left join kode_p3ke as milik
    on milik.daftar = 'status_kepemilikan_rumah' and isi(k.kepemilikan_rumah) = milik.kode_asal
left join kode_p3ke as lantai
    on lantai.daftar = 'jenis_lantai' and isi(k.jenis_lantai) = lantai.kode_asal
left join kode_p3ke as air
    on air.daftar = 'sumber_air_minum' and isi(k.sumber_air_minum) = air.kode_asal
left join kode_p3ke as lampu
    on lampu.daftar = 'sumber_penerangan' and isi(k.sumber_penerangan) = lampu.kode_asal
left join kode_p3ke as masak
    on masak.daftar = 'bahan_bakar_memasak' and isi(k.bahan_bakar_memasak) = masak.kode_asal
where isi(k.id_keluarga_p3ke) is not null
qualify count(*) over (partition by isi(k.id_keluarga_p3ke)) = 1;

create table butir_individu as
select
    'regsosek|' || idkel || '|' || r401 as kunci_rekaman,
    {items_of_persons}
from (select nullif(trim(columns(* exclude (baris))), '') from mentah_anggota)
where idkel || r401 is not null
qualify row_number() over (partition by kunci_rekaman) = 1;

-- What a provider does not deliver is null.
create table bersih as
select
    'dukcapil' as penyedia, isi(nik) as kunci, baris, isi(nik) as nik, isi(no_kk) as no_kk,
    isi(nama_lgkp) as nama, isi(tmpt_lhr) as tempat_lahir,
    try_strptime(isi(tgl_lhr), '%Y-%m-%d')::date as tanggal_lahir, isi(jenis_klmin) as jk,
    isi(stat_kwn) as kawin, isi(stat_hbkel) as hub, isi(alamat) as alamat, isi(no_rt) as rt,
    isi(no_rw) as rw, isi(kode_desa) as kode_desa, isi(status) as status,
    date '{acuan_dukcapil}' as tanggal_acuan
from mentah_penduduk
union all by name
select
    'regsosek' as penyedia, isi(a.idkel) || '|' || isi(a.r401) as kunci, a.baris,
    'regsosek|' || isi(a.idkel) as kunci_keluarga, isi(a.r403) as nik, k.no_kk, isi(a.r402) as nama,
    try_strptime(isi(a.r406), '%d/%m/%Y')::date as tanggal_lahir, isi(a.r405) as jk,
    isi(a.r408) as kawin, isi(a.r409) as hub, k.alamat, k.kode_desa_bps,
    date '{acuan_regsosek}' as tanggal_acuan
from mentah_anggota as a
left join keluarga_regsosek as k on 'regsosek|' || isi(a.idkel) = k.kunci_keluarga
union all by name
select
    'dtks' as penyedia, isi("ID_ART") as kunci, baris, 'dtks|' || isi("ID_DTKS") as kunci_keluarga,
    isi("NIK") as nik, isi("NO_KK") as no_kk, isi("NAMA") as nama,
    isi("TEMPAT_LAHIR") as tempat_lahir,
    try_strptime(isi("TANGGAL_LAHIR"), '%d/%m/%Y')::date as tanggal_lahir,
    isi("JENIS_KELAMIN") as jk, isi("HUB_KELUARGA") as hub, isi("ALAMAT") as alamat,
    isi("RT") as rt, isi("RW") as rw, isi("KODE_DESA") as kode_desa,
    isi("PKH") as pkh, isi("BPNT") as bpnt, isi("PBI") as pbi, date '{acuan_dtks}' as tanggal_acuan
from mentah_dtks
union all by name
select
    'p3ke' as penyedia, isi(a.id_individu_p3ke) as kunci, a.baris,
    'p3ke|' || isi(a.id_keluarga_p3ke) as kunci_keluarga, isi(a.nik) as nik, k.no_kk,
    isi(a.nama) as nama, try_strptime(isi(a.tanggal_lahir), '%Y%m%d')::date as tanggal_lahir,
    umur_benar(isi(a.umur)) as umur_disebut, isi(a.jenis_kelamin) as jk,
    isi(a.status_kawin) as kawin, isi(a.hubungan) as hub, k.alamat, k.rt, k.rw, k.kode_desa,
    date '{acuan_p3ke}' as tanggal_acuan
from mentah_individu_p3ke as a
left join keluarga_p3ke as k on 'p3ke|' || isi(a.id_keluarga_p3ke) = k.kunci_keluarga
union all by name
select
    'bpjs_kesehatan' as penyedia, isi(no_peserta) as kunci, baris, isi(nik) as nik,
    isi(nama) as nama, try_strptime(isi(tgl_lahir), '%Y-%m-%d')::date as tanggal_lahir,
    isi(kode_desa) as kode_desa, isi(no_peserta) as nomor_peserta_jkn, isi(segmen) as segmen,
    date '{acuan_bpjs_kesehatan}' as tanggal_acuan
from mentah_peserta;
