-- What each provider gets back at reception: row, reason, message and suggested fix.
-- Grain: one row per record or broken line and reason code
with kode_alasan as (
    select * from {{ ref('kode_alasan') }}
),

temuan as (
    select * from {{ ref('temuan') }}
),

kiriman_baru as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
    where baru
),

baris_rusak as (
    select
        b.*,
        k.penyedia
    from {{ source('ledger', 'baris_rusak') }} as b
    inner join kiriman_baru as k
        on b._delivery = k._delivery and b.dataset = k.dataset
),

gabungan as (
    select
        t.penyedia,
        t.dataset,
        t._delivery,
        t._file,
        t._row_number,
        cast(null as bigint) as nomor_baris_rusak,
        t.kode_alasan,
        t.kolom,
        t.sidik_nilai
    from temuan as t
    inner join kiriman_baru as k
        on t._delivery = k._delivery and t.dataset = k.dataset
    union all
    select
        penyedia,
        dataset,
        _delivery,
        _file,
        null as _row_number,
        _line as nomor_baris_rusak,
        'BARIS_RUSAK' as kode_alasan,
        '*' as kolom,
        {{ value_fingerprint('*', 'teks') }} as sidik_nilai
    from baris_rusak
),

final as (
    select
        g.*,
        k.tindakan,
        k.aturan,
        k.pesan_id,
        k.pesan_en,
        k.saran_id,
        k.saran_en,
        k.pasal
    from gabungan as g
    inner join kode_alasan as k
        on g.kode_alasan = k.kode
)

select * from final
