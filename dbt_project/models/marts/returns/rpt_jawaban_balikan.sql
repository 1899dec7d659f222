-- Answer to every record of feedback that is new in this release: taken or refused, and why.
-- Grain: one row per delivered record of feedback
with penyaluran as (
    select * from {{ ref('stg_balikan__penyaluran') }}
),

kiriman_baru as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
    where baru
),

pengembalian as (
    select * from {{ ref('pengembalian') }}
    where dataset = 'penyaluran' and _row_number is not null
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

berkas as (
    select * from {{ source('ledger', 'berkas') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

alasan as (
    select
        _delivery,
        _file,
        _row_number,
        {{ joined_text('kode_alasan', '|') }} as kode_alasan,
        {{ joined_text("kode_alasan || ': ' || pesan_id", '; ') }} as pesan_id,
        {{ joined_text("kode_alasan || ': ' || pesan_en", '; ') }} as pesan_en
    from pengembalian
    group by _delivery, _file, _row_number
),

final as (
    select
        s.id_rilis,
        p._delivery,
        p._file,
        p._row_number,
        b.berkas,
        p.penerima_data,
        p.program_salur,
        p.periode_salur,
        case when t._row_number is null then 'diterima' else 'ditolak' end as jawaban,
        a.kode_alasan,
        a.pesan_id,
        a.pesan_en
    from penyaluran as p
    inner join kiriman_baru as k
        on p._delivery = k._delivery and k.dataset = 'penyaluran'
    left join berkas as b
        on p._delivery = b._delivery and p._file = b._file and b.dataset = 'penyaluran'
    left join alasan as a
        on
            p._delivery = a._delivery
            and p._file = a._file
            and p._row_number = a._row_number
    left join rekaman_ditolak as t
        on
            p._delivery = t._delivery
            and p._file = t._file
            and p._row_number = t._row_number
            and t.dataset = 'penyaluran'
    cross join rilis as s
)

select * from final
