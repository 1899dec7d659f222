-- The Kemendagri region that every BPS desa code of a delivery stands for, as it is called at the
-- release date: the lowest tier the crosswalk knows, and of it what all candidates agree on.
-- Grain: one row per BPS code and reference date
{% set deliveries = ['stg_regsosek__keluarga'] %}
{% set tiers = ['desa', 'kecamatan', 'kabupaten_kota', 'provinsi'] %}
with baris_padanan_wilayah as (
    select * from {{ ref('baris_padanan_wilayah') }}
    where dipakai
),

tingkat_wilayah as (
    select * from {{ ref('tingkat_wilayah') }}
),

penerus_wilayah as (
    select * from {{ ref('penerus_wilayah') }}
),

terkirim as (
    {% for model in deliveries %}
    select
        kode_desa_bps,
        tanggal_acuan
    from {{ ref(model) }}
    where kode_desa_bps is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

dipakai as (
    select distinct
        kode_desa_bps,
        tanggal_acuan
    from terkirim
),

-- a well-formed code names a region of every tier
bertingkat as (
    select
        d.kode_desa_bps,
        d.tanggal_acuan,
        t.tingkat,
        t.urutan,
        left(d.kode_desa_bps, cast(t.panjang_kode_bps as integer)) as kode_bps
    from dipakai as d
    inner join tingkat_wilayah as bawah
        on length(d.kode_desa_bps) = bawah.panjang_kode_bps and bawah.tingkat = 'desa'
    cross join tingkat_wilayah as t
),

-- the pair is read as it stood when the data were taken; what changed later is followed from there
calon as (
    select
        b.kode_desa_bps,
        b.tanggal_acuan,
        b.tingkat,
        b.urutan,
        coalesce(s.kode_kini_kemendagri, p.kode_kemendagri) as kode_kini_kemendagri
    from bertingkat as b
    inner join baris_padanan_wilayah as p
        on
            b.kode_bps = p.kode_bps
            and b.tingkat = p.tingkat
            and b.tanggal_acuan >= p.berlaku_dari
            and (p.hari_terakhir is null or b.tanggal_acuan <= p.hari_terakhir)
    left join penerus_wilayah as s
        on
            p.kode_kemendagri = s.kode_lama_kemendagri
            and (not s.lama_masih_berlaku or b.tanggal_acuan < s.perubahan_terakhir)
),

terendah as (
    select
        kode_desa_bps,
        tanggal_acuan,
        max(urutan) as urutan
    from calon
    group by kode_desa_bps, tanggal_acuan
),

terpadan as (
    select
        c.kode_desa_bps,
        c.tanggal_acuan,
        min(c.tingkat) as tingkat,
        count(distinct c.kode_kini_kemendagri) as jumlah_calon,
        {% for tier in tiers %}
        {{ agreed(kemendagri_prefix('c.kode_kini_kemendagri', tier)) }} as kode_{{ tier }}_kemendagri
        {{- ',' if not loop.last }}
        {% endfor %}
    from calon as c
    inner join terendah as t
        on
            c.kode_desa_bps = t.kode_desa_bps
            and c.tanggal_acuan = t.tanggal_acuan
            and c.urutan = t.urutan
    group by c.kode_desa_bps, c.tanggal_acuan
),

final as (
    select
        d.kode_desa_bps,
        d.tanggal_acuan,
        case
            when t.kode_desa_kemendagri is not null then 'padan'
            when t.tingkat = 'desa' then 'ambigu'
            else 'tidak_dikenal'
        end as status_padanan,
        cast(case when t.tingkat = 'desa' then t.jumlah_calon else 0 end as integer)
            as jumlah_calon,
        {% for tier in tiers %}
        t.kode_{{ tier }}_kemendagri{{ ',' if not loop.last }}
        {% endfor %}
    from dipakai as d
    left join terpadan as t
        on d.kode_desa_bps = t.kode_desa_bps and d.tanggal_acuan = t.tanggal_acuan
)

select * from final
