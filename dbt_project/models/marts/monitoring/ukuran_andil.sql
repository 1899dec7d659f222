-- Which source the published values come from, per block of variables.
-- Grain: one row per entity, block and provider
-- depends_on: {{ ref('beku_asal_individu') }} {{ ref('beku_rekaman') }}
with asal_individu as (
    select * from {{ source('snapshot', 'asal_individu') }}
),

rekaman as (
    select * from {{ source('snapshot', 'rekaman') }}
),

keluarga_terbarui as (
    select * from {{ ref('keluarga_terbarui') }}
),

padan_keluarga as (
    select * from {{ ref('padan_keluarga') }}
),

keluarga_sah as (
    select id_keluarga from {{ ref('keluarga_sah') }}
),

dari_individu as (
    select
        -- >>> kamus blocks individu blok_individu
        {% set blok_individu = {
            'identitas': [
                'nik', 'nama', 'tempat_lahir', 'tanggal_lahir', 'jenis_kelamin'
            ],
            'kependudukan': [
                'no_kk', 'status_kawin', 'status_hubungan_keluarga'
            ],
            'alamat': [
                'alamat', 'rt', 'rw', 'kode_desa_kemendagri', 'kode_kecamatan_kemendagri',
                'kode_kabupaten_kota_kemendagri', 'kode_provinsi_kemendagri'
            ],
            'pendidikan': [
                'partisipasi_sekolah', 'ijazah_tertinggi_yang_dimiliki'
            ],
            'pekerjaan': [
                'status_bekerja', 'lapangan_usaha_dari_pekerjaan_utama',
                'status_dalam_pekerjaan_utama'
            ],
            'program': [
                'penerima_pkh', 'penerima_bpnt', 'pbi_nas'
            ],
        } %}
        -- <<< kamus
        {% for block, names in blok_individu.items() %}
        sum(
            {% for name in names %}
            case when t.{{ name }}__sumber = p.urut_{{ block }} then 1 else 0 end
            {% if not loop.last %}+{% endif %}
            {% endfor %}
        ) as {{ block }},
        {% endfor %}
        p.penyedia
    from rekaman as p
    inner join asal_individu as t
        on p.id_individu = t.id_individu
    group by p.penyedia
),

dari_keluarga as (
    select
        -- >>> kamus blocks keluarga blok_keluarga -alamat
        {% set blok_keluarga = {
            'perumahan': [
                'status_kepemilikan_rumah', 'luas_lantai', 'jenis_lantai_terluas',
                'jenis_dinding_terluas', 'jenis_atap_terluas', 'sumber_air_minum_utama',
                'sumber_penerangan_utama', 'daya_terpasang', 'bahan_bakar_utama_memasak',
                'fasilitas_bab', 'jenis_kloset', 'pembuangan_akhir_tinja'
            ],
            'aset': [
                'aset_bergerak_lemari_es', 'aset_bergerak_ac', 'aset_bergerak_tv_datar',
                'aset_bergerak_emas_perhiasan', 'aset_bergerak_komputer_laptop_tablet',
                'aset_bergerak_sepeda_motor', 'aset_bergerak_mobil', 'aset_bergerak_smartphone',
                'aset_tidak_bergerak_lahan_lainnya', 'aset_tidak_bergerak_rumah_lainnya',
                'jumlah_ternak_sapi', 'jumlah_ternak_kambing_domba'
            ],
        } %}
        -- <<< kamus
        {% for block, names in blok_keluarga.items() %}
        sum(
            {% for name in names %}
            case when t.{{ name }}__sumber = p.urut_{{ block }} then 1 else 0 end
            {% if not loop.last %}+{% endif %}
            {% endfor %}
        ) as {{ block }},
        {% endfor %}
        p.penyedia
    from padan_keluarga as p
    inner join keluarga_sah as k
        on p.id_keluarga = k.id_keluarga
    inner join keluarga_terbarui as t
        on p.id_keluarga = t.id_keluarga
    group by p.penyedia
),

panjang as (
    {% for block in blok_individu %}
    select
        'individu' as entitas,
        '{{ block }}' as blok,
        penyedia,
        {{ block }} as jumlah_nilai
    from dari_individu
    union all
    {% endfor %}
    {% for block in blok_keluarga %}
    select
        'keluarga' as entitas,
        '{{ block }}' as blok,
        penyedia,
        {{ block }} as jumlah_nilai
    from dari_keluarga
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

berjumlah as (
    select
        entitas,
        blok,
        penyedia,
        cast(jumlah_nilai as bigint) as jumlah_nilai,
        cast(sum(jumlah_nilai) over (partition by entitas, blok) as bigint) as jumlah_semua
    from panjang
    where jumlah_nilai > 0
),

final as (
    select
        entitas,
        blok,
        penyedia,
        jumlah_nilai,
        jumlah_semua
    from berjumlah
)

select * from final
