-- Row rules on person records (Pasal 10 ayat 4, 11, 15).
-- Grain: one row per record and reason code
with rekaman_individu as (
    select * from {{ ref('rekaman_individu') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

diperiksa as (
    select
        r.*,
        r.nama_baku is null as tanpa_nama,
        jk.kode is null and r.jenis_kelamin_asal is not null as jenis_kelamin_asing,
        seg.kode is null and r.segmen_jkn_asal is not null as segmen_asing,
        hub.kode is null and r.status_hubungan_keluarga_asal is not null as hubungan_asing
    from rekaman_individu as r
    left join padanan_kode as jk
        on
            r.penyedia = jk.penyedia
            and jk.daftar = 'jenis_kelamin'
            and r.jenis_kelamin_asal = jk.kode_asal
    left join padanan_kode as hub
        on
            r.penyedia = hub.penyedia
            and hub.daftar = 'status_hubungan_keluarga'
            and r.status_hubungan_keluarga_asal = hub.kode_asal
    left join padanan_kode as seg
        on
            r.penyedia = seg.penyedia
            and seg.daftar = 'segmen_jkn'
            and r.segmen_jkn_asal = seg.kode_asal
),

final as (
    {{ finding('NAMA_KOSONG', 'nama', 'diperiksa', 'tanpa_nama') }}
    union all
    {{ finding('NIK_KOSONG', 'nik', 'diperiksa', 'nik is null and kunci_asal is not null') }}
    union all
    {{ finding(
        'NIK_BENTUK', 'nik', 'diperiksa', 'nik is not null and not ' ~ nik_is_well_formed('nik')
    ) }}
    union all
    {{ finding(
        'NO_KK_BENTUK', 'no_kk', 'diperiksa',
        'no_kk is not null and not ' ~ no_kk_is_well_formed('no_kk')
    ) }}
    union all
    {{ finding(
        'TANGGAL_LAHIR_MUSTAHIL', 'tanggal_lahir', 'diperiksa',
        'tanggal_lahir_asal is not null and not ' ~ birth_date_is_possible('tanggal_lahir', 'tanggal_acuan')
    ) }}
    union all
    {{ finding(
        'UMUR_MUSTAHIL', 'umur', 'diperiksa',
        'umur_asal is not null and not ' ~ age_is_possible('umur')
    ) }}
    union all
    {{ finding('SEGMEN_KODE', 'segmen_jkn', 'diperiksa', 'segmen_asing') }}
    union all
    {{ finding('JENIS_KELAMIN_KODE', 'jenis_kelamin', 'diperiksa', 'jenis_kelamin_asing') }}
    union all
    {{ finding('HUBUNGAN_KODE', 'status_hubungan_keluarga', 'diperiksa', 'hubungan_asing') }}
)

select * from final
