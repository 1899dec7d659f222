-- Families by card number, one head each, housing and assets of the record with most of its members.
create table anggota as
select
    no_kk as id_keluarga, id_individu, status_hubungan_keluarga,
    row_number() over (
        partition by no_kk
        order by
            case status_hubungan_keluarga
                when '1' then 1 when '2' then 2 when '6' then 3 when '3' then 4 when '4' then 5
                when '5' then 6 when '8' then 7 when '7' then 8 else 9
            end,
            tanggal_lahir nulls last, id_individu
    ) = 1 as kepala_keluarga
from sah;

create table rumah as
with bersama as (
    select o.no_kk, i.kunci_keluarga, count(distinct o.id_individu) as jumlah
    from standardised.individu as i
    inner join klaster as k on i.rekaman_id = k.rekaman_id
    inner join orang as o on k.klaster = o.id_individu
    where i.penyedia = 'regsosek' and o.no_kk is not null
    group by all
)

select b.no_kk as id_keluarga, k.* exclude (idkel, no_kk, alamat, kode_desa)
from bersama as b
inner join keluarga as k on b.kunci_keluarga = 'regsosek|' || k.idkel
qualify row_number() over (partition by b.no_kk order by b.jumlah desc, k.idkel) = 1;

create table rumah_tangga as
select
    a.id_keluarga, i.no_kk, i.id_individu as id_individu_kepala, u.jumlah_anggota_keluarga,
    i.alamat, i.rt, i.rw, i.kode_desa_kemendagri, i.kode_kecamatan_kemendagri,
    i.kode_kabupaten_kota_kemendagri, i.kode_provinsi_kemendagri,
    r.* exclude (id_keluarga), r.id_keluarga is not null as punya_butir_keluarga
from anggota as a
inner join sah as i on a.id_individu = i.id_individu
inner join (
    select id_keluarga, count(*)::smallint as jumlah_anggota_keluarga from anggota group by all
) as u on a.id_keluarga = u.id_keluarga
left join rumah as r on a.id_keluarga = r.id_keluarga
where a.kepala_keluarga;
