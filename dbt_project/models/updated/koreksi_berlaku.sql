-- The corrections that apply, one per variable; a corrected desa brings its higher regions along.
-- Grain: one row per objek, id and variabel
with diterapkan as (
    select * from {{ ref('koreksi_dinilai') }}
    where status = 'diterapkan'
),

desa_kini as (
    select * from {{ ref('desa_kini') }}
),

-- a code of before a change of regions is read as it is called now
desa as (
    select
        d.id_koreksi,
        d.objek,
        d.id,
        coalesce(n.kode_desa_kemendagri, d.nilai) as nilai,
        d.tanggal,
        d.berbukti,
        d.id_aturan
    from diterapkan as d
    left join desa_kini as n
        on
            d.nilai = n.kode_lama_kemendagri
            and (not n.lama_masih_berlaku or d.tanggal < n.perubahan_terakhir)
    where d.objek = 'individu' and d.variabel = 'kode_desa_kemendagri'
),

berjenjang as (
    {% for tier in ['desa', 'kecamatan', 'kabupaten_kota', 'provinsi'] %}
    select
        id_koreksi,
        objek,
        id,
        'kode_{{ tier }}_kemendagri' as variabel,
        {{ kemendagri_prefix('nilai', tier) }} as nilai,
        tanggal,
        berbukti,
        id_aturan
    from desa
    union all
    {% endfor %}
    -- of the higher regions alone nothing can be corrected
    select
        id_koreksi,
        objek,
        id,
        variabel,
        nilai,
        tanggal,
        berbukti,
        id_aturan
    from diterapkan
    where
        objek <> 'individu'
        or not (variabel like 'kode_%' and variabel like '%_kemendagri')
),

final as (
    select * from berjenjang
)

select * from final
