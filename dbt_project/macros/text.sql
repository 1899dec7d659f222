{#- Trimmed text; an empty cell is null. -#}
{% macro clean_text(column) -%}
    nullif(trim({{ column }}), '')
{%- endmacro %}

{#- 1 July, 31 December and 1 January stand for an unknown birth date in the population register. -#}
{% macro is_default_date(date_column) -%}
    (
        (month({{ date_column }}) = 7 and day({{ date_column }}) = 1)
        or (month({{ date_column }}) = 12 and day({{ date_column }}) = 31)
        or (month({{ date_column }}) = 1 and day({{ date_column }}) = 1)
    )
{%- endmacro %}

{#- Upper-case letters, digits and single spaces of an address, one space around. -#}
{% macro address_letters(address) -%}
    {%- set plain = without_accents("replace(replace(" ~ address ~ ", chr(39), ''), chr(8217), '')") -%}
    {{ replace_all("' ' || upper(" ~ plain ~ ") || ' '", "[^A-Z0-9]+", " ") }}
{%- endmacro %}

{#- An address as it is compared: upper-case letters, digits and single spaces, one word for each kind
    of street or hamlet, no number sign, and nothing from RT or RW on (those are columns). -#}
{% macro address_standard(address) -%}
    {%- set padded = replace_all(address_letters(address), " (RT *RW|RT|RW) *[0-9]+ .*$", " ") -%}
    {%- set street = replace_all(padded, " (JALAN|JLN) ", " JL ") -%}
    {%- set lane = replace_all(street, " GANG ", " GG ") -%}
    {%- set hamlet = replace_all(lane, " DUSUN ", " DSN ") -%}
    {%- set village = replace_all(hamlet, " (KAMPUNG|KAMP|KPG) ", " KP ") -%}
    {%- set number = replace_all(village, " (NOMOR|NOMER|NO) *([0-9])", " \\2") -%}
    nullif(trim({{ replace_all(number, " +", " ") }}), '')
{%- endmacro %}

{#- The number of the RT that an address names, three digits; null for none and for 0. -#}
{% macro address_rt(address) -%}
    {%- set found = first_match(address_letters(address), " RT *(RW *)?([0-9]{1,3}) ", 2) -%}
    nullif(lpad({{ found }}, 3, '0'), '000')
{%- endmacro %}

{#- The number of the RW that an address names, after its RT or alone; null for none and for 0. -#}
{% macro address_rw(address) -%}
    {%- set letters = address_letters(address) -%}
    {%- set after = first_match(letters, " RT *(RW *)?[0-9]{1,3} (RW *)?([0-9]{1,3}) ", 3) -%}
    {%- set alone = first_match(letters, " RW *([0-9]{1,3}) ", 1) -%}
    nullif(
        lpad(
            case when {{ letters }} like '% RT%' then {{ after }} else {{ alone }} end, 3, '0'
        ),
        '000'
    )
{%- endmacro %}

{#- Two compared names that may be one person's: alike, or one holds all words of the other. `bound` is the
    least likeness, that of the project where none is given. -#}
{% macro names_agree(left, right, bound=none) -%}
    coalesce(
        {{ name_similarity(left, right) }} >= {{ bound or var('batas_nama_sama') }}
        or {{ words_contained(left, right) }},
        false
    )
{%- endmacro %}
