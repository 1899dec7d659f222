-- What the welfare model reads of each family of the sealed release, under the names of pmt.yml.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_keluarga') }}
with keluarga as (
    select * from {{ source('snapshot', 'keluarga') }}
),

susunan_keluarga as (
    select * from {{ ref('susunan_keluarga') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

kovariat as (
    {{ family_features('keluarga', 'susunan_keluarga', 'rancangan', 'id_keluarga') }}
),

final as (
    select
        k.punya_butir_keluarga,
        k.jumlah_anggota_keluarga,
        k.kepala_ditangguhkan,
        v.*
    from keluarga as k
    inner join kovariat as v
        on k.id_keluarga = v.id_keluarga
)

select * from final
