-- Persons behind every indicator by village and by trait of the person, with the families they come from.
-- Grain: one row per village with the tiers above it, kelompok and nilai_kelompok
{% set daerah = [
    'kode_provinsi_kemendagri',
    'kode_kabupaten_kota_kemendagri',
    'kode_kecamatan_kemendagri',
    'kode_desa_kemendagri',
] %}
{% set kelompok = indicator_groups('individu') | map(attribute='kelompok') | list %}
{% set per_kelompok = [] %}
{% for nama in kelompok %}{% do per_kelompok.append(['id_keluarga', 'g_' ~ nama]) %}{% endfor %}
with individu_dinilai as (
    select * from {{ ref('individu_dinilai') }}
),

konteks_keluarga as (
    select * from {{ ref('konteks_keluarga') }}
),

-- each family once per category, so that it counts once however many of its members do
per_keluarga as (
    select
        {{ grouped_by(kelompok) }},
        {% for kolom in counted_columns('individu') if not kolom.semua -%}
        count({{ kolom.kolom }}) as {{ kolom.kolom }},
        {% endfor -%}
        {% for kolom in value_columns('individu') -%}
        cast(sum(v_{{ kolom.kolom }}) as decimal(18, 2)) as v_{{ kolom.kolom }},
        {% endfor -%}
        id_keluarga
    from individu_dinilai
    group by {{ grouping_sets(per_kelompok) }}  -- noqa: PRS,LT02
),

final as (
    select
        {% for kode in daerah -%}
        k.{{ kode }},
        {% endfor -%}
        p.kelompok,
        p.nilai_kelompok,
        {{ counts_of(false) }}
    from per_keluarga as p
    inner join konteks_keluarga as k
        on p.id_keluarga = k.id_keluarga
    group by
        {% for kode in daerah -%}
        k.{{ kode }},
        {% endfor -%}
        p.kelompok,
        p.nilai_kelompok
)

select * from final
