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

{#- An address as it is compared: upper-case letters, digits and single spaces, one word for each kind
    of street or hamlet, no number sign, and nothing from RT or RW on (those are columns). -#}
{% macro address_standard(address) -%}
    {%- set plain = without_accents("replace(replace(" ~ address ~ ", chr(39), ''), chr(8217), '')") -%}
    {%- set letters = replace_all("upper(" ~ plain ~ ")", "[^A-Z0-9 ]+", " ") -%}
    {%- set padded = replace_all("' ' || " ~ letters ~ " || ' '", " (RT|RW) *[0-9]+ .*$", " ") -%}
    {%- set street = replace_all(padded, " (JALAN|JLN) ", " JL ") -%}
    {%- set lane = replace_all(street, " GANG ", " GG ") -%}
    {%- set hamlet = replace_all(lane, " DUSUN ", " DSN ") -%}
    {%- set village = replace_all(hamlet, " (KAMPUNG|KAMP|KPG) ", " KP ") -%}
    {%- set number = replace_all(village, " (NOMOR|NOMER|NO) *([0-9])", " \\2") -%}
    nullif(trim({{ replace_all(number, " +", " ") }}), '')
{%- endmacro %}

{#- Two compared names that may be one person's: alike, or one holds all words of the other. -#}
{% macro names_agree(left, right) -%}
    coalesce(
        {{ name_similarity(left, right) }} >= {{ var('batas_nama_sama') }}
        or {{ words_contained(left, right) }},
        false
    )
{%- endmacro %}
