-- What became of every code that gave something away: the codes in force at the release date,
-- through any chain of changes. A code that lives on is its own successor beside the new ones.
-- Grain: one row per old code and code in force
with recursive rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

wilayah as (
    select * from {{ ref('wilayah') }}
),

perubahan as (
    select p.*
    from {{ ref('perubahan_wilayah') }} as p
    cross join rilis as r
    where p.berlaku_dari <= r.tanggal_rilis
),

berlaku as (
    select w.*
    from wilayah as w
    cross join rilis as r
    where w.berlaku_sampai is null or w.berlaku_sampai > r.tanggal_rilis
),

-- every step is later than the one before it, so that a code given back ends the chain
jejak as (
    select
        kode_lama_kemendagri,
        kode_baru_kemendagri as kode_kini_kemendagri,
        berlaku_dari
    from perubahan
    union
    select
        j.kode_lama_kemendagri,
        p.kode_baru_kemendagri as kode_kini_kemendagri,
        p.berlaku_dari
    from jejak as j
    inner join perubahan as p
        on
            j.kode_kini_kemendagri = p.kode_lama_kemendagri
            and j.berlaku_dari < p.berlaku_dari
),

terakhir as (
    select
        kode_lama_kemendagri,
        min(tingkat) as tingkat,
        max(berlaku_dari) as perubahan_terakhir
    from perubahan
    group by kode_lama_kemendagri
),

calon as (
    select
        kode_lama_kemendagri,
        kode_kini_kemendagri
    from jejak
    union
    select
        kode_lama_kemendagri,
        kode_lama_kemendagri as kode_kini_kemendagri
    from terakhir
),

final as (
    select
        c.kode_lama_kemendagri,
        c.kode_kini_kemendagri,
        t.tingkat,
        t.perubahan_terakhir,
        lama.kode_kemendagri is not null as lama_masih_berlaku
    from calon as c
    inner join terakhir as t
        on c.kode_lama_kemendagri = t.kode_lama_kemendagri
    inner join berlaku as kini
        on c.kode_kini_kemendagri = kini.kode_kemendagri
    left join berlaku as lama
        on c.kode_lama_kemendagri = lama.kode_kemendagri
)

select * from final
