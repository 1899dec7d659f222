-- Person records of every provider in one shape, still with the providers' own codes; the role of
-- the provider stands beside. What a provider does not deliver is null.
-- Grain: one row per delivered person record
{{ config(materialized='view') }}
{% set shape = {
    'record_key': 'varchar', 'kunci_asal': 'varchar', 'sidik_isi': 'varchar',
    'kunci_keluarga': 'varchar', 'nik': 'varchar', 'no_kk': 'varchar',
    'nama': 'varchar', 'tempat_lahir': 'varchar',
    'tanggal_lahir_asal': 'varchar',
    'tanggal_lahir': 'date',
    'umur_asal': 'varchar',
    'umur': 'integer',
    'jenis_kelamin_asal': 'varchar',
    'status_kawin_asal': 'varchar',
    'status_hubungan_keluarga_asal': 'varchar',
    'alamat': 'varchar', 'rt': 'varchar', 'rw': 'varchar',
    'kode_desa_kemendagri': 'varchar', 'kode_desa_bps': 'varchar',
    'status_kependudukan_asal': 'varchar',
    'tanggal_status_asal': 'varchar',
    'tanggal_status': 'date',
    'penerima_pkh_asal': 'varchar',
    'penerima_bpnt_asal': 'varchar',
    'pbi_nas_asal': 'varchar',
    'nomor_peserta_jkn': 'varchar',
    'segmen_jkn_asal': 'varchar',
    'nomor_peserta_ketenagakerjaan': 'varchar',
    'segmen_ketenagakerjaan_asal': 'varchar',
    'program_ketenagakerjaan': 'varchar',
    'nisn': 'varchar',
    'jenjang_sekolah_dapodik_asal': 'varchar',
    'penerima_pip_asal': 'varchar',
} %}
{% set always = [
    'record_key', 'kunci_asal', 'sidik_isi', 'nik', 'nama', 'tanggal_lahir_asal', 'tanggal_lahir',
] %}
{% set codes = ['jenis_kelamin_asal', 'status_kawin_asal', 'status_hubungan_keluarga_asal'] %}
{% set address = ['alamat', 'rt', 'rw', 'kode_desa_kemendagri'] %}
{# provider, dataset, relation, and what it gives beside what every source gives #}
{% set sources = [
    ('dukcapil', 'penduduk', 'penduduk',
     ['no_kk', 'tempat_lahir', 'status_kependudukan_asal', 'tanggal_status_asal', 'tanggal_status']
     + codes + address),
    ('regsosek', 'anggota', 'anggota_regsosek',
     ['kunci_keluarga', 'no_kk', 'alamat', 'kode_desa_bps'] + codes),
    ('dtks', 'anggota', 'anggota_dtks',
     ['kunci_keluarga', 'no_kk', 'tempat_lahir', 'jenis_kelamin_asal',
      'status_hubungan_keluarga_asal', 'penerima_pkh_asal', 'penerima_bpnt_asal', 'pbi_nas_asal']
     + address),
    ('p3ke', 'individu', 'individu_p3ke',
     ['kunci_keluarga', 'no_kk', 'umur_asal', 'umur'] + codes + address),
    ('pemutakhiran', 'usulan', 'usulan', ['no_kk', 'tempat_lahir'] + codes + address),
    ('bpjs_kesehatan', 'peserta', 'peserta_bpjs_kesehatan',
     ['kode_desa_kemendagri', 'nomor_peserta_jkn', 'segmen_jkn_asal']),
    ('bpjs_ketenagakerjaan', 'peserta', 'peserta_bpjs_ketenagakerjaan',
     ['jenis_kelamin_asal', 'kode_desa_kemendagri', 'nomor_peserta_ketenagakerjaan',
      'segmen_ketenagakerjaan_asal', 'program_ketenagakerjaan']),
    ('dapodik', 'peserta_didik', 'peserta_didik',
     ['tempat_lahir', 'jenis_kelamin_asal', 'kode_desa_kemendagri', 'nisn',
      'jenjang_sekolah_dapodik_asal', 'penerima_pip_asal']),
] %}
with penduduk as (
    select * from {{ ref('stg_dukcapil__penduduk') }}
),

keluarga_regsosek as (
    -- a doubled family row is a finding of its own and must not multiply the members
    select
        kunci_keluarga,
        _delivery,
        min(no_kk) as no_kk,
        min(alamat) as alamat,
        min(kode_desa_bps) as kode_desa_bps
    from {{ ref('stg_regsosek__keluarga') }}
    group by kunci_keluarga, _delivery
),

anggota_regsosek as (
    select
        a.*,
        k.no_kk,
        k.alamat,
        k.kode_desa_bps
    from {{ ref('stg_regsosek__anggota') }} as a
    left join keluarga_regsosek as k
        on a.kunci_keluarga = k.kunci_keluarga and a._delivery = k._delivery
),

anggota_dtks as (
    select * from {{ ref('stg_dtks__anggota') }}
),

keluarga_p3ke as (
    select
        kunci_keluarga,
        _delivery,
        min(no_kk) as no_kk,
        min(alamat) as alamat,
        min(rt) as rt,
        min(rw) as rw,
        min(kode_desa_kemendagri) as kode_desa_kemendagri
    from {{ ref('stg_p3ke__keluarga') }}
    group by kunci_keluarga, _delivery
),

individu_p3ke as (
    select
        a.*,
        k.no_kk,
        k.alamat,
        k.rt,
        k.rw,
        k.kode_desa_kemendagri
    from {{ ref('stg_p3ke__individu') }} as a
    left join keluarga_p3ke as k
        on a.kunci_keluarga = k.kunci_keluarga and a._delivery = k._delivery
),

peserta_bpjs_kesehatan as (
    select * from {{ ref('stg_bpjs_kesehatan__peserta') }}
),

usulan as (
    select * from {{ ref('stg_pemutakhiran__usulan') }}
),

peserta_bpjs_ketenagakerjaan as (
    select * from {{ ref('stg_bpjs_ketenagakerjaan__peserta') }}
),

peserta_didik as (
    select * from {{ ref('stg_dapodik__peserta_didik') }}
),

kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
),

gabungan as (
    {% for provider, dataset, relation, given in sources %}
    {% if not loop.first %}union all{% endif %}
    select
        '{{ provider }}' as penyedia,
        '{{ dataset }}' as dataset,
        {% for column, type in shape.items() %}
        {{ column if column in always + given else 'cast(null as ' ~ type ~ ') as ' ~ column }},
        {% endfor %}
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from {{ relation }}
    {% endfor %}
),

final as (
    select
        g.*,
        {{ name_standard('g.nama') }} as nama_baku,
        k.peran,
        k.jenis
    from gabungan as g
    inner join kontrak as k
        on g.penyedia = k.penyedia and g.dataset = k.dataset
)

select * from final
