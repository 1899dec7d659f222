-- Why the person records of each provider are padan or tidak padan, counted (Pasal 13 ayat 3-4).
-- Grain: one row per provider, dataset, outcome and reason
with sebab_padan as (
    select * from {{ ref('sebab_padan') }}
),

arti_sebab_padan as (
    select * from {{ ref('arti_sebab_padan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

jumlah as (
    select
        penyedia,
        peran,
        dataset,
        hasil_padan,
        sebab,
        count(*) as jumlah_rekaman,
        cast(sum(case when calon_individu_baru then 1 else 0 end) as bigint)
            as jumlah_calon_individu_baru,
        sum(count(*)) over (partition by penyedia, dataset) as jumlah_semua
    from sebab_padan
    group by penyedia, peran, dataset, hasil_padan, sebab
),

lengkap as (
    select
        j.*,
        r.id_rilis,
        a.label_id,
        a.label_en,
        {{ share('j.jumlah_rekaman', 'j.jumlah_semua') }} as andil
    from jumlah as j
    cross join rilis as r
    left join arti_sebab_padan as a
        on j.sebab = a.sebab
),

final as (
    select
        id_rilis,
        penyedia,
        peran,
        dataset,
        hasil_padan,
        sebab,
        label_id,
        label_en,
        jumlah_rekaman,
        jumlah_calon_individu_baru,
        andil
    from lengkap
)

select * from final
