{#- Trimmed text; an empty cell is null. -#}
{% macro clean_text(column) -%}
    nullif(trim({{ column }}), '')
{%- endmacro %}

{#- A person's name as it is compared: upper-case letters and single spaces, no titles before and no
    degrees after the name, the spellings of Muhammad as one, the father's name after bin/binti cut,
    and the digraphs of the old spelling in one pass (placeholders keep one rule from feeding the
    next). Lone j/y stays: it is ambiguous between old and new spelling. Most names are standard as
    they are; two looks tell, and only the others go through all of it. -#}
{% macro name_standard(name) -%}
    {%- set titles = 'H|HJ|KH|DR|DRS|DRA|IR|PROF|TGK|ALM|ALMH|USTADZ' -%}
    {%- set muhammad = 'MOH|MUH|MOHD|MOHAMAD|MOHAMMAD|MUHAMAD|MOCHAMAD|MOCHAMMAD|MUCHAMAD|MUCHAMMAD|M' -%}
    {%- set digraphs = [
        ('OE', '1', 'U'), ('TJ', '2', 'C'), ('DJ', '3', 'J'), ('NJ', '4', 'NY'), ('SJ', '5', 'SY'),
        ('CH', '6', 'KH'),
    ] -%}
    {%- set touched = '(.* )?(BIN|BINTI|' ~ titles ~ '|' ~ muhammad ~ ')( .*)?|.*('
        ~ digraphs | map(attribute=0) | join('|') ~ ').*' -%}
    {%- set upper = 'upper(' ~ name ~ ')' -%}
    {%- set first = "split_part(" ~ name ~ ", ',', 1)" -%}
    {%- set plain = without_accents("replace(replace(" ~ first ~ ", chr(39), ''), chr(8217), '')") -%}
    {%- set letters = replace_all("upper(" ~ plain ~ ")", "[^A-Z ]+", " ") -%}
    {%- set bare = replace_all("' ' || " ~ letters ~ " || ' '", "^( +(" ~ titles ~ "))+ ", " ") -%}
    {%- set own = replace_all(bare, " (BIN|BINTI) .*$", " ") -%}
    {%- set steps = namespace(name=replace_all(own, " (" ~ muhammad ~ ") ", " MUHAMMAD ")) -%}
    {%- for old, mark, modern in digraphs -%}
        {%- set steps.name = "replace(" ~ steps.name ~ ", '" ~ old ~ "', '" ~ mark ~ "')" -%}
    {%- endfor -%}
    {%- for old, mark, modern in digraphs -%}
        {%- set steps.name = "replace(" ~ steps.name ~ ", '" ~ mark ~ "', '" ~ modern ~ "')" -%}
    {%- endfor -%}
    case
        when {{ matches(upper, '[A-Z]+( [A-Z]+)*') }} and not {{ matches(upper, touched) }}
            then {{ upper }}
        else nullif(trim({{ replace_all(steps.name, " +", " ") }}), '')
    end
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
