-- Why every person record in force is padan or tidak padan (Pasal 13 ayat 3-4), with the pair that
-- speaks for it or comes nearest; a main record that is tidak padan may be a new person.
-- Grain: one row per record_key
with individu as (
    select
        record_key,
        penyedia,
        dataset,
        peran
    from {{ ref('individu') }}
),

rekaman_padan as (
    select
        record_key,
        id_individu,
        hasil_padan,
        count(nik) over (partition by id_individu, nik) > 1 as nik_sama,
        count(*) over (partition by id_individu) as jumlah_rekaman
    from {{ ref('rekaman_padan') }}
),

pasangan_terkuat as (
    select * from {{ ref('pasangan_terkuat') }}
),

peta_pendukung as (
    select * from {{ source('linkage', 'peta_pendukung') }}
),

lahir as (
    select distinct id_individu
    from {{ source('linkage', 'peristiwa_individu') }}
    where peristiwa in ('lahir', 'pisah')
),

-- one row always, so that no record is lost
ambang as (
    select max(ambang_klaster) as ambang_klaster
    from {{ source('linkage', 'ambang') }}
),

orang as (
    select
        i.*,
        p.id_individu,
        p.jumlah_rekaman,
        coalesce(p.hasil_padan, 'tidak padan') as hasil_padan,
        coalesce(p.nik_sama, false) as nik_sama,
        p.id_individu is not null and l.id_individu is null as dikenal_rilis_dasar
    from individu as i
    left join rekaman_padan as p
        on i.record_key = p.record_key
    left join lahir as l
        on p.id_individu = l.id_individu
),

bersebab as (
    select
        o.*,
        case
            when o.hasil_padan = 'padan' and o.jumlah_rekaman = 1 then 'RILIS_DASAR'
            when o.hasil_padan = 'padan' and o.nik_sama then 'NIK_SAMA'
            when o.hasil_padan = 'padan' then 'BUKTI_LAIN'
            when s.kode_alasan is not null then s.kode_alasan
            when t.bobot >= a.ambang_klaster and not t.terkuat_dilarang then 'NIK_SAH_LAIN'
            when t.aturan is not null then 'PERTENTANGAN'
            when t.bobot is not null then 'BOBOT_KURANG'
            else 'TANPA_CALON'
        end as sebab,
        t.bobot,
        a.ambang_klaster,
        t.kunci_blok,
        t.aturan
    from orang as o
    cross join ambang as a
    inner join pasangan_terkuat as t
        on o.record_key = t.record_key
    left join peta_pendukung as s
        on o.record_key = s.record_key
),

final as (
    select
        record_key,
        penyedia,
        dataset,
        peran,
        id_individu,
        hasil_padan,
        sebab,
        bobot,
        ambang_klaster,
        kunci_blok,
        case when sebab = 'PERTENTANGAN' then aturan end as aturan,
        nik_sama,
        dikenal_rilis_dasar,
        hasil_padan = 'tidak padan' and peran = 'utama' as calon_individu_baru
    from bersebab
)

select * from final
