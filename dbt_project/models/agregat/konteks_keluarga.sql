-- What indicators ask of a family beside its answers: where it lives, its decile, who heads it.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_keluarga') }}
-- depends_on: {{ ref('beku_individu') }}
with keluarga as (
    select * from {{ source('snapshot', 'keluarga') }}
),

individu as (
    select * from {{ source('snapshot', 'individu') }}
),

peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

final as (
    select
        k.id_keluarga,
        k.kode_provinsi_kemendagri,
        k.kode_kabupaten_kota_kemendagri,
        k.kode_kecamatan_kemendagri,
        k.kode_desa_kemendagri,
        case
            when k.kode_desa_kemendagri is not null
                then {{ village_kind('k.kode_desa_kemendagri') }}
        end as jenis_desa,
        i.jenis_kelamin as kelamin_kepala,
        p.desil_nasional
    from keluarga as k
    left join individu as i
        on k.id_individu_kepala = i.id_individu
    left join peringkat_keluarga as p
        on k.id_keluarga = p.id_keluarga
)

select * from final
