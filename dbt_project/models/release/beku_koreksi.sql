-- Corrections that hold on the release date and what became of them, without their values: those that apply
-- stand in the tables of persons and families.
-- Grain: one row per id_koreksi and variabel
with koreksi_dinilai as (
    select * from {{ ref('koreksi_dinilai') }}
),

final as (
    select
        id_koreksi,
        variabel,
        objek,
        id,
        tanggal,
        berbukti,
        id_aturan,
        status
    from koreksi_dinilai
)

select * from final
