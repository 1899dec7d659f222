-- Members of families of the social-economic registration: block IV of the questionnaire, trimmed.
-- `butir_<n>` is the answer to item n as delivered; what it means is decided in reception.
-- Grain: one row per delivered record
{% set items = questionnaire_items('individu') %}
with source as (
    {{ rows_of_release(source('raw', 'regsosek__anggota'), 'regsosek', 'anggota') }}
),

final as (
    select
        {{ record_key('regsosek', 'anggota', ['trim(idkel)', 'trim(r401)']) }} as record_key,
        {{ clean_text('idkel') }} || '|' || {{ clean_text('r401') }} as kunci_asal,
        {{ content_hash(
            ['idkel', 'r401', 'r402', 'r403', 'r405', 'r406', 'r408', 'r409']
            + items | map(attribute='kolom') | list
        ) }} as sidik_isi,
        'regsosek|' || {{ clean_text('idkel') }} as kunci_keluarga,
        ---------- identity
        {{ clean_text('r403') }} as nik,
        {{ clean_text('r402') }} as nama,
        {{ clean_text('r406') }} as tanggal_lahir_asal,
        {{ parse_date(clean_text('r406'), '%d/%m/%Y') }} as tanggal_lahir,
        {{ clean_text('r405') }} as jenis_kelamin_asal,
        {{ clean_text('r408') }} as status_kawin_asal,
        {{ clean_text('r409') }} as status_hubungan_keluarga_asal,
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
