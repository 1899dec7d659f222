-- Region changes that can be used: both codes and the day are known.
-- Grain: one row per old and new code
with stg_kemendagri__perubahan_wilayah as (
    select * from {{ ref('stg_kemendagri__perubahan_wilayah') }}
    where _efektif
),

final as (
    select
        kode_lama_kemendagri,
        kode_baru_kemendagri,
        min(tingkat) as tingkat,
        min(nama_baru) as nama_baru,
        min(kode_induk_baru_kemendagri) as kode_induk_baru_kemendagri,
        min(berlaku_dari) as berlaku_dari
    from stg_kemendagri__perubahan_wilayah
    where
        kode_lama_kemendagri is not null
        and kode_baru_kemendagri is not null
        and berlaku_dari is not null
    group by kode_lama_kemendagri, kode_baru_kemendagri
)

select * from final
