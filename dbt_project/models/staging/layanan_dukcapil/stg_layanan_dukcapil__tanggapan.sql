-- Answers of the matching service of the population register: renamed, trimmed, dates cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(
        source('raw', 'layanan_dukcapil__tanggapan'), 'layanan_dukcapil', 'tanggapan'
    ) }}
),

final as (
    select
        {{ record_key('layanan_dukcapil', 'tanggapan', ['trim(id_tanya)', 'trim(dijawab)']) }}
            as record_key,
        {{ clean_text('id_tanya') }} || '|' || {{ clean_text('dijawab') }} as kunci_asal,
        {{ content_hash(['id_tanya', 'ditanya', 'dijawab', 'kode_nik', 'kode_kk']) }} as sidik_isi,
        {{ clean_text('id_tanya') }} as id_tanya,
        {{ clean_text('ditanya') }} as ditanya_asal,
        {{ parse_date(clean_text('ditanya'), '%Y-%m-%d') }} as ditanya,
        {{ clean_text('dijawab') }} as dijawab_asal,
        {{ parse_date(clean_text('dijawab'), '%Y-%m-%d') }} as dijawab,
        {{ clean_text('kode_nik') }} as tanggapan_nik_asal,
        {{ clean_text('kode_kk') }} as tanggapan_kk_asal,
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
