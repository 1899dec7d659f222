-- Every person record in force with its person (Pasal 13), `tidak padan` when it may be a new one.
-- Of supporting sources only what joined a person; the others are in `sebab_padan`.
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

-- numbered before the wide records are joined: a window carries every column it is given
bernomor as (
    select
        record_key,
        id_individu,
        cast(
            row_number() over (partition by id_individu order by record_key) as smallint
        ) as nomor_rekaman,
        count(*) over (partition by id_individu) as jumlah_rekaman
    from peta_individu
),

final as (
    select
        b.id_individu,
        b.nomor_rekaman,
        case when b.jumlah_rekaman > 1 or l.id_individu is null then 'padan' else 'tidak padan' end
            as hasil_padan,
        i.*
    from individu as i
    inner join bernomor as b
        on i.record_key = b.record_key
    left join lahir as l
        on b.id_individu = l.id_individu
)

select * from final
