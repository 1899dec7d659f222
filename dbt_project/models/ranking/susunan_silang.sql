-- Members and head in each crossed state: who belonged then as they are now, who belongs now as they were.
-- Grain: one row per kunci
-- depends_on: {{ ref('beku_anggota_keluarga') }}
-- depends_on: {{ ref('beku_individu') }}
with keadaan_silang as (
    select * from {{ ref('keadaan_silang') }}
),

anggota_keluarga as (
    select * from {{ source('snapshot', 'anggota_keluarga') }}
),

anggota_dasar as (
    select * from {{ source('dasar', 'anggota_keluarga') }}
),

individu as (
    select * from {{ source('snapshot', 'individu') }}
),

individu_dasar as (
    select * from {{ source('dasar', 'individu') }}
),

rilis_kini as (
    select tanggal_rilis from {{ source('kendali', 'rilis') }}
),

rilis_dulu as (
    select tanggal_rilis_dasar as tanggal_rilis from {{ source('kendali', 'rilis') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

batas as (
    {{ age_limits('rancangan') }}
),

anggota as (
    select
        s.kunci,
        s.keadaan,
        a.id_individu,
        a.kepala_keluarga
    from keadaan_silang as s
    inner join anggota_dasar as a
        on s.id_keluarga_dasar = a.id_keluarga
    where s.keadaan = 'data'
    union all
    select
        s.kunci,
        s.keadaan,
        a.id_individu,
        a.kepala_keluarga
    from keadaan_silang as s
    inner join anggota_keluarga as a
        on s.id_keluarga = a.id_keluarga
    where s.keadaan = 'anggota'
),

-- somebody whom one release does not have is as the other has them
dinyatakan as (
    select
        a.kunci,
        a.kepala_keluarga,
        a.id_individu,
        case
            when k.id_individu is null then 'dulu'
            when d.id_individu is null then 'kini'
            when a.keadaan = 'data' then 'kini'
            else 'dulu'
        end as menurut
    from anggota as a
    left join individu as k
        on a.id_individu = k.id_individu
    left join individu_dasar as d
        on a.id_individu = d.id_individu
),

orang as (
    {% for menurut, orang in [('kini', 'individu'), ('dulu', 'individu_dasar')] %}
    select
        a.kunci,
        a.kepala_keluarga,
        {{ traits_of_members() }}
    from dinyatakan as a
    inner join {{ orang }} as i
        on a.id_individu = i.id_individu
    cross join rilis_{{ menurut }} as r
    where a.menurut = '{{ menurut }}'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    {{ family_composition('orang', 'batas', 'kunci') }}
)

select * from final
