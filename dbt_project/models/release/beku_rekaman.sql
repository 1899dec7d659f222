-- The records behind each person of the release: provider, delivery, row, and for each block the
-- place in the order by which the update policy asks them.
-- Grain: one row per record_key
with padan_individu as (
    select * from {{ ref('padan_individu') }}
),

rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
),

padan_butir_individu as (
    select * from {{ ref('padan_butir_individu') }}
),

final as (
    select
        r.record_key,
        r.id_individu,
        r.penyedia,
        r.dataset,
        r.tanggal_acuan,
        {% for block in record_blocks('individu') %}
        p.urut_{{ block }},
        {% endfor %}
        {% for block in item_blocks('individu') %}
        b.urut_{{ block }},
        {% endfor %}
        r._delivery,
        r._file,
        r._row_number
    from rekaman_padan as r
    inner join padan_individu as p
        on r.rekaman_id = p.rekaman_id
    left join padan_butir_individu as b
        on r.record_key = b.record_key
)

select * from final
