-- Families whose records name no head or several, with the member taken for the head and the one beside
-- whom the question arises: who lives in one family? (Pasal 13)
-- Grain: one row per id_keluarga
{% set head = var('hubungan_keluarga').kepala %}
with relasi_sah as (
    select * from {{ ref('relasi_sah') }}
),

rekaman_wakil as (
    select * from {{ ref('rekaman_wakil') }}
),

ukuran as (
    select
        id_keluarga,
        count(*) as jumlah_anggota,
        sum(case when status_hubungan_keluarga = '{{ head }}' then 1 else 0 end) as jumlah_kepala
    from relasi_sah
    group by id_keluarga
),

-- beside the head: another who is called head, else the member next by id
lain as (
    select
        id_keluarga,
        id_individu,
        row_number() over (
            partition by id_keluarga
            order by
                case when status_hubungan_keluarga = '{{ head }}' then 0 else 1 end asc,
                id_individu asc
        ) as urutan
    from relasi_sah
    where not kepala_keluarga
),

final as (
    select
        k.id_keluarga,
        k.id_individu,
        l.id_individu as id_individu_lain,
        a.record_key,
        b.record_key as record_key_lain,
        case when u.jumlah_kepala = 0 then 'KEPALA_TIADA' else 'KEPALA_GANDA' end as alasan
    from relasi_sah as k
    inner join ukuran as u
        on k.id_keluarga = u.id_keluarga
    inner join lain as l
        on k.id_keluarga = l.id_keluarga
    inner join rekaman_wakil as a
        on k.id_individu = a.id_individu
    inner join rekaman_wakil as b
        on l.id_individu = b.id_individu
    where k.kepala_keluarga and l.urutan = 1 and u.jumlah_anggota > 1 and u.jumlah_kepala <> 1
)

select * from final
