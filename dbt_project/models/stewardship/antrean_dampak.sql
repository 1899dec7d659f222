-- What a decision on a queue item touches on either side: the person, the family, its rank in the base
-- release and the programmes its members are on.
-- Grain: one row per id_antrean and kelompok
with antrean_calon as (
    select * from {{ ref('antrean_calon') }}
),

rekaman_padan as (
    select
        record_key,
        id_individu,
        {{ is_yes('penerima_pkh') }} or {{ is_yes('penerima_bpnt') }} or {{ is_yes('pbi_nas') }}
            as penerima
    from {{ ref('rekaman_padan') }}
),

padan_relasi as (
    select
        id_individu,
        id_keluarga
    from {{ ref('padan_relasi') }}
),

peringkat_keluarga as (
    select * from {{ source('dasar', 'peringkat_keluarga') }}
),

-- a person who is asked about alone stands on both sides and counts once
sisi as (
    select
        id_antrean,
        cast(1 as smallint) as kelompok,
        id_individu
    from antrean_calon
    union all
    select
        id_antrean,
        cast(2 as smallint) as kelompok,
        id_individu_lain as id_individu
    from antrean_calon
    where not satu_orang
),

orang as (
    select
        s.id_individu,
        count(*) as jumlah_rekaman
    from (select distinct id_individu from sisi) as s
    inner join rekaman_padan as r
        on s.id_individu = r.id_individu
    group by s.id_individu
),

keluarga as (
    select distinct k.id_keluarga
    from sisi as s
    inner join padan_relasi as k
        on s.id_individu = k.id_individu
),

anggota as (
    select
        k.id_keluarga,
        count(distinct a.id_individu) as jumlah_anggota,
        max(case when r.penerima then 1 else 0 end) = 1 as penerima_bantuan
    from keluarga as k
    inner join padan_relasi as a
        on k.id_keluarga = a.id_keluarga
    inner join rekaman_padan as r
        on a.id_individu = r.id_individu
    group by k.id_keluarga
),

final as (
    select
        s.id_antrean,
        s.kelompok,
        s.id_individu,
        k.id_keluarga,
        coalesce(o.jumlah_rekaman, 1) as jumlah_rekaman,
        coalesce(a.jumlah_anggota, 0) as jumlah_anggota,
        p.desil_nasional as desil_dasar,
        coalesce(a.penerima_bantuan, false) as penerima_bantuan,
        coalesce(a.penerima_bantuan, false)
        or coalesce(p.desil_nasional <= {{ var('desil_bantuan') }}, false) as layak_bantuan
    from sisi as s
    left join orang as o
        on s.id_individu = o.id_individu
    left join padan_relasi as k
        on s.id_individu = k.id_individu
    left join anggota as a
        on k.id_keluarga = a.id_keluarga
    left join peringkat_keluarga as p
        on k.id_keluarga = p.id_keluarga
)

select * from final
