-- Families of the social-economic registration: blocks I, II, III and V, trimmed.
-- `butir_<n>` is the answer to item n as delivered; what it means is decided in reception.
-- Grain: one row per delivered record
{% set items = questionnaire_items('keluarga') %}
with source as (
    {{ rows_of_release(source('raw', 'regsosek__keluarga'), 'regsosek', 'keluarga') }}
),

final as (
    select
        {{ record_key('regsosek', 'keluarga', ['trim(idkel)']) }} as record_key,
        {{ clean_text('idkel') }} as kunci_asal,
        {{ content_hash(
            ['idkel', 'r101', 'r102', 'r103', 'r104', 'r107', 'r108', 'r114']
            + items | map(attribute='kolom') | list
        ) }} as sidik_isi,
        'regsosek|' || {{ clean_text('idkel') }} as kunci_keluarga,
        {{ clean_text('r114') }} as no_kk,
        ---------- place
        {{ clean_text('r107') }} as alamat,
        -- a part left out makes the code too short, which shows
        nullif(
            coalesce({{ clean_text('r101') }}, '') || coalesce({{ clean_text('r102') }}, '')
            || coalesce({{ clean_text('r103') }}, '') || coalesce({{ clean_text('r104') }}, ''),
            ''
        ) as kode_desa_bps,
        ---------- answers
        {% for item in items %}
        {{ clean_text(item.kolom) }} as {{ item.nama }},
        {% endfor %}
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
