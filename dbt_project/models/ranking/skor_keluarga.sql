-- Welfare score of each family: the exact sum of its contributions, or the reason there is none.
-- Grain: one row per id_keluarga
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

terma_keluarga as (
    select * from {{ ref('terma_keluarga') }}
),

rancangan as (
    select * from {{ source('model', 'rancangan_kesejahteraan') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

pasangan as (
    select * from {{ source('model', 'pasangan_kesejahteraan') }}
),

jumlah as (
    {{ family_scores('terma_keluarga', 'rancangan', 'koefisien', 'pasangan', 'id_keluarga') }}
),

dinilai as (
    select
        f.id_keluarga,
        f.kode_provinsi_kemendagri,
        f.kode_kabupaten_kota_kemendagri,
        f.jumlah_anggota_keluarga,
        s.skor,
        s.jumlah_butir_kosong,
        {{ unranked_because('f', 's') }} as alasan_tanpa_peringkat
    from fitur_keluarga as f
    inner join jumlah as s
        on f.id_keluarga = s.id_keluarga
),

final as (
    select
        id_keluarga,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        jumlah_anggota_keluarga,
        cast(case when alasan_tanpa_peringkat is null then skor end as decimal(12, 6))
            as skor_kesejahteraan,
        jumlah_butir_kosong,
        case when alasan_tanpa_peringkat is null then 'berperingkat' else 'tidak berperingkat' end
            as status_peringkat,
        alasan_tanpa_peringkat
    from dinilai
)

select * from final
