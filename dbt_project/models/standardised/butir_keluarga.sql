-- What accepted records in force say of a family, whatever they are records of: family records and
-- customers in one shape, empty where a source does not tell.
-- Grain: one row per record_key
with keluarga as (
    select * from {{ ref('keluarga') }}
),

pelanggan as (
    select
        -- >>> kamus blanks keluarga -alamat -daya_terpasang -id_pelanggan_pln -tarif_listrik
        cast(null as varchar) as rt,
        cast(null as varchar) as rw,
        cast(null as varchar) as kode_desa_kemendagri,
        cast(null as varchar) as kode_kecamatan_kemendagri,
        cast(null as varchar) as kode_kabupaten_kota_kemendagri,
        cast(null as varchar) as kode_provinsi_kemendagri,
        cast(null as varchar) as status_kepemilikan_rumah,
        cast(null as integer) as luas_lantai,
        cast(null as varchar) as jenis_lantai_terluas,
        cast(null as varchar) as jenis_dinding_terluas,
        cast(null as varchar) as jenis_atap_terluas,
        cast(null as varchar) as sumber_air_minum_utama,
        cast(null as varchar) as sumber_penerangan_utama,
        cast(null as varchar) as bahan_bakar_utama_memasak,
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
        cast(null as smallint) as desil_p3ke,
        -- <<< kamus
        p.*
    from {{ ref('pelanggan') }} as p
),

final as (
    {% for relation in ['keluarga', 'pelanggan'] %}
    {% if not loop.first %}union all{% endif %}
    select
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
        k.record_key
    from {{ relation }} as k
    {% endfor %}
)

select * from final
