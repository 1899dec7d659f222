-- Families whose roles are implausible, with the reason: queued for stewards, not guessed (Pasal 13).
-- Grain: one row per id_keluarga and alasan
with relasi_keluarga as (
    select * from {{ source('linkage', 'relasi_keluarga') }}
    where berlaku_sampai is null
),

kunci_keluarga as (
    select * from {{ source('linkage', 'kunci_keluarga') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

aturan_keluarga as (
    select * from {{ ref('aturan_keluarga') }}
),

anggota as (
    select
        r.id_keluarga,
        r.id_individu,
        r.status_hubungan_keluarga as peran,
        r.kepala_keluarga,
        r.asal_kepala,
        k.jenis_kelamin,
        k.tanggal_lahir,
        k.status_kawin,
        {{ months_between('k.tanggal_lahir', 't.tanggal_rilis') }} as umur_bulan,
        count(*) over (partition by r.id_keluarga) as jumlah_anggota
    from relasi_keluarga as r
    inner join kunci_keluarga as k
        on r.id_individu = k.id_individu
    cross join rilis as t
),

dibandingkan as (
    select
        a.*,
        k.id_individu as id_individu_kepala,
        k.jenis_kelamin as jenis_kelamin_kepala,
        a.jenis_kelamin = k.jenis_kelamin as sejenis,
        {{ months_between('k.tanggal_lahir', 'a.tanggal_lahir') }} as lebih_muda_bulan
    from anggota as a
    inner join anggota as k
        on a.id_keluarga = k.id_keluarga and k.kepala_keluarga
),

kasus as (
    select
        d.id_keluarga,
        a.alasan,
        a.prioritas,
        a.jumlah_minimal,
        d.id_individu,
        d.id_individu_kepala,
        d.jumlah_anggota
    from dibandingkan as d
    inner join aturan_keluarga as a
        on
            d.kepala_keluarga = (a.dilihat = 'kepala')
            and (a.peran is null or d.peran = a.peran)
            and (a.asal_kepala is null or d.asal_kepala = a.asal_kepala)
            and (
                a.jenis_kelamin_kepala is null or d.jenis_kelamin_kepala = a.jenis_kelamin_kepala
            )
            and (a.sejenis is null or d.sejenis = a.sejenis)
            and (a.umur_di_bawah is null or d.umur_bulan < a.umur_di_bawah * 12)
            and (a.lebih_muda_minimal is null or d.lebih_muda_bulan < a.lebih_muda_minimal * 12)
            and (a.lebih_tua_minimal is null or -d.lebih_muda_bulan < a.lebih_tua_minimal * 12)
            and (a.status_kawin_bukan is null or d.status_kawin <> a.status_kawin_bukan)
),

final as (
    select
        id_keluarga,
        alasan,
        min(prioritas) as prioritas,
        cast(count(*) as smallint) as jumlah_kasus,
        min(id_individu) as id_individu,
        min(id_individu_kepala) as id_individu_kepala,
        cast(min(jumlah_anggota) as smallint) as jumlah_anggota
    from kasus
    group by id_keluarga, alasan
    having count(*) >= min(jumlah_minimal)
)

select * from final
