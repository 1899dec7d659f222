-- Families and persons behind every indicator by village, for everybody and by trait of the family.
-- Grain: one row per village with the tiers above it, kelompok and nilai_kelompok
{% set daerah = [
    'kode_provinsi_kemendagri',
    'kode_kabupaten_kota_kemendagri',
    'kode_kecamatan_kemendagri',
    'kode_desa_kemendagri',
] %}
{% set kelompok = indicator_groups('keluarga') | map(attribute='kelompok') | list %}
{% set per_kelompok = [] %}
{% for nama in kelompok %}{% do per_kelompok.append(daerah + ['g_' ~ nama]) %}{% endfor %}
with keluarga_dinilai as (
    select * from {{ ref('keluarga_dinilai') }}
),

final as (
    select
        {{ daerah | join(', ') }},
        {{ grouped_by(kelompok) }},
        {{ counts_of(true) }}
    from keluarga_dinilai
    group by {{ grouping_sets([daerah] + per_kelompok) }}  -- noqa: PRS,LT02
)

select * from final
