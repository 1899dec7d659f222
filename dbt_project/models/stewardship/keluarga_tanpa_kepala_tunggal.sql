-- Families of several members whose records name no head or more than one, with the head in force and
-- the member in question (Pasal 13).
-- Grain: one row per id_keluarga and alasan
{% set head = var('hubungan_keluarga').kepala %}
with relasi_sah as (
    select * from {{ ref('relasi_sah') }}
),

ukuran as (
    select
        id_keluarga,
        min(case when kepala_keluarga then id_individu end) as id_individu_kepala,
        min(
            case
                when status_hubungan_keluarga = '{{ head }}' and not kepala_keluarga
                    then id_individu
            end
        ) as kepala_lain,
        count(*) as jumlah_anggota,
        sum(case when status_hubungan_keluarga = '{{ head }}' then 1 else 0 end) as jumlah_kepala
    from relasi_sah
    group by id_keluarga
),

final as (
    select
        id_keluarga,
        case when jumlah_kepala = 0 then 'kepala_dipilih' else 'dua_kepala' end as alasan,
        cast(case when jumlah_kepala = 0 then 9 else 1 end as smallint) as prioritas,
        coalesce(kepala_lain, id_individu_kepala) as id_individu,
        id_individu_kepala
    from ukuran
    where jumlah_anggota > 1 and jumlah_kepala <> 1
)

select * from final
