-- Families by card number with one head each; every item from the first record that answers it: one
-- that holds half of the family before others, then by trust.
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

create table rekaman_keluarga as
with bersama as (
    select o.no_kk, r.kunci_keluarga, count(distinct o.id_individu) as jumlah
    from rekaman as r
    inner join orang as o on r.id_individu = o.id_individu
    where o.no_kk is not null and r.kunci_keluarga is not null
    group by all
),

ukuran as (
    select no_kk, count(*) as semua from orang where no_kk is not null group by all
)

select
    b.no_kk as id_keluarga, b.jumlah, b.jumlah * 2 >= u.semua as sebagian_besar, 90 as percaya,
    k.* exclude (no_kk, alamat, kode_desa_bps)
from bersama as b
inner join ukuran as u on b.no_kk = u.no_kk
inner join keluarga_regsosek as k on b.kunci_keluarga = k.kunci_keluarga
union all by name
select
    b.no_kk as id_keluarga, b.jumlah, b.jumlah * 2 >= u.semua as sebagian_besar, 60 as percaya,
    k.* exclude (no_kk, alamat, rt, rw, kode_desa)
from bersama as b
inner join ukuran as u on b.no_kk = u.no_kk
inner join keluarga_p3ke as k on b.kunci_keluarga = k.kunci_keluarga
union all by name
select *, true as sebagian_besar, 95 as percaya from pelanggan_keluarga;

create table rumah as
with urut as (
    select
        *, row_number() over (
            partition by id_keluarga
            order by
                sebagian_besar desc, percaya desc, jumlah desc nulls last, kunci_keluarga,
                id_pelanggan_pln
        ) as a
    from rekaman_keluarga
)

select
    id_keluarga, arg_min(id_pelanggan_pln, a) as id_pelanggan_pln,
    arg_min(tarif_listrik, a) as tarif_listrik, arg_min(desil_p3ke, a) as desil_p3ke,
    {first_family_items}
from urut
group by id_keluarga;

create table rumah_tangga as
select
    a.id_keluarga, i.no_kk, i.id_individu as id_individu_kepala, u.jumlah_anggota_keluarga,
    i.alamat, i.rt, i.rw, i.kode_desa_kemendagri, i.kode_kecamatan_kemendagri,
    i.kode_kabupaten_kota_kemendagri, i.kode_provinsi_kemendagri, u.pbi_nas, u.pbi_pemda,
    r.* exclude (id_keluarga), r.id_keluarga is not null as punya_butir_keluarga
from anggota as a
inner join sah as i on a.id_individu = i.id_individu
inner join (
    select
        id_keluarga, count(*)::smallint as jumlah_anggota_keluarga,
        min(pbi_nas) as pbi_nas, min(pbi_pemda) as pbi_pemda
    from sah
    group by id_keluarga
) as u on a.id_keluarga = u.id_keluarga
left join rumah as r on a.id_keluarga = r.id_keluarga
where a.kepala_keluarga;
