{#- The score of families by a welfare model, for whichever features and coefficients. The variables are those of
    macros/ranking.sql; every sum is of decimals, so that no order of rows changes it. -#}

{#- What each variable adds per `key`, and the box of the model that its answer falls in. -#}
{% macro family_terms(features, coefficients, steps, key) %}
    with kosong as (
        select {{ one_column_each(score_variables(), 'koefisien') }}
        from {{ coefficients }}
        where kode = 'kosong'
    ),

    lereng as (
        select {{ one_column_each(number_variables(), 'koefisien') }}
        from {{ coefficients }}
        where kode = 'nilai'
    ),

    batas as (
        select {{ one_column_each(number_variables(), 'batas') }}
        from {{ steps }}
    ),

    langkah as (
        select {{ one_column_each(number_variables(), 'langkah') }}
        from {{ steps }}
    ),

    -- codes in the order of their boxes, and what each adds: a place in a list costs a third of a join
    kode as (
        select {{ one_list_each(coded_variables(), 'kode', 'kotak') }}
        from {{ coefficients }}
        where kotak is not null
    ),

    nilai_kode as (
        select {{ one_list_each(coded_variables(), 'koefisien', 'kotak') }}
        from {{ coefficients }}
        where kotak is not null
    ),

    berkotak as (
        select
            {% for variabel in coded_variables() %}
            cast(coalesce({{ place_in('c.' ~ variabel, 'f.' ~ variabel) }}, 0) as smallint)
                as {{ variabel }}__kotak,
            {% endfor %}
            {% for variabel in number_variables() %}
            case
                when f.{{ variabel }} is null then 0
                else coalesce({{ items_reached('b.' ~ variabel, 'f.' ~ variabel) }}, 0) + 1
            end as {{ variabel }}__kotak,
            {% endfor %}
            f.*
        from {{ features }} as f
        cross join kode as c
        cross join batas as b
    )

    select
        {% for variabel in coded_variables() %}
        coalesce(
            {{ item_of('n.' ~ variabel, 'f.' ~ variabel ~ '__kotak') }},
            z.{{ variabel }},
            0
        ) as {{ variabel }}__kontribusi,
        f.{{ variabel }}__kotak,
        {% endfor %}
        {% for variabel in region_variables() %}
        coalesce(k_{{ variabel }}.koefisien, z.{{ variabel }}, 0) as {{ variabel }}__kontribusi,
        coalesce(k_{{ variabel }}.kotak, 0) as {{ variabel }}__kotak,
        {% endfor %}
        {% for variabel in number_variables() %}
        coalesce(
            cast(f.{{ variabel }} * m.{{ variabel }} as decimal(18, 6))
            + coalesce({{ item_of('g.' ~ variabel, 'f.' ~ variabel ~ '__kotak') }}, 0),
            z.{{ variabel }},
            0
        ) as {{ variabel }}__kontribusi,
        f.{{ variabel }}__kotak,
        {% endfor %}
        f.{{ key }}
    from berkotak as f
    {% for variabel in region_variables() %}
    left join {{ coefficients }} as k_{{ variabel }}
        on
            k_{{ variabel }}.variabel = '{{ variabel }}'
            and k_{{ variabel }}.kode <> 'kosong'
            and f.{{ variabel }} = k_{{ variabel }}.kode
    {% endfor %}
    cross join kosong as z
    cross join nilai_kode as n
    cross join lereng as m
    cross join langkah as g
{% endmacro %}

{#- Constant, what the variables add and what pairs of them add together per `key`, and the scored items without an answer. -#}
{% macro family_scores(terms, design, coefficients, pairs, key) %}
    with butir as (
        select {{ one_column_each(score_variables(), '1') }}
        from {{ design }}
        where peran = 'butir'
    ),

    tetapan as (
        select max(koefisien) as koefisien
        from {{ coefficients }}
        where variabel = 'tetapan'
    ),

    satuan as (
        select
            t.{{ key }},
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
        from {{ terms }} as t
        cross join butir as b
        cross join tetapan as a
    ),

    berpasangan as (
        select
            s.{{ key }},
            sum({{ pair_entry('p', 's.kotak') }}) as skor
        from satuan as s
        cross join {{ pairs }} as p
        group by s.{{ key }}
    )

    select
        s.{{ key }},
        s.skor + coalesce(p.skor, 0) as skor,
        s.jumlah_butir_kosong
    from satuan as s
    left join berpasangan as p
        on s.{{ key }} = p.{{ key }}
{% endmacro %}

{#- Why a family (its row) has no rank by a score (its row); null when it has one. The items come last: another model
    may score fewer of them. -#}
{% macro unranked_because(family, score) -%}
    case
            when not coalesce({{ family }}.punya_butir_keluarga, false) then 'tanpa_data_keluarga'
            when {{ family }}.kepala_ditangguhkan then 'kepala_ditangguhkan'
            when {{ score }}.jumlah_butir_kosong > {{ var('maks_butir_kosong') }}
                then 'butir_kosong_terlalu_banyak'
        end
{%- endmacro %}

{#- The entry of a pair's table for the boxes of a family. -#}
{% macro pair_entry(pair, boxes) -%}
    {{ item_of(
        pair ~ '.tabel',
        item_of(boxes, pair ~ '.tempat_1') ~ ' * ' ~ pair ~ '.lebar + '
        ~ item_of(boxes, pair ~ '.tempat_2') ~ ' + 1'
    ) }}
{%- endmacro %}

{#- What the score gains by each variable between the terms of two keys: one row per row of `answers` (dari, ke, and
    the columns `keys`) and variable that differs; of what two variables add together each has a half. -#}
{% macro answer_effects(answers, terms, pairs, keys) %}
    with beda as (
        select
            {% for variabel in score_variables() %}
            nullif(k.{{ variabel }}__kontribusi - d.{{ variabel }}__kontribusi, 0) as {{ variabel }},
            {% endfor %}
            {% for sisi, t in [('dari', 'd'), ('ke', 'k')] %}
            {% set kotak = [] %}
            {% for variabel in score_variables() %}
            {% do kotak.append(t ~ '.' ~ variabel ~ '__kotak') %}
            {% endfor %}
            {{ list_of(kotak) }} as kotak_{{ sisi }},
            {% endfor %}
            j.{{ keys | join(', j.') }}
        from {{ answers }} as j
        inner join {{ terms }} as d
            on j.dari = d.kunci
        inner join {{ terms }} as k
            on j.ke = k.kunci
    ),

    berdua as (
        select
            b.{{ keys | join(', b.') }},
            p.tempat_1,
            p.tempat_2,
            {{ pair_entry('p', 'b.kotak_ke') }} - {{ pair_entry('p', 'b.kotak_dari') }} as beda
        from beda as b
        cross join {{ pairs }} as p
    )

    select
        {{ keys | join(', ') }},
        variabel,
        cast(selisih as decimal(18, 7)) as beda
    from beda
    {{ a_row_each(score_variables(), 'variabel', 'selisih') }}
    {% set nama = [] %}
    {% for variabel in score_variables() %}
    {% do nama.append("'" ~ variabel ~ "'") %}
    {% endfor %}
    {% for tempat in [1, 2] %}
    union all
    select
        {{ keys | join(', ') }},
        {{ item_of(list_of(nama), 'tempat_' ~ tempat) }} as variabel,
        cast(0.5 * beda as decimal(18, 7)) as beda
    from berdua
    where beda <> 0
    {% endfor %}
{% endmacro %}
