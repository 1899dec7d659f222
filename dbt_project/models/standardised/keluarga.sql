-- Accepted family records that are in force, of every provider that has some: housing, assets and
-- the provider's own rank in standard codes.
-- Grain: one row per record_key
with keluarga_regsosek as (
    select
        'regsosek' as penyedia,
        'keluarga' as dataset,
        -- >>> kamus blanks keluarga pelanggan p3ke
        cast(null as varchar) as id_pelanggan_pln,
        cast(null as varchar) as tarif_listrik,
        cast(null as smallint) as desil_p3ke,
        -- <<< kamus
        k.*
    from {{ ref('stg_regsosek__keluarga') }} as k
    where k._efektif
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
    where penyedia = 'p3ke'
),

keluarga_p3ke as (
    select
        'p3ke' as penyedia,
        'keluarga' as dataset,
        milik.kode as status_kepemilikan_rumah,
        lantai.kode as jenis_lantai_terluas,
        air.kode as sumber_air_minum_utama,
        lampu.kode as sumber_penerangan_utama,
        masak.kode as bahan_bakar_utama_memasak,
        case
            when {{ decile_is_possible(try_integer('k.desil_p3ke_asal')) }}
                then cast(k.desil_p3ke_asal as smallint)
        end as desil_p3ke,
        -- >>> kamus blanks keluarga -alamat -status_kepemilikan_rumah -jenis_lantai_terluas -sumber_air_minum_utama -sumber_penerangan_utama -bahan_bakar_utama_memasak -desil_p3ke
        cast(null as varchar) as rt,
        cast(null as varchar) as rw,
        cast(null as varchar) as kode_desa_kemendagri,
        cast(null as varchar) as kode_kecamatan_kemendagri,
        cast(null as varchar) as kode_kabupaten_kota_kemendagri,
        cast(null as varchar) as kode_provinsi_kemendagri,
        cast(null as integer) as luas_lantai,
        cast(null as varchar) as jenis_dinding_terluas,
        cast(null as varchar) as jenis_atap_terluas,
        cast(null as varchar) as daya_terpasang,
        cast(null as varchar) as fasilitas_bab,
        cast(null as varchar) as jenis_kloset,
        cast(null as varchar) as pembuangan_akhir_tinja,
        cast(null as varchar) as aset_bergerak_lemari_es,
        cast(null as varchar) as aset_bergerak_ac,
        cast(null as varchar) as aset_bergerak_tv_datar,
        cast(null as varchar) as aset_bergerak_emas_perhiasan,
        cast(null as varchar) as aset_bergerak_komputer_laptop_tablet,
        cast(null as varchar) as aset_bergerak_sepeda_motor,
        cast(null as varchar) as aset_bergerak_mobil,
        cast(null as varchar) as aset_bergerak_smartphone,
        cast(null as varchar) as aset_tidak_bergerak_lahan_lainnya,
        cast(null as varchar) as aset_tidak_bergerak_rumah_lainnya,
        cast(null as integer) as jumlah_ternak_sapi,
        cast(null as integer) as jumlah_ternak_kambing_domba,
        cast(null as varchar) as id_pelanggan_pln,
        cast(null as varchar) as tarif_listrik,
        -- <<< kamus
        k.*
    from {{ ref('stg_p3ke__keluarga') }} as k
    {% for alias, daftar, column in [
        ('milik', 'status_kepemilikan_rumah', 'status_kepemilikan_rumah_asal'),
        ('lantai', 'jenis_lantai', 'jenis_lantai_terluas_asal'),
        ('air', 'sumber_air_minum', 'sumber_air_minum_utama_asal'),
        ('lampu', 'sumber_penerangan', 'sumber_penerangan_utama_asal'),
        ('masak', 'bahan_bakar_memasak', 'bahan_bakar_utama_memasak_asal'),
    ] %}
    left join padanan_kode as {{ alias }}
        on {{ alias }}.daftar = '{{ daftar }}' and k.{{ column }} = {{ alias }}.kode_asal
    {% endfor %}
    where k._efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

final as (
    {% for relation in ['keluarga_regsosek', 'keluarga_p3ke'] %}
    {% if not loop.first %}union all{% endif %}
    select
        k.record_key,
        k.penyedia,
        k.dataset,
        k.kunci_keluarga,
        case when {{ no_kk_is_well_formed('k.no_kk') }} then k.no_kk end as no_kk,
        k.alamat,
        k.kode_desa_kemendagri,
        -- >>> kamus items keluarga k -alamat
        k.status_kepemilikan_rumah,
        k.luas_lantai,
        k.jenis_lantai_terluas,
        k.jenis_dinding_terluas,
        k.jenis_atap_terluas,
        k.sumber_air_minum_utama,
        k.sumber_penerangan_utama,
        k.daya_terpasang,
        k.bahan_bakar_utama_memasak,
        k.fasilitas_bab,
        k.jenis_kloset,
        k.pembuangan_akhir_tinja,
        k.aset_bergerak_lemari_es,
        k.aset_bergerak_ac,
        k.aset_bergerak_tv_datar,
        k.aset_bergerak_emas_perhiasan,
        k.aset_bergerak_komputer_laptop_tablet,
        k.aset_bergerak_sepeda_motor,
        k.aset_bergerak_mobil,
        k.aset_bergerak_smartphone,
        k.aset_tidak_bergerak_lahan_lainnya,
        k.aset_tidak_bergerak_rumah_lainnya,
        k.jumlah_ternak_sapi,
        k.jumlah_ternak_kambing_domba,
        k.id_pelanggan_pln,
        k.tarif_listrik,
        k.desil_p3ke,
        -- <<< kamus
        k.tanggal_acuan,
        k._delivery,
        k._file,
        k._row_number
    from {{ relation }} as k
    where {{ is_accepted('k') }}
    {% endfor %}
)

select * from final
