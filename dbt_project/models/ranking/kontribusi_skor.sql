-- What each item adds to a family's score: its code or number, the coefficient and the product.
-- Grain: one row per id_keluarga and variabel
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

kosong as (
    select *
    from koefisien
    where kode = 'kosong'
),

tetapan as (
    select *
    from koefisien
    where variabel = 'tetapan'
),

berkode as (
    select
        id_keluarga,
        variabel,
        kode
    from fitur_keluarga
    unpivot include nulls (
        kode for variabel in (
            kode_provinsi_kemendagri,
            status_kepemilikan_rumah,
            jenis_lantai_terluas,
            jenis_dinding_terluas,
            jenis_atap_terluas,
            sumber_air_minum_utama,
            sumber_penerangan_utama,
            daya_terpasang,
            bahan_bakar_utama_memasak,
            fasilitas_bab,
            jenis_kloset,
            pembuangan_akhir_tinja,
            aset_bergerak_lemari_es,
            aset_bergerak_ac,
            aset_bergerak_tv_datar,
            aset_bergerak_emas_perhiasan,
            aset_bergerak_komputer_laptop_tablet,
            aset_bergerak_sepeda_motor,
            aset_bergerak_mobil,
            aset_bergerak_smartphone,
            aset_tidak_bergerak_lahan_lainnya,
            aset_tidak_bergerak_rumah_lainnya,
            jenis_kelamin_kepala,
            ijazah_kepala,
            bekerja_kepala,
            lapangan_usaha_kepala,
            status_pekerjaan_kepala
        )
    )
),

bernilai as (
    select
        id_keluarga,
        variabel,
        nilai
    from fitur_keluarga
    unpivot include nulls (
        nilai for variabel in (
            log_luas_lantai_per_kapita,
            log_jumlah_anggota_keluarga,
            umur_kepala,
            log_umur_kepala,
            jumlah_balita,
            jumlah_anak_sekolah,
            jumlah_lansia,
            jumlah_ternak_sapi,
            jumlah_ternak_kambing_domba
        )
    )
),

final as (
    select
        b.id_keluarga,
        b.variabel,
        b.kode,
        cast(null as decimal(18, 6)) as nilai,
        coalesce(k.koefisien, z.koefisien) as koefisien,
        coalesce(k.koefisien, z.koefisien) as kontribusi,
        k.koefisien is null as kosong
    from berkode as b
    inner join kosong as z
        on b.variabel = z.variabel
    left join koefisien as k
        on b.variabel = k.variabel and b.kode = k.kode
    union all
    select
        b.id_keluarga,
        b.variabel,
        k.kode,
        b.nilai,
        case when b.nilai is null then z.koefisien else k.koefisien end as koefisien,
        coalesce(cast(b.nilai * k.koefisien as decimal(18, 6)), z.koefisien) as kontribusi,
        b.nilai is null as kosong
    from bernilai as b
    inner join kosong as z
        on b.variabel = z.variabel
    inner join koefisien as k
        on b.variabel = k.variabel and z.kode <> k.kode
    union all
    select
        f.id_keluarga,
        t.variabel,
        t.kode,
        cast(null as decimal(18, 6)) as nilai,
        t.koefisien,
        t.koefisien as kontribusi,
        false as kosong
    from fitur_keluarga as f
    cross join tetapan as t
)

select * from final
