-- The records behind each person of the release: provider, delivery, row, and for each block the
-- place in the order by which the update policy asks them.
-- Grain: one row per record_key
with padan_individu as (
    select * from {{ ref('padan_individu') }}
),

padan_butir_individu as (
    select * from {{ ref('padan_butir_individu') }}
),

final as (
    select
        p.record_key,
        p.id_individu,
        p.penyedia,
        p.dataset,
        p.tanggal_acuan,
        p._delivery,
        p._file,
        p._row_number,
        p.urut_identitas,
        p.urut_kependudukan,
        p.urut_alamat,
        p.urut_program,
        {% for block in item_blocks('individu') %}
        b.urut_{{ block }},
        {% endfor %}
        p.urut_jaminan_kesehatan
    from padan_individu as p
    left join padan_butir_individu as b
        on p.record_key = b.record_key
)

select * from final
