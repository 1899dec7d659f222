{#- The move of a decile taken apart by its causes: Shapley values over four of them, in whole twelfths.

    A value column is named v_ and four digits, one per cause in the order of move_causes: 1 where the cause is as in this
    release, 0 where it is as in the base. v_0000 is the decile then, v_1111 the decile now. -#}

{% macro move_causes() %}
    {{ return(['data', 'anggota', 'model', 'batas']) }}
{% endmacro %}

{#- All combinations of so many digits, as texts. -#}
{% macro move_states(digits) %}
    {% set found = namespace(list=['']) %}
    {% for _ in range(digits) %}
        {% set longer = [] %}
        {% for state in found.list %}
            {% do longer.append(state ~ '0') %}
            {% do longer.append(state ~ '1') %}
        {% endfor %}
        {% set found.list = longer %}
    {% endfor %}
    {{ return(found.list) }}
{% endmacro %}

{#- Twelfths of the move that one cause has: the mean of what it changes over all orders in which causes can come. A
    set of n other causes stands before it in n! (3 - n)! of 24 orders: 3, 1, 1 or 3 twelfths. -#}
{% macro move_part(cause) %}
    {%- set place = move_causes().index(cause) -%}
    {%- set parts = [] -%}
    {%- for state in move_states(4) if state[place] == '0' -%}
        {%- set after = state[:place] ~ '1' ~ state[place + 1:] -%}
        {%- set weight = [3, 1, 1, 3][state.count('1')] -%}
        {%- do parts.append(weight ~ ' * (v_' ~ after ~ ' - v_' ~ state ~ ')') -%}
    {%- endfor -%}
    {{ parts | join('\n        + ') }}
{%- endmacro %}

{#- The decile that a score has among families whose tenths end at the scores and ids of `borders`. -#}
{% macro decile_at(score, id, borders) %}
    {%- set steps = [] -%}
    {%- for d in range(1, 10) -%}
        {%- set border = borders ~ '.skor_' ~ d -%}
        {%- do steps.append(
            'case when ' ~ score ~ ' > ' ~ border ~ ' or (' ~ score ~ ' = ' ~ border ~ ' and ' ~ id ~ ' > '
            ~ borders ~ '.id_' ~ d ~ ') then 1 else 0 end'
        ) -%}
    {%- endfor -%}
    1 + {{ steps | join('\n            + ') }}
{%- endmacro %}

{#- The borders of tenths that a move meets, one row each: `dasar_lama`, `dasar_baru`, `kini_lama`, `kini_baru`, by population and
    model. A model that did not change draws the borders that were drawn; one of then that is lost drew none for the
    families of now, and those it drew then stand in. -#}
{% macro move_borders(borders) %}
    batas_lain as (
        select max(case when populasi = 'dasar' and cara = 'baru' then 1 else 0 end) = 1 as berganti
        from {{ borders }}
    ),

    {%- for populasi, cara in [('dasar', 'lama'), ('dasar', 'baru'), ('kini', 'lama'), ('kini', 'baru')] -%}
    pilihan_{{ populasi }}_{{ cara }} as (
        select
            b.*,
            row_number() over (
                order by
                    case
                        when b.populasi = '{{ populasi }}' and b.cara = '{{ cara }}' then 0
                        when m.berganti and b.populasi = 'dasar' and b.cara = 'lama' then 1
                        when not m.berganti and b.populasi = '{{ populasi }}' then 1
                        else 2
                    end
            ) as urutan
        from {{ borders }} as b
        cross join batas_lain as m
    ),

    batas_{{ populasi }}_{{ cara }} as (
        select * from pilihan_{{ populasi }}_{{ cara }}
        where urutan = 1
    )
    {{- ',\n\n    ' if not loop.last }}
    {%- endfor %}
{% endmacro %}

{% macro with_move_borders() %}
    {%- for batas in ['dasar_lama', 'dasar_baru', 'kini_lama', 'kini_baru'] %}
    cross join batas_{{ batas }} as {{ batas }}
    {%- endfor %}
{% endmacro %}

{#- The decile of a row of skor_keadaan in a state of move_states(4), and with a score that is so much higher. -#}
{% macro decile_of_state(row, state, more='') %}
    {%- set population = 'kini' if state[3] == '1' else 'dasar' -%}
    {%- set model = 'baru' if state[2] == '1' else 'lama' -%}
    {%- set id = row ~ ('.id_keluarga' if state[3] == '1' else '.id_keluarga_dasar') -%}
    {%- set score = row ~ '.s_' ~ state[:3] -%}
    {{ decile_at('(' ~ score ~ ' + ' ~ more ~ ')' if more else score, id, population ~ '_' ~ model) }}
{%- endmacro %}

{#- The cause with the largest part in the direction of the move, the first named of equal ones; null without a move. -#}
{% macro main_cause() -%}
    {%- set largest = [] -%}
    {%- for sebab in move_causes() -%}
        {%- do largest.append('sign(pindah) * ' ~ sebab ~ '_perduabelas') -%}
    {%- endfor -%}
    case
        when pindah = 0 then null
        {% for sebab in move_causes() %}
        when sign(pindah) * {{ sebab }}_perduabelas = greatest({{ largest | join(', ') }}) then '{{ sebab }}'
        {% endfor %}
    end
{%- endmacro %}
