-- Every family of the release and every one that has left it: decile then and now, why the two cannot be compared,
-- and which cause moved it most.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_peristiwa_keluarga') }}
with pasangan_keluarga as (
    select * from {{ ref('pasangan_keluarga') }}
),

perubahan_desil as (
    select * from {{ ref('perubahan_desil') }}
),

peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

peringkat_dasar as (
    select
        id_keluarga,
        desil as desil_nasional
    from {{ ref('desil_banding') }}
    where populasi = 'dasar' and cara = 'lama'
),

keluarga_dasar as (
    select * from {{ source('dasar', 'keluarga') }}
),

peristiwa_keluarga as (
    select * from {{ source('snapshot', 'peristiwa_keluarga') }}
),

rilis as (
    select id_dasar from {{ source('kendali', 'rilis') }}
    where id_dasar is not null
),

penerus as (
    select
        id_keluarga,
        case when count(distinct id_keluarga_lain) = 1 then min(id_keluarga_lain) end
            as id_keluarga_penerus
    from peristiwa_keluarga
    where peristiwa = 'gabung'
    group by id_keluarga
),

kini as (
    select
        k.id_keluarga,
        p.id_keluarga_dasar,
        p.hubungan,
        k.kode_provinsi_kemendagri,
        k.kode_kabupaten_kota_kemendagri,
        case
            when p.id_keluarga_dasar is null and p.hubungan = 'pisah' then 'asal_beragam'
            when p.id_keluarga_dasar is null then 'keluarga_baru'
            when b.id_keluarga is not null then 'dibandingkan'
            when k.desil_nasional is not null then 'baru_diperingkat'
            when d.desil_nasional is not null then 'tidak_lagi_diperingkat'
            else 'tanpa_peringkat'
        end as status_perubahan,
        k.alasan_tanpa_peringkat,
        d.desil_nasional as desil_dasar,
        k.desil_nasional,
        b.pindah,
        {% for sebab in move_causes() %}
        b.{{ sebab }}_perduabelas,
        {% endfor %}
        cast(null as varchar) as id_keluarga_penerus
    from peringkat_keluarga as k
    inner join pasangan_keluarga as p
        on k.id_keluarga = p.id_keluarga
    left join peringkat_dasar as d
        on p.id_keluarga_dasar = d.id_keluarga
    left join perubahan_desil as b
        on k.id_keluarga = b.id_keluarga
),

keluar as (
    select
        k.id_keluarga,
        k.id_keluarga as id_keluarga_dasar,
        case when p.id_keluarga is null then 'keluar' else 'digabung' end as hubungan,
        k.kode_provinsi_kemendagri,
        k.kode_kabupaten_kota_kemendagri,
        'keluar' as status_perubahan,
        cast(null as varchar) as alasan_tanpa_peringkat,
        d.desil_nasional as desil_dasar,
        cast(null as smallint) as desil_nasional,
        cast(null as smallint) as pindah,
        {% for sebab in move_causes() %}
        cast(null as smallint) as {{ sebab }}_perduabelas,
        {% endfor %}
        p.id_keluarga_penerus
    from keluarga_dasar as k
    left join peringkat_keluarga as n
        on k.id_keluarga = n.id_keluarga
    left join peringkat_dasar as d
        on k.id_keluarga = d.id_keluarga
    left join penerus as p
        on k.id_keluarga = p.id_keluarga
    where n.id_keluarga is null
),

semua as (
    select * from kini
    union all
    select * from keluar
),

final as (
    select
        s.*,
        {{ main_cause() }} as sebab_utama
    from semua as s
    cross join rilis
)

select * from final
