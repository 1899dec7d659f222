-- Requests of citizens under the data protection law by right and state, against the clock of 3 x 24 hours.
-- Grain: one row per hak and keadaan
with permohonan as (
    select * from {{ source('ledger', 'permohonan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

dihitung as (
    select
        hak,
        keadaan,
        count(*) as jumlah_permohonan,
        count(case when putusan = 'dikabulkan' then 1 end) as jumlah_dikabulkan,
        count(case when putusan = 'ditolak' then 1 end) as jumlah_ditolak
    from permohonan
    group by hak, keadaan
),

final as (
    select
        r.id_rilis,
        d.hak,
        d.keadaan,
        d.jumlah_permohonan,
        d.jumlah_dikabulkan,
        d.jumlah_ditolak
    from dihitung as d
    cross join rilis as r
)

select * from final
