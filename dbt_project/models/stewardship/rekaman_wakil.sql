-- The main record that stands for a person where a steward is asked about the person: the one of the
-- population register, else the newest.
-- Grain: one row per id_individu
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
    where peran = 'utama'
),

terurut as (
    select
        id_individu,
        record_key,
        row_number() over (
            partition by id_individu
            order by
                case when penyedia = '{{ var("penyedia_kependudukan") }}' then 0 else 1 end asc,
                tanggal_acuan desc,
                record_key asc
        ) as urutan
    from rekaman_padan
),

final as (
    select
        id_individu,
        record_key
    from terurut
    where urutan = 1
)

select * from final
