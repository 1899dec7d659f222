-- One value per variable and family: housing and assets of the record that shares most members.
-- Grain: one row per id_keluarga
with padan_keluarga as (
    select * from {{ ref('padan_keluarga') }}
),

final as (
    select
        t.id_keluarga,
        -- >>> kamus survivorship keluarga -alamat
        {{ first_by('t.status_kepemilikan_rumah', 't.urut_perumahan') }}
            as status_kepemilikan_rumah,
        {{ rank_of('t.status_kepemilikan_rumah', 't.urut_perumahan') }}
            as status_kepemilikan_rumah__sumber,
        {{ first_by('t.luas_lantai', 't.urut_perumahan') }} as luas_lantai,
        {{ rank_of('t.luas_lantai', 't.urut_perumahan') }} as luas_lantai__sumber,
        {{ first_by('t.jenis_lantai_terluas', 't.urut_perumahan') }} as jenis_lantai_terluas,
        {{ rank_of('t.jenis_lantai_terluas', 't.urut_perumahan') }} as jenis_lantai_terluas__sumber,
        {{ first_by('t.jenis_dinding_terluas', 't.urut_perumahan') }} as jenis_dinding_terluas,
        {{ rank_of('t.jenis_dinding_terluas', 't.urut_perumahan') }}
            as jenis_dinding_terluas__sumber,
        {{ first_by('t.jenis_atap_terluas', 't.urut_perumahan') }} as jenis_atap_terluas,
        {{ rank_of('t.jenis_atap_terluas', 't.urut_perumahan') }} as jenis_atap_terluas__sumber,
        {{ first_by('t.sumber_air_minum_utama', 't.urut_perumahan') }} as sumber_air_minum_utama,
        {{ rank_of('t.sumber_air_minum_utama', 't.urut_perumahan') }}
            as sumber_air_minum_utama__sumber,
        {{ first_by('t.sumber_penerangan_utama', 't.urut_perumahan') }} as sumber_penerangan_utama,
        {{ rank_of('t.sumber_penerangan_utama', 't.urut_perumahan') }}
            as sumber_penerangan_utama__sumber,
        {{ first_by('t.daya_terpasang', 't.urut_perumahan') }} as daya_terpasang,
        {{ rank_of('t.daya_terpasang', 't.urut_perumahan') }} as daya_terpasang__sumber,
        {{ first_by('t.bahan_bakar_utama_memasak', 't.urut_perumahan') }}
            as bahan_bakar_utama_memasak,
        {{ rank_of('t.bahan_bakar_utama_memasak', 't.urut_perumahan') }}
            as bahan_bakar_utama_memasak__sumber,
        {{ first_by('t.fasilitas_bab', 't.urut_perumahan') }} as fasilitas_bab,
        {{ rank_of('t.fasilitas_bab', 't.urut_perumahan') }} as fasilitas_bab__sumber,
        {{ first_by('t.jenis_kloset', 't.urut_perumahan') }} as jenis_kloset,
        {{ rank_of('t.jenis_kloset', 't.urut_perumahan') }} as jenis_kloset__sumber,
        {{ first_by('t.pembuangan_akhir_tinja', 't.urut_perumahan') }} as pembuangan_akhir_tinja,
        {{ rank_of('t.pembuangan_akhir_tinja', 't.urut_perumahan') }}
            as pembuangan_akhir_tinja__sumber,
        {{ first_by('t.aset_bergerak_lemari_es', 't.urut_aset') }} as aset_bergerak_lemari_es,
        {{ rank_of('t.aset_bergerak_lemari_es', 't.urut_aset') }}
            as aset_bergerak_lemari_es__sumber,
        {{ first_by('t.aset_bergerak_ac', 't.urut_aset') }} as aset_bergerak_ac,
        {{ rank_of('t.aset_bergerak_ac', 't.urut_aset') }} as aset_bergerak_ac__sumber,
        {{ first_by('t.aset_bergerak_tv_datar', 't.urut_aset') }} as aset_bergerak_tv_datar,
        {{ rank_of('t.aset_bergerak_tv_datar', 't.urut_aset') }} as aset_bergerak_tv_datar__sumber,
        {{ first_by('t.aset_bergerak_emas_perhiasan', 't.urut_aset') }}
            as aset_bergerak_emas_perhiasan,
        {{ rank_of('t.aset_bergerak_emas_perhiasan', 't.urut_aset') }}
            as aset_bergerak_emas_perhiasan__sumber,
        {{ first_by('t.aset_bergerak_komputer_laptop_tablet', 't.urut_aset') }}
            as aset_bergerak_komputer_laptop_tablet,
        {{ rank_of('t.aset_bergerak_komputer_laptop_tablet', 't.urut_aset') }}
            as aset_bergerak_komputer_laptop_tablet__sumber,
        {{ first_by('t.aset_bergerak_sepeda_motor', 't.urut_aset') }} as aset_bergerak_sepeda_motor,
        {{ rank_of('t.aset_bergerak_sepeda_motor', 't.urut_aset') }}
            as aset_bergerak_sepeda_motor__sumber,
        {{ first_by('t.aset_bergerak_mobil', 't.urut_aset') }} as aset_bergerak_mobil,
        {{ rank_of('t.aset_bergerak_mobil', 't.urut_aset') }} as aset_bergerak_mobil__sumber,
        {{ first_by('t.aset_bergerak_smartphone', 't.urut_aset') }} as aset_bergerak_smartphone,
        {{ rank_of('t.aset_bergerak_smartphone', 't.urut_aset') }}
            as aset_bergerak_smartphone__sumber,
        {{ first_by('t.aset_tidak_bergerak_lahan_lainnya', 't.urut_aset') }}
            as aset_tidak_bergerak_lahan_lainnya,
        {{ rank_of('t.aset_tidak_bergerak_lahan_lainnya', 't.urut_aset') }}
            as aset_tidak_bergerak_lahan_lainnya__sumber,
        {{ first_by('t.aset_tidak_bergerak_rumah_lainnya', 't.urut_aset') }}
            as aset_tidak_bergerak_rumah_lainnya,
        {{ rank_of('t.aset_tidak_bergerak_rumah_lainnya', 't.urut_aset') }}
            as aset_tidak_bergerak_rumah_lainnya__sumber,
        {{ first_by('t.jumlah_ternak_sapi', 't.urut_aset') }} as jumlah_ternak_sapi,
        {{ rank_of('t.jumlah_ternak_sapi', 't.urut_aset') }} as jumlah_ternak_sapi__sumber,
        {{ first_by('t.jumlah_ternak_kambing_domba', 't.urut_aset') }}
            as jumlah_ternak_kambing_domba,
        {{ rank_of('t.jumlah_ternak_kambing_domba', 't.urut_aset') }}
            as jumlah_ternak_kambing_domba__sumber,
        {{ first_by('t.id_pelanggan_pln', 't.urut_pelanggan') }} as id_pelanggan_pln,
        {{ rank_of('t.id_pelanggan_pln', 't.urut_pelanggan') }} as id_pelanggan_pln__sumber,
        {{ first_by('t.tarif_listrik', 't.urut_pelanggan') }} as tarif_listrik,
        {{ rank_of('t.tarif_listrik', 't.urut_pelanggan') }} as tarif_listrik__sumber,
        {{ first_by('t.desil_p3ke', 't.urut_p3ke') }} as desil_p3ke,
        {{ rank_of('t.desil_p3ke', 't.urut_p3ke') }} as desil_p3ke__sumber,
        -- <<< kamus
        cast(count(*) as smallint) as jumlah_rekaman
    from padan_keluarga as t
    group by t.id_keluarga
)

select * from final
