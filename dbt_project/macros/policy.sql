{#- The update policy of an entity in force for the release, one row per provider and for every block: trust
    (`percaya_`, those of the kind that wins the block above all others), what it loses a year (`susut_`),
    greatest age in months (`umur_`), whether an empty value counts (`timpa_`), up to which trust the vote of
    providers comes first (`dukungan_`). Null where no rule is in force. -#}
{% macro policy_by_block(relation, entity, blocks) -%}
    select
        {% for block in blocks %}
        max(case when a.blok = '{{ block }}' then a.percaya end) as percaya_{{ block }},
        max(case when a.blok = '{{ block }}' then a.susut_tahunan end) as susut_{{ block }},
        max(case when a.blok = '{{ block }}' then a.umur_maks_bulan end) as umur_{{ block }},
        max(case when a.blok = '{{ block }}' and a.kosong_menimpa then 1 else 0 end) = 1
            as timpa_{{ block }},
        max(case when a.blok = '{{ block }}' then a.dukungan_sampai end) as dukungan_{{ block }},
        {% endfor %}
        a.penyedia
    from (
        {{ policy_in_force(relation, entity) }}
    ) as a
    group by a.penyedia
{%- endmacro %}

{#- Trust in a record of a certain age for one block, in twelfths so that it stays whole; null where the
    policy lets it say nothing. `age` is in months; `a` holds the policy of the provider. -#}
{% macro trust_of_age(block, age) -%}
    case
        when {{ age }} <= a.umur_{{ block }}
            then a.percaya_{{ block }} * 12 - coalesce(a.susut_{{ block }}, 0) * {{ age }}
    end
{%- endmacro %}

{#- One whole number to order records by, the least first: trust, then the newer, then the lower number in the
    person, which is below 2^16; null without trust. -#}
{% macro order_key(trust, day, number) -%}
    {{ number }} - (cast({{ trust }} as bigint) * 65536 + {{ days_between("date '1900-01-01'", day) }}) * 65536
{%- endmacro %}

{#- Rules of an entity that hold for the release, with the trust they are ordered by; reads the CTEs
    `rilis` and `aturan_blok` beside `relation`. -#}
{% macro policy_in_force(relation, entity) -%}
    select
        p.id_aturan,
        p.blok,
        p.penyedia,
        p.susut_tahunan,
        p.umur_maks_bulan,
        p.kosong_menimpa,
        p.perubahan,
        b.dukungan_sampai,
        cast(
            p.kepercayaan + case when p.sifat = b.sifat_menang then 1000 else 0 end as integer
        ) as percaya
    from {{ relation }} as p
    cross join rilis as r
    left join aturan_blok as b
        on p.entitas = b.entitas and p.blok = b.blok
    where
        p.entitas = '{{ entity }}'
        and r.id_rilis >= coalesce(p.berlaku_dari, '')
        and r.id_rilis <= coalesce(p.berlaku_sampai, r.id_rilis)
{%- endmacro %}

{#- The value of a variable by the update policy: of the first record in the block's order that has one, or
    whose emptiness counts. `t` holds the records of a person or family with that order. -#}
{% macro chosen(value, block) -%}
    {{ first_said(value, 't.urut_' ~ block, 't.timpa_' ~ block) }}
{%- endmacro %}

{#- The place of that record in the block's order. -#}
{% macro chosen_from(value, block) -%}
    min(case when {{ value }} is not null or t.timpa_{{ block }} then t.urut_{{ block }} end)
{%- endmacro %}

{#- How many variables of a block a record `p` gave to its person or family `t`. -#}
{% macro values_given(entity, block) -%}
    {%- for name in record_block(entity, block) -%}
        case when t.{{ name }}__sumber = p.urut_{{ block }} then 1 else 0 end
        {{- ' + ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- True when a row holds a value in any of these columns. -#}
{% macro any_filled(alias, columns) -%}
    {% for column in columns -%}
        {{ alias }}.{{ column }} is not null {{- ' or ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Values of the sources laid out variable by variable, with the record that decides: reads the CTEs
    `orang`, `jawaban`, `rumah` and, with the orders of their records, `sumber_orang` and so on. -#}
{% macro source_values() -%}
    {# values that come with records have a source each, answers one per block #}
    {% for rows, held, order, each in [
        (record_variables('individu'), 'orang', 'sumber_orang', 'variabel'),
        (item_variables('individu'), 'jawaban', 'sumber_jawaban', 'blok'),
    ] %}
    {% for row in rows %}
    select
        'individu' as objek,
        t.id_individu as id,
        '{{ row.variabel }}' as variabel,
        '{{ row.blok }}' as blok,
        cast(t.{{ row.variabel }} as varchar) as nilai,
        p.penyedia,
        p.tanggal_acuan
    from {{ held }} as t
    left join {{ order }} as p
        on t.id_individu = p.id_individu and t.{{ row[each] }}__sumber = p.urut_{{ row.blok }}
    union all
    {% endfor %}
    {% endfor %}
    {% for row in item_variables('keluarga') %}
    select
        'keluarga' as objek,
        t.id_keluarga as id,
        '{{ row.variabel }}' as variabel,
        '{{ row.blok }}' as blok,
        cast(t.{{ row.variabel }} as varchar) as nilai,
        p.penyedia,
        p.tanggal_acuan
    from rumah as t
    left join sumber_rumah as p
        on
            t.id_keluarga = p.id_keluarga
            and p.urut_{{ row.blok }} is not null
            and substr(t.asal_butir, {{ row.posisi }}, 1)
            = {{ place_letter('p.urut_' ~ row.blok) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- Corrections of one person or family in one row: per variable the value as text and whether there is one
    (an empty value may be the correction). -#}
{% macro corrections_wide(variables) -%}
    {% for row in variables %}
    max(case when variabel = '{{ row.variabel }}' then nilai end) as {{ row.variabel }},
    max(case when variabel = '{{ row.variabel }}' then 1 end) as {{ row.variabel }}__ada,
    {% endfor %}
{%- endmacro %}

{#- A value with the correction `k` that may outrank it. -#}
{% macro corrected(value, row) -%}
    case
            when k.{{ row.variabel }}__ada = 1 then cast(k.{{ row.variabel }} as {{ row.tipe }})
            else {{ value }}
        end
{%- endmacro %}

{#- Letters of all items with those of corrected ones: J, or K where the correction is that there is none. -#}
{% macro corrected_states(entity) -%}
    {% set variables = item_variables(entity) %}
    {% for item in questionnaire_items(entity) %}
        case
            {% for row in variables if row.butir == item.nama %}
            when k.{{ row.variabel }}__ada = 1 and k.{{ row.variabel }} is not null then 'J'
            {% endfor %}
            {% for row in variables if row.butir == item.nama %}
            when k.{{ row.variabel }}__ada = 1 then 'K'
            {% endfor %}
            else coalesce(substr(t.status_butir, {{ item.posisi }}, 1), '-')
        end
        {{ '||' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- Condition and name of every variable in which a record `r`, asked in the order `p`, disagrees with the
    register `t`: names that cannot be one person's, other birth dates unless one is a default date of the
    same year, everything else when it is not equal. -#}
{% macro disagreements(variables) -%}
    {%- set cases = [] -%}
    {%- for row in variables -%}
        {%- set name = row.variabel -%}
        {%- set asked = 'p.urut_' ~ row.blok ~ ' is not null and r.' ~ name ~ ' <> t.' ~ name -%}
        {%- if name == 'nama' -%}
            {%- set asked = asked ~ ' and not ' ~ names_agree('r.nama_baku', 't.nama_baku') -%}
        {%- elif row.tipe == 'date' -%}
            {%- set asked = asked ~ ' and not ' ~ dates_agree('r.' ~ name, 't.' ~ name) -%}
        {%- endif -%}
        {%- do cases.append((asked, name)) -%}
    {%- endfor -%}
    {{ return(cases) }}
{%- endmacro %}

{#- The column of `alias` that the text `name` names, of these variables; `suffix` as in `__sumber`. -#}
{% macro named_by(name, alias, variables, suffix='') -%}
    case
        {% for row in variables %}
        when {{ name }} = '{{ row.variabel }}' then {{ alias }}.{{ row.variabel }}{{ suffix }}
        {% endfor %}
    end
{%- endmacro %}

{#- True when one of these pairs of condition and name holds. -#}
{% macro one_holds(cases) -%}
    {% for condition, _ in cases %}
    ({{ condition }}){{ ' or' if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- Condition and name of every variable that two versions of a person do not share. -#}
{% macro changes_of(left, right, variables) -%}
    {%- set cases = [] -%}
    {%- for row in variables -%}
        {%- set name = row.variabel -%}
        {%- do cases.append((left ~ '.' ~ name ~ ' is distinct from ' ~ right ~ '.' ~ name, name)) -%}
    {%- endfor -%}
    {{ return(cases) }}
{%- endmacro %}

{#- Two birth dates of one year, one of them a default date. -#}
{% macro dates_agree(left, right) -%}
    (
        extract(year from {{ left }}) = extract(year from {{ right }})
        and ({{ is_default_date(left) }} or {{ is_default_date(right) }})
    )
{%- endmacro %}

{#- Pasal 10 ayat (4) over the columns huruf_a to huruf_d, read as the project's setting says. With an
    unknown reading nothing qualifies, so that the gate stops. -#}
{% macro qualifies_as_data_individu() -%}
    {%- set readings = {
        'salah_satu': 'huruf_a and huruf_b and (huruf_c or huruf_d)',
        'semua': 'huruf_a and huruf_b and huruf_c and huruf_d',
        'mana_saja': 'huruf_a or huruf_b or huruf_c or huruf_d',
    } -%}
    {{- readings.get(var('pembacaan_pasal_10_ayat_4'), 'false') -}}
{%- endmacro %}

{#- Bounds (`ukuran`, `batas`) laid out as one row, a column per measure. -#}
{% macro bounds(relation, measures) -%}
    select
        {% for measure in measures %}
        max(case when ukuran = '{{ measure }}' then batas end) as {{ measure }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ relation }}
{%- endmacro %}
