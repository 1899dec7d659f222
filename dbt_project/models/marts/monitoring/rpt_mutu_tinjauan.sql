-- Quality of the base release's linkage as reviewers see it: precision and recall with intervals, without any
-- truth, and how much of the sample was judged (Pasal 7, 13).
-- Grain: one row per ukuran and stratum
with mutu_tinjauan as (
    select * from {{ source('ledger', 'mutu_tinjauan') }}
),

strata_sampel as (
    select
        stratum,
        label_id
    from {{ ref('strata_sampel') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

lengkap as (
    select
        m.*,
        r.id_rilis,
        coalesce(s.label_id, 'Semua') as label_stratum
    from mutu_tinjauan as m
    cross join rilis as r
    left join strata_sampel as s
        on m.stratum = s.stratum
),

final as (
    select
        id_rilis,
        rilis_sampel,
        ukuran,
        stratum,
        label_stratum,
        nilai,
        bawah,
        atas,
        jumlah_pasangan,
        ditarik,
        dinilai,
        dinilai_dua,
        jumlah_penilai,
        cukup
    from lengkap
)

select * from final
