-- Members and head of each family on the release date, as the welfare model reads them.
-- Grain: one row per id_keluarga
-- depends_on: {{ ref('beku_individu') }}
-- depends_on: {{ ref('beku_anggota_keluarga') }}
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
        max(case when variabel = 'jumlah_balita' then dari end) as dari_balita,
        max(case when variabel = 'jumlah_balita' then sampai end) as sampai_balita,
        max(case when variabel = 'jumlah_anak_sekolah' then dari end) as dari_anak_sekolah,
        max(case when variabel = 'jumlah_anak_sekolah' then sampai end) as sampai_anak_sekolah,
        max(case when variabel = 'jumlah_lansia' then dari end) as dari_lansia,
        max(case when variabel = 'jumlah_lansia' then sampai end) as sampai_lansia
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
        count(
            case when o.umur between b.dari_balita and b.sampai_balita then o.umur end
        ) as jumlah_balita,
        count(
            case when o.umur between b.dari_anak_sekolah and b.sampai_anak_sekolah then o.umur end
        ) as jumlah_anak_sekolah,
        count(
            case when o.umur between b.dari_lansia and b.sampai_lansia then o.umur end
        ) as jumlah_lansia,
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
