-- Changes that a steward settles by a correction, and no correction that applies has settled: held values, reported
-- deaths, heads not named by the population register; and its changes of birth date or sex, to be looked at.
-- Grain: one row per jenis, id and variabel
with perubahan_individu as (
    select * from {{ ref('perubahan_individu') }}
),

verdik_nik as (
    select * from {{ ref('verdik_nik') }}
),

dilaporkan_meninggal as (
    select * from {{ ref('dilaporkan_meninggal') }}
),

relasi_sah as (
    select * from {{ ref('relasi_sah') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

-- a status without a value is no finding: the verdict passes it over
koreksi_berlaku as (
    select
        id,
        variabel
    from {{ ref('koreksi_berlaku') }}
    where
        objek = 'individu'
        and (variabel <> 'status_kependudukan' or nilai is not null)
),

-- a head whom a correction names settles it for the others of the family too
kepala_dikoreksi as (
    select id_keluarga
    from relasi_sah
    where kepala_keluarga and asal_kepala = 'koreksi'
),

ditahan as (
    select
        case when ditahan then 'nilai_ditahan' else 'nilai_tercatat' end as jenis,
        id_individu as id,
        variabel,
        penyedia
    from perubahan_individu
    where
        ditahan
        or (cara = 'tercatat' and perubahan = 'memperbarui')
),

kematian as (
    select
        'kematian_dilaporkan' as jenis,
        v.id_individu as id,
        'status_kependudukan' as variabel,
        m.penyedia
    from verdik_nik as v
    inner join dilaporkan_meninggal as m
        on v.id_individu = m.id_individu
    where v.verdik_nik = 'dilaporkan_meninggal'
),

kepala as (
    select
        'kepala_ditahan' as jenis,
        s.id_individu as id,
        'status_hubungan_keluarga' as variabel,
        cast(null as varchar) as penyedia
    from relasi_sah as s
    inner join padan_relasi as p
        on s.id_individu = p.id_individu
    where
        p.kepala_keluarga
        and not s.kepala_keluarga
        and s.id_keluarga not in (select k.id_keluarga from kepala_dikoreksi as k)
),

semua as (
    select * from ditahan
    union all
    select * from kematian
    union all
    select * from kepala
),

final as (
    select s.*
    from semua as s
    left join koreksi_berlaku as k
        on s.id = k.id and s.variabel = k.variabel
    where k.id is null
)

select * from final
