-- Pairs of main records drawn for blind review, by stratum, so that precision and recall of the linkage can
-- be estimated without any truth (Pasal 7, 13).
-- Grain: one row per id_butir
with pasangan_terjaring as (
    select * from {{ ref('pasangan_terjaring') }}
),

strata_sampel as (
    select * from {{ ref('strata_sampel') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

-- drawn anew for every release: what was reviewed before may have been mended since
berstrata as (
    select
        s.stratum,
        s.tergabung,
        s.jumlah,
        p.record_key,
        p.record_key_lain,
        p.bobot,
        k.id_rilis,
        k.id_rilis || '|' || p.record_key || '|' || p.record_key_lain as kunci
    from pasangan_terjaring as p
    cross join rilis as k
    inner join strata_sampel as s
        on
            p.jenis = s.jenis
            and p.tergabung = s.tergabung
            and coalesce(p.bobot >= s.bobot_dari, true)
            and coalesce(p.bobot < s.bobot_sampai, true)
),

terundi as (
    select
        *,
        count(*) over (partition by stratum) as jumlah_stratum,
        row_number() over (
            partition by stratum order by {{ hash63('kunci') }} asc, kunci asc
        ) as nomor
    from berstrata
),

final as (
    select
        left({{ hash_hex("'sampel|' || kunci") }}, 20) as id_butir,
        id_rilis as rilis,
        stratum,
        tergabung,
        jumlah_stratum,
        cast(nomor as integer) as nomor,
        record_key,
        record_key_lain,
        bobot
    from terundi
    where nomor <= jumlah
)

select * from final
