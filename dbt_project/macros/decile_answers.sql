{#- The part of a family's own data by variable: Shapley values over at most five answers inside the cause `data` (Owen's value for
    causes that stand together). Weights are in parts of 60, so that with the twelfths of the causes they are in parts of 720. -#}

{#- All sets of 1 to 5 answers: which are in it (`ada_1` to `ada_5`), and by what each answer counts the decile that the set
    gives. A set of s others out of n comes before an answer in s! (n - 1 - s)! of n! orders. -#}
{% macro answer_sets() %}
    {%- set weights = {1: [60], 2: [30, 30], 3: [20, 10, 20], 4: [15, 5, 5, 15], 5: [12, 3, 2, 3, 12]} -%}
    {%- for answers in range(1, 6) -%}
    {%- set last = loop.last -%}
    {%- for state in move_states(answers) -%}
    {%- set held = state.count('1') %}
    select
        {{ answers }} as jumlah_jawaban,
        {%- for n in range(5) %}
        cast({{ state[n] if n < answers else 0 }} as decimal(1, 0)) as ada_{{ n + 1 }},
        {%- endfor %}
        {%- for n in range(5) %}
        {%- if n >= answers %}
        0
        {%- elif state[n] == '1' %}
        {{ weights[answers][held - 1] }}
        {%- else %}
        -{{ weights[answers][held] }}
        {%- endif %} as bobot_{{ n + 1 }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    {{ 'union all' if not (loop.last and last) }}
    {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{#- What the five answers can do to the score at most (`greatest`) or at least (`least`) in a state of members and model. -#}
{% macro answers_together(bound, state) -%}
    {%- for n in range(1, 6) -%}
    {{ bound }}(d{{ n }}_{{ state }}, 0){{ ' + ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- The decile in twelfths, over all states of the other three causes, each as often as it comes before `data`. -#}
{% macro mean_over_other_causes(row) -%}
    {%- for state in move_states(3) -%}
    {{ [3, 1, 1, 3][state.count('1')] }} * ({{ decile_of_state(row, '0' ~ state) }})
    {{- ' + ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Whether the decile can be another with some of the answers than with others, in any state of the other causes. -#}
{% macro answers_cross_a_border(row) -%}
    {%- for state in move_states(3) -%}
    ({{ decile_of_state(row, '0' ~ state, row ~ '.turun_' ~ state[:2]) }})
    <> ({{ decile_of_state(row, '0' ~ state, row ~ '.naik_' ~ state[:2]) }})
    {{- ' or ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
