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
terundi as (
    select
        s.stratum,
        s.tergabung,
        s.jumlah,
        p.record_key,
        p.record_key_lain,
        p.bobot,
        count(*) over (partition by s.stratum) as jumlah_stratum,
        row_number() over (
            partition by s.stratum
            order by
                {{ hash63("k.id_rilis || '|' || p.record_key || '|' || p.record_key_lain") }} asc,
                p.record_key asc,
                p.record_key_lain asc
        ) as nomor
    from pasangan_terjaring as p
    cross join rilis as k
    inner join strata_sampel as s
        on
            p.jenis = s.jenis
            and p.tergabung = s.tergabung
            and coalesce(p.bobot >= s.bobot_dari, true)
            and coalesce(p.bobot < s.bobot_sampai, true)
),

final as (
    select
        left(
            {{ hash_hex("'sampel|' || k.id_rilis || '|' || t.record_key || '|' || t.record_key_lain") }},
            20
        ) as id_butir,
        k.id_rilis as rilis,
        t.stratum,
        t.tergabung,
        t.jumlah_stratum,
        cast(t.nomor as integer) as nomor,
        t.record_key,
        t.record_key_lain,
        t.bobot
    from terundi as t
    cross join rilis as k
    where t.nomor <= t.jumlah
)

select * from final
