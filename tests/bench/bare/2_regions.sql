-- Where the crosswalk leads every BPS code of regsosek: the lowest tier it knows, and of that tier
-- what all candidates share.
create table padanan as
select distinct
    p.tingkat, t.urutan, p.kode_bps, p.kode_kemendagri,
    try_cast(p.berlaku_dari as date) as dari, try_cast(p.berlaku_sampai as date) as sampai,
    left(p.kode_bps, atas.panjang_kode_bps) as induk_bps,
    left(p.kode_kemendagri, atas.panjang_kode_kemendagri) as induk_kemendagri
from (select nullif(trim(columns(*)), '') from mentah_padanan) as p
inner join tingkat_wilayah as t
    on
        p.tingkat = t.tingkat and length(p.kode_bps) = t.panjang_kode_bps
        and length(p.kode_kemendagri) = t.panjang_kode_kemendagri
left join tingkat_wilayah as atas on t.urutan = atas.urutan + 1
where
    regexp_full_match(p.kode_bps || p.kode_kemendagri, '[0-9]+')
    and try_cast(p.berlaku_dari as date) is not null
    and (p.berlaku_sampai is null or try_cast(p.berlaku_sampai as date) >= dari);

create table wilayah_bps as
with berlaku as (
    select p.*
    from padanan as p
    left join (select distinct urutan, kode_bps from padanan) as induk
        on p.urutan = induk.urutan + 1 and p.induk_bps = induk.kode_bps
    left join (select distinct urutan, kode_bps, kode_kemendagri from padanan) as pasangan
        on
            p.urutan = pasangan.urutan + 1 and p.induk_bps = pasangan.kode_bps
            and p.induk_kemendagri = pasangan.kode_kemendagri
    where
        date '{acuan_regsosek}' between p.dari and coalesce(p.sampai, date '9999-12-31')
        and (induk.kode_bps is null or pasangan.kode_bps is not null)
),

-- materialised: else the crosswalk may be crossed with every code first
awalan as materialized (
    select
        d.kode_desa_bps, t.tingkat, t.urutan, left(d.kode_desa_bps, t.panjang_kode_bps) as kode_bps
    from (select distinct kode_desa_bps from keluarga_regsosek) as d
    cross join tingkat_wilayah as t
    where length(d.kode_desa_bps) = 10
),

calon as (
    select a.kode_desa_bps, p.kode_kemendagri as k
    from awalan as a
    inner join berlaku as p on a.tingkat = p.tingkat and a.kode_bps = p.kode_bps
    qualify a.urutan = max(a.urutan) over (partition by a.kode_desa_bps)
)

select
    kode_desa_bps,
    sama(case when length(k) >= 10 then k end) as desa,
    sama(case when length(k) >= 6 then left(k, 6) end) as kecamatan,
    sama(case when length(k) >= 4 then left(k, 4) end) as kabupaten_kota,
    sama(left(k, 2)) as provinsi
from calon
group by kode_desa_bps;
