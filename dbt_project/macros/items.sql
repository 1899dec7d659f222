{#- Answers to the questionnaire: what they mean and whether they were asked. Items, variables and
    codes come from the dictionary (macros/kamus.sql, rendered). -#}

{#- The codes of a yes/no answer, from the list ya_tidak. -#}
{% macro yes_no(condition) -%}
    {%- set codes = codes_of('ya_tidak') -%}
    case when {{ condition }} then '{{ codes[0] }}' else '{{ codes[1] }}' end
{%- endmacro %}

{#- One meaning of an answer that is a sum of codes: yes when the sum holds `summand`. The list says
    what can be added up (powers of two) and which code is no sum (99 = does not know): that one is a
    meaning of its own and leaves the others unknown. A sum that cannot be is null, never a guess. -#}
{% macro decode_sum(answer, code_list, summand) -%}
    {%- set parts = [] -%}
    {%- set no_sums = [] -%}
    {%- for code in codes_of(code_list) | map('int') if code > 0 -%}
        {%- do (parts if code == 2 ** (parts | length) else no_sums).append(code) -%}
    {%- endfor -%}
    {%- set whole = try_integer(answer) -%}
    case
        when not coalesce({{ matches(answer, '[0-9]{1,3}') }}, false) then null
        {% for code in no_sums -%}
        when {{ whole }} = {{ code }}
            then {{ yes_no('true') if code == summand else 'null' }}
        {% endfor -%}
        when {{ whole }} > {{ parts | sum }} then null
        else {{
            yes_no('mod(floor(' ~ whole ~ ' / ' ~ summand ~ '), 2) = 1')
            if summand in parts else yes_no('false')
        }}
    end
{%- endmacro %}

{#- Standard value of an answer: a code of its list, a whole number, a date, else the text itself;
    null when the answer is none of what it must be. -#}
{% macro standard_answer(alias, variable) -%}
    {%- set answer = alias ~ '.' ~ variable.butir -%}
    {%- if variable.kode_jumlah -%}
        {{ decode_sum(answer, variable.daftar_jumlah, variable.kode_jumlah) }}
    {%- elif variable.daftar -%}
        case when {{ answer }} in ('{{ codes_of(variable.daftar) | join("', '") }}') then {{ answer }} end
    {%- elif variable.tipe == 'integer' -%}
        case when {{ matches(answer, '[0-9]{1,9}') }} then {{ try_integer(answer) }} end
    {%- elif variable.tipe == 'date' -%}
        {{ parse_date(answer, '%d/%m/%Y') }}
    {%- else -%}
        {{ answer }}
    {%- endif -%}
{%- endmacro %}

{#- Letter of one item (code list status_butir). The universe is written for table `b`; it is null
    where the deciding answer is unknown, and then an empty answer stays undecided. -#}
{% macro item_state(item) -%}
    {%- set readable = [] -%}
    {%- for variable in item_variables(item.entitas) if variable.posisi == item.posisi -%}
        {%- do readable.append('b.' ~ variable.variabel ~ ' is not null') -%}
    {%- endfor -%}
    case
        {%- if item.semesta %}
        when b.{{ item.nama }} is null
            then case when {{ item.semesta }} then 'K' when not ({{ item.semesta }}) then 'T' else 'R' end
        when not ({{ readable | join(' or ') }}) then 'S'
        when not ({{ item.semesta }}) then 'L'
        {%- else %}
        when b.{{ item.nama }} is null then 'K'
        when not ({{ readable | join(' or ') }}) then 'S'
        {%- endif %}
        else 'J'
    end
{%- endmacro %}

{#- Letters of all items of an entity in dictionary order: the column status_butir of table `b`. -#}
{% macro item_states(entity) -%}
    {%- for item in questionnaire_items(entity) -%}
        {%- do item.update({'entitas': entity}) -%}
        {{ item_state(item) }}{{ ' || ' if not loop.last }}
    {% endfor -%}
{%- endmacro %}

{#- status_butir of a record whose provider knows only some of the variables: answered or empty for
    these, not delivered for all others. -#}
{% macro partial_item_states(entity, alias, variables) -%}
    concat(
        {%- for item in questionnaire_items(entity) %}
        {% if item.variabel in variables -%}
        case when {{ alias }}.{{ item.variabel }} is null then 'K' else 'J' end
        {%- else -%}
        '-'
        {%- endif -%}
        {{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- Provider's columns of the items with one letter, for a finding; empty text when there are none.
    `sums` takes only the items that are answered by a sum of codes (true) or only the others. -#}
{% macro items_in_state(entity, alias, state, sums=none) -%}
    concat_ws(
        ', ',
        null
        {%- for item in questionnaire_items(entity) if sums in (none, item.daftar_jumlah != '') -%}
        ,
        case when {{ letter(alias, item) }} = '{{ state }}' then '{{ item.kolom }}' end
        {%- endfor %}
    )
{%- endmacro %}

{#- Answers that could not be read, as delivered: `r417=99; r424=13`. -#}
{% macro unread_answers(entity, alias) -%}
    concat_ws(
        '; '
        {%- for item in questionnaire_items(entity) -%}
        ,
        case
            when {{ letter(alias, item) }} = 'S'
                then '{{ item.kolom }}=' || {{ alias }}.{{ item.nama }}
        end
        {%- endfor %}
    )
{%- endmacro %}

{#- First letter and number of letters of a block within status_butir. -#}
{% macro block_span(entity, block) -%}
    {%- set places = questionnaire_items(entity) | selectattr('blok', 'equalto', block)
        | map(attribute='posisi') | list -%}
    {{ return([places | min, places | length]) }}
{%- endmacro %}

{#- Yes or no: whether a member is of the segment that a variable of the project names; null for no member. -#}
{% macro in_segment(segment, name) -%}
    case when {{ segment }} is not null then {{ yes_no(segment ~ " = '" ~ var(name) ~ "'") }} end
{%- endmacro %}

{#- Blocks of questionnaire items of an entity, in order. -#}
{% macro item_blocks(entity) -%}
    {{ return(questionnaire_items(entity) | map(attribute='blok') | unique | list) }}
{%- endmacro %}

{#- Blocks of the variables that come with the records of an entity, in order. -#}
{% macro record_blocks(entity) -%}
    {{ return(record_variables(entity) | map(attribute='blok') | unique | list) }}
{%- endmacro %}

{#- Names of the variables of one such block. -#}
{% macro record_block(entity, block) -%}
    {{ return(
        record_variables(entity) | selectattr('blok', 'equalto', block)
        | map(attribute='variabel') | list
    ) }}
{%- endmacro %}

{#- Letter of one variable in `status_butir` of a person or family; null without a questionnaire. -#}
{% macro item_status(variable, status='status_butir') -%}
    {%- set places = [] -%}
    {%- for entity in ['individu', 'keluarga'] -%}
        {%- for row in item_variables(entity) if row.variabel == variable -%}
            {%- do places.append(row.posisi) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if places | length != 1 -%}
        {{ exceptions.raise_compiler_error(variable ~ ': bukan butir kuesioner / no questionnaire item') }}
    {%- endif -%}
    substr({{ status }}, {{ places[0] }}, 1)
{%- endmacro %}

{#- Letter of one item in the status_butir of a table. -#}
{% macro letter(alias, item) -%}
    substr({{ alias }}.status_butir, {{ item.posisi }}, 1)
{%- endmacro %}

{#- Letters of one block in the status_butir of a table. -#}
{% macro block_letters(alias, entity, block) -%}
    {%- set span = block_span(entity, block) -%}
    substr({{ alias }}.status_butir, {{ span[0] }}, {{ span[1] }})
{%- endmacro %}

{#- True when letters hold an answer or a plain "not asked": the record decides, others are not
    asked any more. An empty, unreadable or undetermined answer decides nothing. -#}
{% macro says_something(letters) -%}
    ({{ letters }} like '%J%' or {{ letters }} like '%L%' or {{ letters }} like '%T%')
{%- endmacro %}

{#- Order in which the records of a family are asked for one item, as one number: records that decide
    before those that do not, each by its place; the last digit is the letter. Null when the record
    does not know the item or the policy does not ask it. -#}
{% macro item_order(letter, place) -%}
    case
        when {{ letter }} = 'J' then cast({{ place }} as integer) * 10 + 1
        when {{ letter }} = 'L' then cast({{ place }} as integer) * 10 + 2
        when {{ letter }} = 'T' then cast({{ place }} as integer) * 10 + 3
        when {{ letter }} = 'K' then cast({{ place }} as integer) * 10 + 1000004
        when {{ letter }} = 'S' then cast({{ place }} as integer) * 10 + 1000005
        when {{ letter }} = 'R' then cast({{ place }} as integer) * 10 + 1000006
    end
{%- endmacro %}

{#- Letter within a number of `item_order`; '-' for null. -#}
{% macro ordered_letter(order) -%}
    coalesce(substr('JLTKSR', {{ order }} % 10, 1), '-')
{%- endmacro %}

{#- Place within a number of `item_order`. -#}
{% macro ordered_place(order) -%}
    cast(floor({{ order }} % 1000000 / 10) as integer)
{%- endmacro %}

{#- Place of a record in an order as one character: 0 none, 1-9, then a-z. -#}
{% macro place_letter(place) -%}
    case
        when {{ place }} is null then '0'
        when {{ place }} > 35 then 'z'
        else substr('123456789abcdefghijklmnopqrstuvwxyz', {{ place }}, 1)
    end
{%- endmacro %}
