-- Moves of deciles since the base release and their causes, counted.
-- Grain: one row per kode_kabupaten_kota_kemendagri
with perbandingan_desil as (
    select * from {{ ref('perbandingan_desil') }}
),

rilis as (
    select
        id_rilis,
        -- without its version: what is built anew with nothing changed says the same
        substr(id_dasar, 1, length(id_rilis)) as id_dasar
    from {{ source('kendali', 'rilis') }}
),

dihitung as (
    select
        r.id_rilis,
        r.id_dasar,
        b.kode_provinsi_kemendagri,
        b.kode_kabupaten_kota_kemendagri,
        count(case when b.status_perubahan = 'dibandingkan' then 1 end) as jumlah_dibandingkan,
        count(case when b.pindah > 0 then 1 end) as jumlah_naik,
        count(case when b.pindah < 0 then 1 end) as jumlah_turun,
        count(case when abs(b.pindah) >= 3 then 1 end) as jumlah_pindah_jauh,
        count(case when b.sebab_utama = 'data' then 1 end) as jumlah_sebab_data,
        count(case when b.sebab_utama = 'anggota' then 1 end) as jumlah_sebab_anggota,
        count(case when b.sebab_utama = 'model' then 1 end) as jumlah_sebab_model,
        count(case when b.sebab_utama = 'batas' then 1 end) as jumlah_sebab_batas,
        count(case when b.status_perubahan in ('keluarga_baru', 'asal_beragam') then 1 end)
            as jumlah_keluarga_baru,
        count(case when b.status_perubahan = 'baru_diperingkat' then 1 end)
            as jumlah_baru_diperingkat,
        count(case when b.status_perubahan = 'tidak_lagi_diperingkat' then 1 end)
            as jumlah_tidak_lagi_diperingkat,
        count(case when b.status_perubahan = 'tanpa_peringkat' then 1 end)
            as jumlah_tanpa_peringkat,
        count(case when b.status_perubahan = 'keluar' then 1 end) as jumlah_keluar,
        cast(sum(coalesce(b.data_perduabelas, 0)) / 12 as decimal(18, 4)) as desil_data,
        cast(sum(coalesce(b.anggota_perduabelas, 0)) / 12 as decimal(18, 4)) as desil_anggota,
        cast(sum(coalesce(b.model_perduabelas, 0)) / 12 as decimal(18, 4)) as desil_model,
        cast(sum(coalesce(b.batas_perduabelas, 0)) / 12 as decimal(18, 4)) as desil_batas
    from perbandingan_desil as b
    cross join rilis as r
    group by
        r.id_rilis, r.id_dasar, b.kode_provinsi_kemendagri, b.kode_kabupaten_kota_kemendagri
),

final as (
    select
        id_rilis,
        id_dasar,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        jumlah_dibandingkan,
        jumlah_naik,
        jumlah_turun,
        jumlah_pindah_jauh,
        jumlah_sebab_data,
        jumlah_sebab_anggota,
        jumlah_sebab_model,
        jumlah_sebab_batas,
        jumlah_keluarga_baru,
        jumlah_baru_diperingkat,
        jumlah_tidak_lagi_diperingkat,
        jumlah_tanpa_peringkat,
        jumlah_keluar,
        desil_data,
        desil_anggota,
        desil_model,
        desil_batas
    from dihitung
)

select * from final
