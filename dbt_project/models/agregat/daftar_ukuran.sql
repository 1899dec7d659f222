-- Which count of the regions is which cell, from the indicator seeds.
-- Grain: one row per ukuran and kategori
{% set hitungan = counted_columns('individu') + counted_columns('keluarga') %}
{% set kolom = hitungan | map(attribute='kolom') | list %}
{% set bernilai = value_columns('individu') + value_columns('keluarga') %}
{% set nilai = bernilai | map(attribute='kolom') | list %}
with final as (
    {% for satuan in ['individu', 'keluarga'] -%}
    {% set luar = loop -%}
    {% for sel in indicator_cells(satuan) -%}
    select
        '{{ sel.ukuran }}' as ukuran,
        '{{ sel.kategori }}' as kategori,
        '{{ satuan }}' as satuan,
        '{{ sel.wilayah }}' as wilayah,
        {{ 'true' if sel.semua else 'false' }} as hanya_semua,
        {{ kolom.index(sel.kolom) + 1 }} as tempat,
        {{ kolom.index(sel.penyebut) + 1 }} as tempat_penyebut,
        {{ nilai.index(sel.nilai) + 1 if sel.nilai else 'cast(null as integer)' }} as tempat_nilai
    {{ 'union all' if not (loop.last and luar.last) }}
    {% endfor -%}
    {% endfor -%}
)

select * from final
