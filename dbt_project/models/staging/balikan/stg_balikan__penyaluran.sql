-- What recipients tell of payouts made with the register: renamed, trimmed, date cast.
-- Grain: one row per delivered record
with source as (
    {{ rows_of_release(source('raw', 'balikan__penyaluran'), 'balikan', 'penyaluran') }}
),

final as (
    select
        {{ record_key('balikan', 'penyaluran', ['trim(id_balikan)']) }} as record_key,
        {{ clean_text('id_balikan') }} as kunci_asal,
        {{ content_hash([
            'id_balikan', 'penerima_data', 'nik', 'nama', 'no_kk', 'program', 'periode_salur',
            'hasil', 'alasan', 'tanggal',
        ]) }} as sidik_isi,
        ---------- recipient and payout
        {{ clean_text('penerima_data') }} as penerima_data,
        {{ clean_text('program') }} as program_salur,
        {{ clean_text('periode_salur') }} as periode_salur,
        {{ clean_text('hasil') }} as hasil_salur_asal,
        {{ clean_text('alasan') }} as alasan_balikan_asal,
        {{ clean_text('tanggal') }} as tanggal_asal,
        {{ parse_date(clean_text('tanggal'), '%Y-%m-%d') }} as tanggal,
        ---------- person
        {{ clean_text('nik') }} as nik,
        {{ clean_text('nama') }} as nama,
        {{ clean_text('no_kk') }} as no_kk,
        ---------- technical
        tanggal_acuan,
        _efektif,
        _delivery,
        _file,
        _row_number
    from source
)

select * from final
