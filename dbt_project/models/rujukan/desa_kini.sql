-- The region of a desa code that has changed, as far as all its successors agree on it.
-- Grain: one row per kode_lama_kemendagri
with penerus_wilayah as (
    select * from {{ ref('penerus_wilayah') }}
    where tingkat = 'desa'
),

final as (
    select
        kode_lama_kemendagri,
        {% for tier in ['desa', 'kecamatan', 'kabupaten_kota', 'provinsi'] %}
        {{ agreed(kemendagri_prefix('kode_kini_kemendagri', tier)) }} as kode_{{ tier }}_kemendagri,
        {% endfor %}
        min(perubahan_terakhir) as perubahan_terakhir,
        min(cast(lama_masih_berlaku as smallint)) = 1 as lama_masih_berlaku
    from penerus_wilayah
    group by kode_lama_kemendagri
)

select * from final
