-- NIK and family card against the population register: active, same person, name, year and card.
create table sah as
select o.* exclude (nama_baku), o.no_kk as id_keluarga
from orang as o
inner join rekaman as r on o.nik = r.nik
where
    r.penyedia = 'dukcapil' and r.status_kependudukan = 'aktif'
    and r.id_individu = o.id_individu and o.no_kk = r.no_kk
    and jaro_winkler_similarity(o.nama_baku, r.nama_baku) >= 0.88
    and year(o.tanggal_lahir) = year(r.tanggal_lahir);
