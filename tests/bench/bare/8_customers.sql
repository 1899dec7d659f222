-- Electricity customers and the families they serve: village, address and the name of a member, one
-- with the holder's NIK first; several families at the stronger evidence attach nothing.
create table pelanggan as
select
    isi("IDPEL") as id_pelanggan_pln, case when nik_benar(isi("NIK")) then isi("NIK") end as nik,
    nama_baku(isi("NAMA")) as nama_baku, isi("KODE_DESA") as desa,
    alamat_baku(isi("ALAMAT")) as alamat_baku, daya.kode as daya_terpasang,
    upper(isi("TARIF")) as tarif_listrik
from mentah_pelanggan as p
left join kode as daya
    on
        daya.penyedia = 'pln' and daya.daftar = 'daya_terpasang'
        and isi(p."DAYA") = daya.kode_asal
where isi("IDPEL") is not null and nama_baku(isi("NAMA")) is not null
qualify row_number() over (partition by isi("IDPEL") order by p.baris) = 1;

create table pelanggan_keluarga as
with penghuni as (
    select
        o.no_kk as id_keluarga, r.id_individu, r.nik, r.nama_baku, r.nama_belakang,
        r.kode_desa_kemendagri as desa, alamat_baku(r.alamat) as alamat_baku
    from rekaman as r
    inner join orang as o on r.id_individu = o.id_individu
    where r.peran = 'utama' and o.no_kk is not null
),

setempat as (
    select distinct p.id_pelanggan_pln, h.id_keluarga
    from pelanggan as p
    inner join penghuni as h
        on
            p.desa = h.desa and p.alamat_baku = h.alamat_baku
            and (
                left(p.nama_baku, 1) = left(h.nama_baku, 1)
                or split_part(p.nama_baku, ' ', -1) = h.nama_belakang
                or p.nik = h.nik
            )
    union
    select p.id_pelanggan_pln, h.id_keluarga
    from pelanggan as p
    inner join penghuni as h on p.nik = h.nik
),

per_orang as (
    select
        s.id_pelanggan_pln, s.id_keluarga, h.id_individu,
        coalesce(bool_or(p.nik = h.nik), false) as nik_sama,
        bool_or(nama_cocok(p.nama_baku, h.nama_baku)) as nama_sama,
        coalesce(bool_or(p.desa = h.desa and p.alamat_baku = h.alamat_baku), false) as alamat_sama
    from setempat as s
    inner join pelanggan as p on s.id_pelanggan_pln = p.id_pelanggan_pln
    inner join penghuni as h on s.id_keluarga = h.id_keluarga
    group by all
),

calon as (
    select
        id_pelanggan_pln, id_keluarga,
        case when bool_or(nik_sama and nama_sama) then 1 else 2 end as tingkat
    from per_orang
    group by id_pelanggan_pln, id_keluarga
    having bool_or(nama_sama) and bool_or(alamat_sama)
    qualify tingkat = min(tingkat) over (partition by id_pelanggan_pln)
)

select c.id_keluarga, p.id_pelanggan_pln, p.tarif_listrik, p.daya_terpasang
from calon as c
inner join pelanggan as p on c.id_pelanggan_pln = p.id_pelanggan_pln
qualify count(*) over (partition by c.id_pelanggan_pln) = 1;
