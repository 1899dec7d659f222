-- A row is a variable of the frozen model that some family's score leaves out, or the reverse.
with koefisien as (
    select distinct variabel from {{ source('model', 'koefisien_kesejahteraan') }}
),

keluarga as (
    select count(*) as jumlah_keluarga from {{ ref('fitur_keluarga') }}
),

terpakai as (
    select
        variabel,
        count(*) as jumlah
    from {{ ref('kontribusi_skor') }}
    group by variabel
),

final as (
    select
        coalesce(k.variabel, t.variabel) as variabel,
        t.jumlah
    from koefisien as k
    full outer join terpakai as t
        on k.variabel = t.variabel
    cross join keluarga as n
    where
        n.jumlah_keluarga > 0
        and (k.variabel is null or t.jumlah is distinct from n.jumlah_keluarga)
)

select * from final
