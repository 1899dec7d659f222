-- Welfare score of each family: the exact sum of its contributions, or the reason there is none.
-- Grain: one row per id_keluarga
with fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

terma_keluarga as (
    select * from {{ ref('terma_keluarga') }}
),

butir as (
    select {{ one_column_each(score_variables(), '1') }}
    from {{ source('model', 'rancangan_kesejahteraan') }}
    where peran = 'butir'
),

tetapan as (
    select max(koefisien) as koefisien
    from {{ source('model', 'koefisien_kesejahteraan') }}
    where variabel = 'tetapan'
),

pasangan as (
    select * from {{ source('model', 'pasangan_kesejahteraan') }}
),

satuan as (
    select
        t.id_keluarga,
        {% set kotak = [] %}
        {% for variabel in score_variables() %}
        {% do kotak.append('t.' ~ variabel ~ '__kotak') %}
        {% endfor %}
        {{ list_of(kotak) }} as kotak,
        a.koefisien
        {% for variabel in score_variables() %}
        + coalesce(t.{{ variabel }}__kontribusi, 0)
        {% endfor %}
            as skor,
        cast(
            {% for variabel in score_variables() %}
            case when t.{{ variabel }}__kotak = 0 then coalesce(b.{{ variabel }}, 0) else 0 end
            {{- ' +' if not loop.last }}
            {% endfor %}
            as integer
        ) as jumlah_butir_kosong
    from terma_keluarga as t
    cross join butir as b
    cross join tetapan as a
),

berpasangan as (
    select
        s.id_keluarga,
        sum({{ item_of(
            'p.tabel',
            item_of('s.kotak', 'p.tempat_1') ~ ' * p.lebar + '
            ~ item_of('s.kotak', 'p.tempat_2') ~ ' + 1'
        ) }}) as skor
    from satuan as s
    cross join pasangan as p
    group by s.id_keluarga
),

dinilai as (
    select
        f.id_keluarga,
        f.kode_provinsi_kemendagri,
        f.kode_kabupaten_kota_kemendagri,
        f.jumlah_anggota_keluarga,
        s.skor + coalesce(p.skor, 0) as skor,
        s.jumlah_butir_kosong,
        case
            when not coalesce(f.punya_butir_keluarga, false) then 'tanpa_data_keluarga'
            when s.jumlah_butir_kosong > {{ var('maks_butir_kosong') }}
                then 'butir_kosong_terlalu_banyak'
            when f.kepala_ditangguhkan then 'kepala_ditangguhkan'
        end as alasan_tanpa_peringkat
    from fitur_keluarga as f
    inner join satuan as s
        on f.id_keluarga = s.id_keluarga
    left join berpasangan as p
        on f.id_keluarga = p.id_keluarga
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
