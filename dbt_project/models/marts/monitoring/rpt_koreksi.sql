-- Corrections on the release date by variable, origin and what became of them.
-- Grain: one row per objek, variabel, id_aturan and status
with koreksi_dinilai as (
    select * from {{ ref('koreksi_dinilai') }}
),

aturan_koreksi as (
    select * from {{ ref('aturan_koreksi') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

dihitung as (
    select
        objek,
        variabel,
        id_aturan,
        status,
        count(*) as jumlah_koreksi
    from koreksi_dinilai
    group by objek, variabel, id_aturan, status
),

final as (
    select
        r.id_rilis,
        d.objek,
        d.variabel,
        d.id_aturan,
        a.asal,
        a.berbukti,
        a.terkunci,
        d.status,
        d.jumlah_koreksi
    from dihitung as d
    cross join rilis as r
    left join aturan_koreksi as a
        on d.id_aturan = a.id_aturan
)

select * from final
