-- Family records of every provider that delivers some, in one shape for the row rules.
-- Grain: one row per delivered family record
{{ config(materialized='view') }}
{% set sources = [
    ('regsosek', 'keluarga', 'stg_regsosek__keluarga', ['kode_desa_kemendagri']),
    ('p3ke', 'keluarga', 'stg_p3ke__keluarga', ['kode_desa_bps']),
] %}
with final as (
    {% for provider, dataset, model, absent in sources %}
    {% if not loop.first %}union all{% endif %}
    select
        '{{ provider }}' as penyedia,
        '{{ dataset }}' as dataset,
        kunci_keluarga,
        no_kk,
        {% for column in ['kode_desa_kemendagri', 'kode_desa_bps'] %}
        {{ 'cast(null as varchar) as ' ~ column if column in absent else column }},
        {% endfor %}
        tanggal_acuan,
        _delivery,
        _file,
        _row_number
    from {{ ref(model) }}
    {% endfor %}
)

select * from final
