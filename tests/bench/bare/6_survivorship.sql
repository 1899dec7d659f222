-- One value per variable and person, the most trusted provider that has one first; all answers from
-- one questionnaire, the one with most of them.
create table rekaman as
select i.*, k.klaster as id_individu
from standardised.individu as i
inner join klaster as k on i.rekaman_id = k.rekaman_id;

create table kuesioner as
select r.id_individu, b.* exclude (kunci_rekaman)
from rekaman as r
inner join butir_individu as b on r.kunci_rekaman = b.kunci_rekaman
qualify row_number() over (
    partition by r.id_individu
    order by length(concat({names_of_person_items})) desc, r.kunci_rekaman
) = 1;

create table orang as
with urut as (
    select
        *,
        -- a fraction of one by record id settles ties within a provider
        nullif(list_position(['dukcapil', 'regsosek', 'dtks', 'p3ke'], penyedia), 0)
        + rekaman_id / 1e19 as a,
        nullif(list_position(['dukcapil', 'dtks', 'p3ke'], penyedia), 0) + rekaman_id / 1e19 as c
    from rekaman
),

terpilih as (
    select
        id_individu,
        arg_min(nik, a) as nik, arg_min(no_kk, a) as no_kk, arg_min(nama, a) as nama,
        arg_min(nama_baku, a) as nama_baku, arg_min(tempat_lahir, a) as tempat_lahir,
        arg_min(tanggal_lahir, a) as tanggal_lahir, arg_min(jenis_kelamin, a) as jenis_kelamin,
        arg_min(status_kawin, a) as status_kawin,
        arg_min(status_hubungan_keluarga, a) as status_hubungan_keluarga,
        arg_min(alamat, c) as alamat, arg_min(rt, c) as rt, arg_min(rw, c) as rw,
        arg_min(kode_desa_kemendagri, c) as kode_desa_kemendagri,
        arg_min(kode_kecamatan_kemendagri, c) as kode_kecamatan_kemendagri,
        arg_min(kode_kabupaten_kota_kemendagri, c) as kode_kabupaten_kota_kemendagri,
        arg_min(kode_provinsi_kemendagri, c) as kode_provinsi_kemendagri,
        -- programmes and insurance: one provider each
        arg_min(penerima_pkh, rekaman_id) as penerima_pkh,
        arg_min(penerima_bpnt, rekaman_id) as penerima_bpnt,
        arg_min(pbi_nas, rekaman_id) as pbi_nas, arg_min(pbi_pemda, rekaman_id) as pbi_pemda,
        arg_min(nomor_peserta_jkn, rekaman_id) as nomor_peserta_jkn,
        arg_min(segmen_jkn, rekaman_id) as segmen_jkn,
        count(*)::smallint as jumlah_rekaman
    from urut
    group by id_individu
)

select t.*, k.* exclude (id_individu)
from terpilih as t
left join kuesioner as k on t.id_individu = k.id_individu;
