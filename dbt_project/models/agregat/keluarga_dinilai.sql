-- Every indicator about one family: how many of its members count, and whether the family does.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_keluarga') }}
with keluarga as (
    select * from {{ source('snapshot', 'keluarga') }}
),

konteks_keluarga as (
    select * from {{ ref('konteks_keluarga') }}
),

individu_dinilai as (
    select * from {{ ref('individu_dinilai') }}
),

anggota as (
    select
        {% for kolom in counted_columns('individu') + member_columns('keluarga') -%}
        count({{ kolom.kolom }}) as {{ kolom.kolom }},
        {% endfor -%}
        {% for kolom in value_columns('individu') -%}
        sum(v_{{ kolom.kolom }}) as v_{{ kolom.kolom }},
        {% endfor -%}
        id_keluarga
    from individu_dinilai
    group by id_keluarga
),

lengkap as (
    select
        k.*,
        c.jenis_desa,
        c.kelamin_kepala,
        {% for kolom in counted_columns('individu') + member_columns('keluarga') -%}
        coalesce(a.{{ kolom.kolom }}, 0) as {{ kolom.kolom }},
        {% endfor -%}
        {% for kolom in value_columns('individu') -%}
        a.v_{{ kolom.kolom }},
        {% endfor -%}
        c.desil_nasional
    from keluarga as k
    inner join konteks_keluarga as c
        on k.id_keluarga = c.id_keluarga
    left join anggota as a
        on k.id_keluarga = a.id_keluarga
),

final as (
    select
        id_keluarga,
        {% for kelompok in indicator_groups('keluarga') -%}
        {{ category_of(kelompok) }} as g_{{ kelompok.kelompok }},
        {% endfor -%}
        {% for kolom in counted_columns('individu') -%}
        cast({{ kolom.kolom }} as smallint) as {{ kolom.kolom }},
        {% endfor -%}
        {% for kolom in counted_columns('keluarga') -%}
        cast(case when {{ kolom.syarat }} then 1 else 0 end as smallint) as {{ kolom.kolom }},
        {% endfor -%}
        {% for kolom in value_columns('individu') -%}
        cast(v_{{ kolom.kolom }} as decimal(18, 2)) as v_{{ kolom.kolom }},
        {% endfor -%}
        {% for kolom in value_columns('keluarga') -%}
        cast(case when {{ kolom.syarat }} then {{ kolom.nilai }} end as decimal(18, 2))
            as v_{{ kolom.kolom }},
        {% endfor -%}
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        kode_kecamatan_kemendagri,
        kode_desa_kemendagri
    from lengkap
)

select * from final
