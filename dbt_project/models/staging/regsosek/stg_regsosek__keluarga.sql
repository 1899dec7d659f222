-- Families of the social-economic registration: place, housing and assets, renamed and trimmed.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'regsosek__keluarga'), 'regsosek', 'keluarga') }}
),

final as (
    select
        {{ record_key('regsosek', 'keluarga', ['trim(idkel)']) }} as record_key,
        {{ clean_text('idkel') }} as kunci_asal,
        {{ content_hash([
            'idkel', 'r101', 'r102', 'r103', 'r104', 'r107', 'r108', 'r112', 'r114', 'r205', 'r301a',
            'r302', 'r303', 'r304', 'r305', 'r306a', 'r307a', 'r307b1', 'r308', 'r309a', 'r309b',
            'r310', 'r502b', 'r502c', 'r502f', 'r502g', 'r502h', 'r502i', 'r502k', 'r502n', 'r503a',
            'r503b', 'r504a', 'r504e',
        ]) }} as sidik_isi,
        'regsosek|' || {{ clean_text('idkel') }} as kunci_keluarga,
        {{ clean_text('r114') }} as no_kk,
        ---------- place
        {{ clean_text('r107') }} as alamat,
        -- a part left out makes the code too short, which shows
        nullif(
            coalesce({{ clean_text('r101') }}, '') || coalesce({{ clean_text('r102') }}, '')
            || coalesce({{ clean_text('r103') }}, '') || coalesce({{ clean_text('r104') }}, ''),
            ''
        ) as kode_desa_bps,
        {{ clean_text('r205') }} as hasil_pendataan,
        ---------- housing
        {{ clean_text('r301a') }} as status_kepemilikan_rumah,
        {{ try_integer(clean_text('r302')) }} as luas_lantai,
        {{ clean_text('r303') }} as jenis_lantai_terluas,
        {{ clean_text('r304') }} as jenis_dinding_terluas,
        {{ clean_text('r305') }} as jenis_atap_terluas,
        {{ clean_text('r306a') }} as sumber_air_minum_utama,
        {{ clean_text('r307a') }} as sumber_penerangan_utama,
        {{ clean_text('r307b1') }} as daya_terpasang,
        {{ clean_text('r308') }} as bahan_bakar_utama_memasak,
        {{ clean_text('r309a') }} as fasilitas_bab,
        {{ clean_text('r309b') }} as jenis_kloset,
        {{ clean_text('r310') }} as pembuangan_akhir_tinja,
        ---------- assets
        {{ clean_text('r502b') }} as aset_bergerak_lemari_es,
        {{ clean_text('r502c') }} as aset_bergerak_ac,
        {{ clean_text('r502f') }} as aset_bergerak_tv_datar,
        {{ clean_text('r502g') }} as aset_bergerak_emas_perhiasan,
        {{ clean_text('r502h') }} as aset_bergerak_komputer_laptop_tablet,
        {{ clean_text('r502i') }} as aset_bergerak_sepeda_motor,
        {{ clean_text('r502k') }} as aset_bergerak_mobil,
        {{ clean_text('r502n') }} as aset_bergerak_smartphone,
        {{ clean_text('r503a') }} as aset_tidak_bergerak_lahan_lainnya,
        {{ clean_text('r503b') }} as aset_tidak_bergerak_rumah_lainnya,
        {{ try_integer(clean_text('r504a')) }} as jumlah_ternak_sapi,
        {{ try_integer(clean_text('r504e')) }} as jumlah_ternak_kambing_domba,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
