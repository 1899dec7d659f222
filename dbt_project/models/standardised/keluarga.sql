-- Accepted family records that are in force, of every provider that has some: housing, assets and
-- the provider's own rank in standard codes.
-- Grain: one row per record_key
with keluarga_regsosek as (
    select
        'regsosek' as penyedia,
        'keluarga' as dataset,
        cast(null as varchar) as kode_desa_kemendagri,
        -- >>> kamus blanks keluarga pelanggan p3ke
        cast(null as varchar) as id_pelanggan_pln,
        cast(null as varchar) as tarif_listrik,
        cast(null as smallint) as desil_p3ke,
        -- <<< kamus
        k.*
    from {{ ref('stg_regsosek__keluarga') }} as k
    where k._efektif
),

keluarga_p3ke as (
    select
        cast(null as varchar) as kode_desa_bps,
        *
    from {{ ref('butir_p3ke') }}
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

desa_kini as (
    select * from {{ ref('desa_kini') }}
),

diterima as (
    {% for relation in ['keluarga_regsosek', 'keluarga_p3ke'] %}
    {% if not loop.first %}union all{% endif %}
    select
        k.record_key,
        k.penyedia,
        k.dataset,
        k.kunci_keluarga,
        case when {{ no_kk_is_well_formed('k.no_kk') }} then k.no_kk end as no_kk,
        k.alamat,
        k.kode_desa_bps,
        k.kode_desa_kemendagri as kode_desa_asal,
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
),

-- a BPS code is led over by the crosswalk; an old Kemendagri code by what became of it
final as (
    select
        t.*,
        p.status_padanan,
        {% for tier in ['desa', 'kecamatan', 'kabupaten_kota', 'provinsi'] %}
        case
            when t.kode_desa_bps is not null then p.kode_{{ tier }}_kemendagri
            when d.kode_lama_kemendagri is not null then d.kode_{{ tier }}_kemendagri
            else {{ kemendagri_prefix('t.kode_desa_asal', tier) }}
        end as kode_{{ tier }}_kemendagri{{ ',' if not loop.last }}
        {% endfor %}
    from diterima as t
    left join padanan_wilayah as p
        on t.kode_desa_bps = p.kode_desa_bps and t.tanggal_acuan = p.tanggal_acuan
    left join desa_kini as d
        on
            t.kode_desa_asal = d.kode_lama_kemendagri
            and (not d.lama_masih_berlaku or t.tanggal_acuan < d.perubahan_terakhir)
)

select * from final
