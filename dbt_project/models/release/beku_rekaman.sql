-- The records behind each person of the release: provider, delivery, row, and for each block the
-- place in the order by which the update policy asks them.
-- Grain: one row per record_key
with padan_individu as (
    select * from {{ ref('padan_individu') }}
),

final as (
    select
        record_key,
        id_individu,
        penyedia,
        dataset,
        tanggal_acuan,
        _delivery,
        _file,
        _row_number,
        urut_identitas,
        urut_kependudukan,
        urut_alamat,
        urut_pendidikan,
        urut_pekerjaan,
        urut_program,
        urut_jaminan_kesehatan
    from padan_individu
)

select * from final
