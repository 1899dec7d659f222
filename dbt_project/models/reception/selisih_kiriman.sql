-- A correction beside the delivery it corrects, both by today's rules: per record and reason what is
-- mended, what is not, what is new. Good in both: no row; good in one alone: a row without reason.
-- Grain: one row per delivery, dataset, record and reason code
with temuan as (
    select * from {{ ref('temuan') }}
),

rekaman as (
    select * from {{ ref('rekaman') }}
),

baris_rusak as (
    select * from {{ source('ledger', 'baris_rusak') }}
),

kiriman_rilis as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
    where baru and pembanding is not null
),

sisi as (
    select
        _delivery as kiriman,
        pembanding,
        penyedia,
        dataset,
        _delivery as asal,
        0 as lama
    from kiriman_rilis
    union all
    select
        _delivery as kiriman,
        pembanding,
        penyedia,
        dataset,
        pembanding as asal,
        1 as lama
    from kiriman_rilis
),

-- a record without a key is known by its content, a broken line by its text
unsur as (
    select
        s.*,
        r._file,
        r._row_number,
        case when r.kunci_asal is null then r.sidik_isi else r.record_key end as kunci,
        t.kode_alasan
    from sisi as s
    inner join rekaman as r
        on s.asal = r._delivery and s.dataset = r.dataset
    left join temuan as t
        on
            r._delivery = t._delivery
            and r.dataset = t.dataset
            and r._file = t._file
            and r._row_number = t._row_number
    union all
    select
        s.*,
        b._file,
        b._line as _row_number,
        {{ row_hash(['b.teks']) }} as kunci,
        'BARIS_RUSAK' as kode_alasan
    from sisi as s
    inner join baris_rusak as b
        on s.asal = b._delivery and s.dataset = b.dataset
),

-- a key may stand on several rows; the first of each side is named
kehadiran as (
    select
        kiriman,
        dataset,
        kunci,
        max(lama) as ada_lama,
        max(1 - lama) as ada_baru,
        count(kode_alasan) as jumlah_temuan,
        min(case when lama = 0 then _file end) as _file,
        min(case when lama = 0 then _row_number end) as _row_number,
        min(case when lama = 1 then _file end) as _file_lama,
        min(case when lama = 1 then _row_number end) as _row_number_lama
    from unsur
    group by kiriman, dataset, kunci
),

per_alasan as (
    select
        kiriman,
        pembanding,
        penyedia,
        dataset,
        kunci,
        kode_alasan,
        max(lama) as lama,
        max(1 - lama) as baru
    from unsur
    group by kiriman, pembanding, penyedia, dataset, kunci, kode_alasan
),

final as (
    select
        a.penyedia,
        a.dataset,
        a.kiriman as _delivery,
        a.pembanding,
        a.kunci,
        a.kode_alasan,
        case
            when a.lama = 1 and a.baru = 1 then 'belum beres'
            when a.lama = 1 and k.ada_baru = 1 then 'beres'
            when a.lama = 1 then 'hilang'
            when k.ada_lama = 1 then 'rusak baru'
            else 'baru'
        end as hasil,
        k._file,
        k._row_number,
        k._file_lama,
        k._row_number_lama
    from per_alasan as a
    inner join kehadiran as k
        on a.kiriman = k.kiriman and a.dataset = k.dataset and a.kunci = k.kunci
    where a.kode_alasan is not null or (k.jumlah_temuan = 0 and k.ada_lama <> k.ada_baru)
)

select * from final
