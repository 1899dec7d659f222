-- Items of the welfare model that rest on a doubtful link: size and make-up of a family where the records of
-- a member may be somebody else’s, the items of the head where it is the head.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_anggota_keluarga') }}
-- depends_on: {{ ref('beku_asal_individu') }}
with anggota_keluarga as (
    select * from {{ source('snapshot', 'anggota_keluarga') }}
),

asal_individu as (
    select * from {{ source('snapshot', 'asal_individu') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

butir as (
    select
        count(
            case
                when
                    variabel in (
                        {% for name in member_variables() %}
                        '{{ name }}'{{ ',' if not loop.last }}
                        {% endfor %}
                    )
                    then 1
            end
        ) as anggota,
        count(
            case
                when
                    variabel in (
                        {% for name in head_variables() %}
                        '{{ name }}'{{ ',' if not loop.last }}
                        {% endfor %}
                    )
                    then 1
            end
        ) as kepala
    from rancangan
    where peran = 'butir'
),

ragu as (
    select
        a.id_keluarga,
        max(case when a.kepala_keluarga then 1 else 0 end) as kepala
    from anggota_keluarga as a
    inner join asal_individu as i
        on a.id_individu = i.id_individu
    where i.tautan_ragu
    group by a.id_keluarga
),

final as (
    select
        r.id_keluarga,
        cast(b.anggota + r.kepala * b.kepala as integer) as jumlah_butir_ragu
    from ragu as r
    cross join butir as b
)

select * from final
