-- Members and head of each family on the release date, as the welfare model reads them.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_individu') }}
-- depends_on: {{ ref('beku_anggota_keluarga') }}
{%- set hitungan = ['jumlah_balita', 'jumlah_anak_sekolah', 'jumlah_lansia'] %}
with anggota_keluarga as (
    select * from {{ source('snapshot', 'anggota_keluarga') }}
),

individu as (
    select * from {{ source('snapshot', 'individu') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

rancangan as (
    select *
    from {{ source('model', 'rancangan_kesejahteraan') }}
    where peran = 'umur'
),

batas as (
    select
        {% for nama in hitungan %}
        max(case when variabel = '{{ nama }}' then dari end) as dari_{{ nama }},
        max(case when variabel = '{{ nama }}' then sampai end) as sampai_{{ nama }}{{ "," if not loop.last }}
        {% endfor %}
    from rancangan
),

orang as (
    select
        a.id_keluarga,
        a.kepala_keluarga,
        i.jenis_kelamin,
        i.partisipasi_sekolah,
        i.ijazah_tertinggi_yang_dimiliki,
        i.status_bekerja,
        i.lapangan_usaha_dari_pekerjaan_utama,
        i.status_dalam_pekerjaan_utama,
        {{ age_in_years('i.tanggal_lahir', 'r.tanggal_rilis') }} as umur
    from anggota_keluarga as a
    inner join individu as i
        on a.id_individu = i.id_individu
    cross join rilis as r
),

final as (
    select
        o.id_keluarga,
        ---------- members
        {% for nama in hitungan %}
        cast(
            count(
                case when o.umur between b.dari_{{ nama }} and b.sampai_{{ nama }} then o.umur end
            ) as integer
        ) as {{ nama }},
        {% endfor %}
        ---------- head
        max(case when o.kepala_keluarga then o.umur end) as umur_kepala,
        max(case when o.kepala_keluarga then o.jenis_kelamin end) as jenis_kelamin_kepala,
        max(case when o.kepala_keluarga then o.partisipasi_sekolah end)
            as partisipasi_sekolah_kepala,
        max(case when o.kepala_keluarga then o.ijazah_tertinggi_yang_dimiliki end) as ijazah_kepala,
        max(case when o.kepala_keluarga then o.status_bekerja end) as bekerja_kepala,
        max(case when o.kepala_keluarga then o.lapangan_usaha_dari_pekerjaan_utama end)
            as lapangan_usaha_kepala,
        max(case when o.kepala_keluarga then o.status_dalam_pekerjaan_utama end)
            as status_pekerjaan_kepala
    from orang as o
    cross join batas as b
    group by o.id_keluarga
)

select * from final
