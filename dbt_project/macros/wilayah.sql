{#- Kind of village that the seventh digit of its Kemendagri code tells: 1 kelurahan, 2 desa, else
    another kind (desa adat). -#}
{% macro village_kind(kode) -%}
    case substr({{ kode }}, 7, 1) when '1' then 'kelurahan' when '2' then 'desa' else 'lainnya' end
{%- endmacro %}

{#- The value all rows of a group agree on; null when two rows differ, so that nothing is guessed. -#}
{% macro agreed(expression) -%}
    case when count(distinct {{ expression }}) = 1 then min({{ expression }}) end
{%- endmacro %}

{#- The Kemendagri code of a higher tier, cut from a code that is long enough to hold it. -#}
{% macro kemendagri_prefix(kode, tier) -%}
    {%- set digits = {'provinsi': 2, 'kabupaten_kota': 4, 'kecamatan': 6, 'desa': 10}[tier] -%}
    case when length({{ kode }}) >= {{ digits }} then left({{ kode }}, {{ digits }}) end
{%- endmacro %}
