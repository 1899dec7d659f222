-- Welfare score of each family: the exact sum of its contributions, or the reason there is none.
-- Grain: one row per id_keluarga
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

kontribusi_skor as (
    select * from {{ ref('kontribusi_skor') }}
),

butir as (
    select variabel
    from {{ source('model', 'rancangan_kesejahteraan') }}
    where peran = 'butir'
),

jumlah as (
    select
        k.id_keluarga,
        sum(k.kontribusi) as skor,
        cast(count(case when k.kosong then b.variabel end) as integer) as jumlah_butir_kosong
    from kontribusi_skor as k
    left join butir as b
        on k.variabel = b.variabel
    group by k.id_keluarga
),

dinilai as (
    select
        f.id_keluarga,
        f.jumlah_anggota_keluarga,
        j.skor,
        j.jumlah_butir_kosong,
        case
            when not coalesce(f.punya_butir_keluarga, false) then 'tanpa_data_keluarga'
            when j.jumlah_butir_kosong > {{ var('maks_butir_kosong') }}
                then 'butir_kosong_terlalu_banyak'
            when f.kepala_ditangguhkan then 'kepala_ditangguhkan'
        end as alasan_tanpa_peringkat
    from fitur_keluarga as f
    inner join jumlah as j
        on f.id_keluarga = j.id_keluarga
),

final as (
    select
        id_keluarga,
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
