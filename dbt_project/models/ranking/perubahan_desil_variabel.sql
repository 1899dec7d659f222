-- Which of a family’s own answers moved its decile: the part of its data by variable, in parts of 720.
-- Grain: one row per id_keluarga and variabel
with skor_keadaan as (
    select * from {{ ref('skor_keadaan') }}
),

batas_peringkat as (
    select * from {{ ref('batas_peringkat') }}
),

selisih_terma as (
    select * from {{ ref('selisih_terma') }}
),

{{ move_borders('batas_peringkat') }},

terurut as (
    select
        *,
        row_number() over (
            partition by id_keluarga
            order by abs(d_00) + abs(d_01) + abs(d_10) + abs(d_11) desc, variabel asc
        ) as urutan
    from selisih_terma
),

terkuat as (
    select
        id_keluarga,
        count(*) as jumlah_variabel,
        {% for n in range(1, 5) %}
        max(case when urutan = {{ n }} then variabel end) as variabel_{{ n }},
        {% for keadaan in move_states(2) %}
        cast(sum(case when urutan = {{ n }} then d_{{ keadaan }} else 0 end) as decimal(10, 7))
            as d{{ n }}_{{ keadaan }},
        {% endfor %}
        {% endfor %}
        sum(case when urutan > 4 then d_01 else 0 end) as sisa_skor
    from terurut
    group by id_keluarga
),

-- the weaker ones together, and what a base of older rules differs by; narrow decimals are added as
-- whole numbers of a machine word
berlima as (
    select
        t.*,
        {% for keadaan in move_states(2) %}
        cast(
            s.s_1{{ keadaan }} - s.s_0{{ keadaan }} - t.d1_{{ keadaan }} - t.d2_{{ keadaan }}
            - t.d3_{{ keadaan }} - t.d4_{{ keadaan }} as decimal(10, 7)
        ) as d5_{{ keadaan }},
        {% endfor %}
        {% for keadaan in move_states(2) %}
        cast(s.s_0{{ keadaan }} as decimal(10, 7)) as s_0{{ keadaan }},
        {% endfor %}
        s.id_keluarga_dasar
    from terkuat as t
    inner join skor_keadaan as s
        on t.id_keluarga = s.id_keluarga
),

-- with any of its answers on either side: where no border lies between, no answer moves anything
rentang as (
    select
        *,
        {% for keadaan in move_states(2) %}
        {{ answers_together('least', keadaan) }} as turun_{{ keadaan }},
        {{ answers_together('greatest', keadaan) }} as naik_{{ keadaan }},
        {% endfor %}
        case
            when d5_00 = 0 and d5_01 = 0 and d5_10 = 0 and d5_11 = 0 then least(jumlah_variabel, 4)
            else 5
        end as jumlah_jawaban
    from berlima
),

tergerak as (
    select r.*
    from rentang as r
    {{ with_move_borders() }}
    where
        {{ answers_cross_a_border('r') }}
),

himpunan as (
    {{ answer_sets() }}
),

bersama as (
    select
        t.id_keluarga,
        t.id_keluarga_dasar,
        {% for keadaan in move_states(2) %}
        t.s_0{{ keadaan }}
        {% for n in range(1, 6) %}
        + h.ada_{{ n }} * t.d{{ n }}_{{ keadaan }}
        {% endfor %}
            as s_0{{ keadaan }},
        {% endfor %}
        h.bobot_1,
        h.bobot_2,
        h.bobot_3,
        h.bobot_4,
        h.bobot_5
    from tergerak as t
    inner join himpunan as h
        on t.jumlah_jawaban = h.jumlah_jawaban
),

berdesil as (
    select
        b.*,
        {{ mean_over_other_causes('b') }} as desil
    from bersama as b
    {{ with_move_borders() }}
),

bagian as (
    select
        id_keluarga,
        {% for n in range(1, 6) %}
        sum(bobot_{{ n }} * desil) as bagian_{{ n }},
        {% endfor %}
        count(*) as jumlah_himpunan
    from berdesil
    group by id_keluarga
),

final as (
    {% for n in range(1, 6) %}
    select
        t.id_keluarga,
        {{ 't.variabel_' ~ n if n < 5 else "'lainnya'" }} as variabel,
        {{ '1' if n < 5 else 't.jumlah_variabel - 4' }} as jumlah_variabel,
        {{ 't.d' ~ n ~ '_01' if n < 5 else 't.sisa_skor' }} as beda_skor,
        b.bagian_{{ n }} as bagian
    from tergerak as t
    inner join bagian as b
        on t.id_keluarga = b.id_keluarga
    where b.bagian_{{ n }} <> 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
