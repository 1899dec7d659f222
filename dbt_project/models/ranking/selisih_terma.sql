-- What each answer that changed does to the score of a compared family, in the family as it was (0) and
-- as it is (1), by the model of now (baru) and of then (lama).
-- Grain: one row per id_keluarga and variabel
with perbedaan_keluarga as (
    select
        *,
        anggota_berubah or butir_dari_tautan as silang
    from {{ ref('perbedaan_keluarga') }}
    where fitur_berubah
),

fitur_keluarga as (
    select * from {{ ref('fitur_keluarga') }}
),

terma_banding as (
    select * from {{ ref('terma_banding') }}
),

terma_lama as (
    select * from {{ ref('terma_lama') }}
),

koefisien as (
    select * from {{ source('model', 'koefisien_kesejahteraan') }}
),

tangga as (
    select * from {{ source('model', 'tangga_kesejahteraan') }}
),

pasangan_baru as (
    select * from {{ source('model', 'pasangan_kesejahteraan') }}
),

pasangan_lama as (
    select * from {{ source('model_dasar', 'pasangan_kesejahteraan') }}
),

model_dasar as (
    select count(*) > 0 as terbaca from {{ source('model_dasar', 'meta_kesejahteraan') }}
),

fitur_kini as (
    select
        f.*,
        concat('kini:', f.id_keluarga) as kunci
    from fitur_keluarga as f
    inner join perbedaan_keluarga as p
        on f.id_keluarga = p.id_keluarga
),

terma_kini as (
    {{ family_terms('fitur_kini', 'koefisien', 'tangga', 'kunci') }}
),

terma_baru as (
    select * from terma_kini
    union all
    select * from terma_banding
),

jawaban as (
    select
        id_keluarga,
        0 as anggota,
        concat('dasar:', id_keluarga_dasar) as dari,
        concat(case when silang then 'data:' else 'kini:' end, id_keluarga) as ke
    from perbedaan_keluarga
    union all
    select
        id_keluarga,
        1 as anggota,
        concat('anggota:', id_keluarga) as dari,
        concat('kini:', id_keluarga) as ke
    from perbedaan_keluarga
    where silang
),

{% for cara in ['baru', 'lama'] %}
{{ cara }} as (
    {{ answer_effects('jawaban', 'terma_' ~ cara, 'pasangan_' ~ cara, ['id_keluarga', 'anggota']) }}
),
{% endfor %}

semua as (
    {% for cara in ['baru', 'lama'] %}
    select
        id_keluarga,
        anggota,
        '{{ cara }}' as cara,
        variabel,
        beda
    from {{ cara }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

jumlah as (
    select
        id_keluarga,
        variabel,
        cast(
            sum(case when cara = 'baru' and anggota = 0 then beda else 0 end) as decimal(10, 7)
        ) as baru_0,
        cast(
            sum(case when cara = 'baru' and anggota = 1 then beda else 0 end) as decimal(10, 7)
        ) as baru_1,
        cast(
            sum(case when cara = 'lama' and anggota = 0 then beda else 0 end) as decimal(10, 7)
        ) as lama_0,
        cast(
            sum(case when cara = 'lama' and anggota = 1 then beda else 0 end) as decimal(10, 7)
        ) as lama_1
    from semua
    group by id_keluarga, variabel
),

final as (
    select
        j.id_keluarga,
        j.variabel,
        j.baru_0 as d_01,
        case when p.silang then j.baru_1 else j.baru_0 end as d_11,
        case when m.terbaca then j.lama_0 else j.baru_0 end as d_00,
        case
            when m.terbaca then case when p.silang then j.lama_1 else j.lama_0 end
            when p.silang then j.baru_1
            else j.baru_0
        end as d_10
    from jumlah as j
    inner join perbedaan_keluarga as p
        on j.id_keluarga = p.id_keluarga
    cross join model_dasar as m
)

select * from final
