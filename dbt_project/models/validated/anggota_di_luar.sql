-- What members left out of the release do to their family, by the seed aturan_validasi: who still counts in
-- its size, and whether a head that is left out suspends it.
-- Grain: one row per id_keluarga
with dikeluarkan as (
    select * from {{ ref('dikeluarkan') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

aturan_validasi as (
    select * from {{ ref('aturan_validasi') }}
),

final as (
    select
        p.id_keluarga,
        cast(count(case when a.dihitung then d.id_individu end) as smallint) as jumlah_dihitung,
        min(case when p.kepala_keluarga then d.alasan end) as verdik_kepala,
        max(case when p.kepala_keluarga and a.bila_kepala = 'tangguhkan' then 1 else 0 end) = 1
            as kepala_ditangguhkan
    from dikeluarkan as d
    inner join padan_relasi as p
        on d.id_individu = p.id_individu
    left join aturan_validasi as a
        on d.alasan = a.verdik
    group by p.id_keluarga
)

select * from final
