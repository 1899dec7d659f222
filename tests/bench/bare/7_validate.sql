-- NIK and family card against the population register: active, same person, name, year and card.
create table sah as
with register as (
    select i.nik, i.nama_baku, i.tanggal_lahir, i.no_kk, k.klaster as pemilik
    from standardised.individu as i
    inner join klaster as k on i.rekaman_id = k.rekaman_id
    where i.penyedia = 'dukcapil' and i.status_kependudukan = 'aktif'
)

select o.* exclude (nama_baku)
from orang as o
inner join register as r on o.nik = r.nik
where
    r.pemilik = o.id_individu and o.no_kk = r.no_kk
    and jaro_winkler_similarity(o.nama_baku, r.nama_baku) >= 0.88
    and year(o.tanggal_lahir) is not distinct from year(r.tanggal_lahir);
