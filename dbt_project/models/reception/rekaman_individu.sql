-- Person records of every provider in one shape, still with the providers' own codes; the role of
-- the provider stands beside. What a provider does not deliver is null.
-- Grain: one row per delivered person record
{{ config(materialized='view') }}
{% set shape = [
    'record_key', 'kunci_asal', 'sidik_isi', 'kunci_keluarga', 'nik', 'no_kk', 'nama',
    'tempat_lahir', 'tanggal_lahir_asal', 'tanggal_lahir', 'umur_asal', 'umur',
    'jenis_kelamin_asal', 'status_kawin_asal', 'status_hubungan_keluarga_asal', 'alamat', 'rt',
    'rw', 'kode_desa_kemendagri', 'kode_desa_bps', 'status_kependudukan_asal',
    'tanggal_status_asal', 'tanggal_status', 'penerima_pkh_asal', 'penerima_bpnt_asal',
    'pbi_nas_asal', 'nomor_peserta_jkn', 'segmen_jkn_asal', 'nomor_peserta_ketenagakerjaan',
    'segmen_ketenagakerjaan_asal', 'program_ketenagakerjaan', 'nisn',
    'jenjang_sekolah_dapodik_asal', 'penerima_pip_asal',
] %}
{% set types = {'tanggal_lahir': 'date', 'umur': 'integer', 'tanggal_status': 'date'} %}
{% set always = [
    'record_key', 'kunci_asal', 'sidik_isi', 'nik', 'nama', 'tanggal_lahir_asal', 'tanggal_lahir',
] %}
{% set codes = ['jenis_kelamin_asal', 'status_kawin_asal', 'status_hubungan_keluarga_asal'] %}
{% set address = ['alamat', 'rt', 'rw', 'kode_desa_kemendagri'] %}
{# provider, dataset, and what it gives beside what every source gives #}
{% set sources = [
    ('dukcapil', 'penduduk',
     ['no_kk', 'tempat_lahir', 'status_kependudukan_asal', 'tanggal_status_asal', 'tanggal_status']
     + codes + address),
    ('regsosek', 'anggota', ['kunci_keluarga', 'no_kk', 'alamat', 'kode_desa_bps'] + codes),
    ('dtks', 'anggota',
     ['kunci_keluarga', 'no_kk', 'tempat_lahir', 'jenis_kelamin_asal',
      'status_hubungan_keluarga_asal', 'penerima_pkh_asal', 'penerima_bpnt_asal', 'pbi_nas_asal']
     + address),
    ('p3ke', 'individu', ['kunci_keluarga', 'no_kk', 'umur_asal', 'umur'] + codes + address),
    ('pemutakhiran', 'usulan', ['no_kk', 'tempat_lahir'] + codes + address),
    ('bpjs_kesehatan', 'peserta',
     ['kode_desa_kemendagri', 'nomor_peserta_jkn', 'segmen_jkn_asal']),
    ('bpjs_ketenagakerjaan', 'peserta',
     ['jenis_kelamin_asal', 'kode_desa_kemendagri', 'nomor_peserta_ketenagakerjaan',
      'segmen_ketenagakerjaan_asal', 'program_ketenagakerjaan']),
    ('dapodik', 'peserta_didik',
     ['tempat_lahir', 'jenis_kelamin_asal', 'kode_desa_kemendagri', 'nisn',
      'jenjang_sekolah_dapodik_asal', 'penerima_pip_asal']),
    ('padankan', 'daftar', ['no_kk', 'jenis_kelamin_asal', 'kode_desa_kemendagri']),
] %}
{# where members take what their family record says #}
{% set completed = {'regsosek': 'anggota_regsosek', 'p3ke': 'individu_p3ke'} %}
with
{% for provider, dataset, given in sources %}
{{ provider }} as (
    select * from {{ ref('stg_' ~ provider ~ '__' ~ dataset) }}
),

{% endfor %}
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
    from regsosek as a
    left join keluarga_regsosek as k
        on a.kunci_keluarga = k.kunci_keluarga and a._delivery = k._delivery
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
    from p3ke as a
    left join keluarga_p3ke as k
        on a.kunci_keluarga = k.kunci_keluarga and a._delivery = k._delivery
),

kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
),

gabungan as (
    {% for provider, dataset, given in sources %}
    {% if not loop.first %}union all{% endif %}
    select
        '{{ provider }}' as penyedia,
        '{{ dataset }}' as dataset,
        {% for column in shape %}
        {% set absent = 'cast(null as ' ~ types.get(column, 'varchar') ~ ') as ' ~ column %}
        {{ column if column in always + given else absent }},
        {% endfor %}
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from {{ completed.get(provider, provider) }}
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
