-- How often the region that the crosswalk gives a BPS code is the population register's region of
-- the same person; and how often it would be, were the digits taken for a Kemendagri code.
-- Grain: one row per provider, tier and province of the register
{% set tiers = ['provinsi', 'kabupaten_kota', 'kecamatan', 'desa'] %}
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

tingkat_wilayah as (
    select * from {{ ref('tingkat_wilayah') }}
),

register as (
    select
        id_individu,
        {% for tier in tiers %}
        {{ agreed('kode_' ~ tier ~ '_kemendagri') }} as {{ tier }}{{ ',' if not loop.last }}
        {% endfor %}
    from rekaman_padan
    where penyedia = 'dukcapil'
    group by id_individu
),

per_jenjang as (
    {% for tier in tiers %}
    select
        r.penyedia,
        '{{ tier }}' as tingkat,
        d.provinsi,
        r.kode_desa_bps,
        r.kode_{{ tier }}_kemendagri as menurut_padanan,
        d.{{ tier }} as menurut_register
    from rekaman_padan as r
    inner join register as d
        on r.id_individu = d.id_individu
    where r.kode_desa_bps is not null and d.{{ tier }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

dihitung as (
    select
        p.penyedia,
        p.tingkat,
        p.provinsi as kode_provinsi_kemendagri,
        count(*) as jumlah_orang,
        count(p.menurut_padanan) as jumlah_terpadan,
        count(case when p.menurut_padanan = p.menurut_register then 1 end) as jumlah_sama,
        count(
            case
                when
                    left(p.kode_desa_bps, cast(t.panjang_kode_bps as integer)) = p.menurut_register
                    then 1
            end
        ) as jumlah_sama_tanpa_padanan
    from per_jenjang as p
    inner join tingkat_wilayah as t
        on p.tingkat = t.tingkat
    group by p.penyedia, p.tingkat, p.provinsi
),

final as (
    select
        *,
        cast(jumlah_sama * 1.0 / nullif(jumlah_terpadan, 0) as decimal(6, 4)) as bagian_sama,
        cast(jumlah_sama_tanpa_padanan * 1.0 / nullif(jumlah_orang, 0) as decimal(6, 4))
            as bagian_sama_tanpa_padanan
    from dihitung
)

select * from final
