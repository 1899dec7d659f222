-- Families whose members or whose records changed hands, twice each: as they would be with the answers
-- of now in the families of the base (`data`), and with the answers of then in the families of now (`anggota`).
-- Grain: one row per kunci
-- depends_on: {{ ref('beku_keluarga') }}
with perbedaan_keluarga as (
    select * from {{ ref('perbedaan_keluarga') }}
    where fitur_berubah and (anggota_berubah or butir_dari_tautan)
),

keluarga as (
    select * from {{ source('snapshot', 'keluarga') }}
),

keluarga_dasar as (
    select * from {{ source('dasar', 'keluarga') }}
),

-- items that came with other records of the same deliveries are not news about the family
final as (
    {% for keadaan in ['data', 'anggota'] %}
    {% set kini = 'b.butir_dari_tautan' if keadaan == 'anggota' else 'not b.butir_dari_tautan' %}
    {% set jumlah = 'k' if keadaan == 'anggota' else 'd' %}
    select
        {% for variabel in family_items() %}
        case when {{ kini }} then k.{{ variabel }} else d.{{ variabel }} end as {{ variabel }},
        {% endfor %}
        {{ jumlah }}.jumlah_anggota_dihitung,
        b.id_keluarga,
        b.id_keluarga_dasar,
        '{{ keadaan }}' as keadaan,
        concat('{{ keadaan }}:', b.id_keluarga) as kunci
    from perbedaan_keluarga as b
    inner join keluarga as k
        on b.id_keluarga = k.id_keluarga
    inner join keluarga_dasar as d
        on b.id_keluarga_dasar = d.id_keluarga
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
