-- Row rules on keys: no key, identical doubles (one is kept), conflicting rows under one key.
-- Grain: one row per record and reason code
with rekaman as (
    select * from {{ ref('rekaman') }}
),

per_kunci as (
    select
        _delivery,
        dataset,
        record_key,
        min(sidik_isi) = max(sidik_isi) as isi_sama
    from rekaman
    where kunci_asal is not null
    group by _delivery, dataset, record_key
    having count(*) > 1
),

ganda as (
    select
        r.*,
        p.isi_sama,
        row_number() over (
            partition by r._delivery, r.dataset, r.record_key
            order by r._file, r._row_number
        ) as urutan
    from rekaman as r
    inner join per_kunci as p
        on
            r._delivery = p._delivery
            and r.dataset = p.dataset
            and r.record_key = p.record_key
),

final as (
    {{ finding('KUNCI_KOSONG', '*', 'rekaman', 'kunci_asal is null') }}
    union all
    {{ finding(
        'BARIS_KEMBAR', '*', 'ganda', 'isi_sama and urutan > 1', value='kunci_asal'
    ) }}
    union all
    {{ finding('KUNCI_BENTROK', '*', 'ganda', 'not isi_sama', value='kunci_asal') }}
)

select * from final
