-- Families a utility customer could belong to, with the evidence for each: the holder's NIK, a name
-- that fits, and the place.
-- Grain: one row per record_key and id_keluarga
with pelanggan as (
    select
        record_key,
        nik,
        nama_baku,
        left(nama_baku, 1) as huruf_pertama,
        {{ last_word('nama_baku') }} as nama_belakang,
        kode_desa_kemendagri,
        alamat_baku
    from {{ ref('pelanggan') }}
),

rekaman_keluarga as (
    select * from {{ ref('rekaman_keluarga') }}
),

pasangan as (
    select
        p.record_key,
        r.id_keluarga
    from pelanggan as p
    inner join rekaman_keluarga as r
        on p.nik = r.nik
    union
    select
        p.record_key,
        r.id_keluarga
    from pelanggan as p
    inner join rekaman_keluarga as r
        on
            p.kode_desa_kemendagri = r.kode_desa_kemendagri
            and p.alamat_baku = r.alamat_baku
            and p.huruf_pertama = r.huruf_pertama
    union
    select
        p.record_key,
        r.id_keluarga
    from pelanggan as p
    inner join rekaman_keluarga as r
        on
            p.kode_desa_kemendagri = r.kode_desa_kemendagri
            and p.alamat_baku = r.alamat_baku
            and p.nama_belakang = r.nama_belakang
),

dibandingkan as (
    select
        c.record_key,
        c.id_keluarga,
        coalesce(p.nik = r.nik, false) as nik_sama,
        {{ names_agree('p.nama_baku', 'r.nama_baku') }} as nama_cocok,
        coalesce(
            p.kode_desa_kemendagri = r.kode_desa_kemendagri and p.alamat_baku = r.alamat_baku,
            false
        ) as alamat_sama,
        r.id_individu
    from pasangan as c
    inner join pelanggan as p
        on c.record_key = p.record_key
    inner join rekaman_keluarga as r
        on c.id_keluarga = r.id_keluarga
),

per_orang as (
    select
        record_key,
        id_keluarga,
        id_individu,
        max(case when nik_sama then 1 else 0 end) as nik_sama,
        max(case when nama_cocok then 1 else 0 end) as nama_cocok,
        max(case when alamat_sama then 1 else 0 end) as alamat_sama
    from dibandingkan
    group by record_key, id_keluarga, id_individu
),

final as (
    select
        record_key,
        id_keluarga,
        max(nik_sama) = 1 as nik_sama,
        max(nik_sama * nama_cocok) = 1 as nik_dan_nama,
        max(nama_cocok) = 1 as nama_cocok,
        max(alamat_sama) = 1 as alamat_sama
    from per_orang
    group by record_key, id_keluarga
)

select * from final
