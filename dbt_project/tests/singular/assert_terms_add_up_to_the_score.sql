-- A row is a family whose told reasons do not add up to its score, or leave out a term of the model; every
-- sixteenth family by hash, as the reasons of all take longer than the scores.
with skor as (
    select
        id_keluarga,
        skor_kesejahteraan
    from {{ ref('skor_keluarga') }}
    where status_peringkat = 'berperingkat' and mod({{ hash63('id_keluarga') }}, 16) = 0
),

kontribusi_skor as (
    select
        id_keluarga,
        sum(kontribusi) as jumlah,
        count(*) as terma
    from {{ ref('kontribusi_skor') }}
    where mod({{ hash63('id_keluarga') }}, 16) = 0
    group by id_keluarga
),

model as (
    select
        (select count(distinct variabel) from {{ source('model', 'koefisien_kesejahteraan') }})
        + (select count(*) from {{ source('model', 'pasangan_kesejahteraan') }}) as terma
),

final as (
    select
        s.id_keluarga,
        s.skor_kesejahteraan,
        k.jumlah,
        k.terma
    from skor as s
    cross join model as m
    left join kontribusi_skor as k
        on s.id_keluarga = k.id_keluarga
    where k.jumlah is distinct from s.skor_kesejahteraan or k.terma is distinct from m.terma
)

select * from final
