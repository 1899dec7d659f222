-- Every person record in force with its person (Pasal 13), `tidak padan` when it may be a new one.
-- Of supporting sources only what joined a person; the others are in `rekaman_tidak_padan`.
-- Grain: one row per record_key
with individu as (
    select * from {{ ref('individu') }}
),

peta_individu as (
    select
        record_key,
        id_individu
    from {{ source('linkage', 'peta_individu') }}
    where aktif
    union all
    select
        record_key,
        id_individu
    from {{ source('linkage', 'peta_pendukung') }}
    where id_individu is not null
),

lahir as (
    select distinct id_individu
    from {{ source('linkage', 'peristiwa_individu') }}
    where peristiwa in ('lahir', 'pisah')
),

jumlah as (
    select
        id_individu,
        count(*) as jumlah_rekaman
    from peta_individu
    group by id_individu
),

final as (
    select
        p.id_individu,
        cast(
            row_number() over (partition by p.id_individu order by i.record_key) as smallint
        ) as nomor_rekaman,
        case when j.jumlah_rekaman > 1 or l.id_individu is null then 'padan' else 'tidak padan' end
            as hasil_padan,
        i.*
    from individu as i
    inner join peta_individu as p
        on i.record_key = p.record_key
    inner join jumlah as j
        on p.id_individu = j.id_individu
    left join lahir as l
        on p.id_individu = l.id_individu
)

select * from final
