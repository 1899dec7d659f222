-- A row is an item said to be missing (K) of a person whose age or presence is outside its universe.
-- Reads the universe from the seed, not from the expressions that are generated from it.
with butir_individu as (
    select
        record_key,
        keterangan_keberadaan,
        umur_saat_pendataan,
        status_butir
    from {{ ref('butir_individu') }}
    where status_butir like '%K%'
),

kamus as (
    select * from {{ ref('kamus') }}
),

semesta as (
    select * from {{ ref('semesta') }}
    where entitas = 'individu'
),

-- the letter of an item stands at its place among the items of the dictionary
butir as (
    select
        butir_kuesioner,
        min(urutan) as urutan
    from kamus
    where
        entitas = 'individu'
        and blok_pembaruan in (
            {% for block in item_blocks('individu') %}
            '{{ block }}'{{ ',' if not loop.last }}
            {% endfor %}
        )
    group by butir_kuesioner
),

bernomor as (
    select
        butir_kuesioner,
        cast(row_number() over (order by urutan) as integer) as posisi
    from butir
),

tunggal as (
    -- conditions that stand alone in their group: all of them must hold
    select
        butir,
        kelompok,
        min(penentu) as penentu,
        min(nilai) as nilai
    from semesta
    group by butir, kelompok
    having count(*) = 1
),

umur as (
    select
        butir,
        {{ try_integer("split_part(nilai, '..', 1)") }} as dari,
        {{ try_integer("nullif(split_part(nilai, '..', 2), '')") }} as sampai
    from tunggal
    where penentu = '407'
),

final as (
    select
        b.record_key,
        n.butir_kuesioner
    from butir_individu as b
    inner join bernomor as n
        on substr(b.status_butir, n.posisi, 1) = 'K'
    left join umur as u
        on n.butir_kuesioner = u.butir
    left join tunggal as k
        on n.butir_kuesioner = k.butir and k.penentu = '404'
    where
        b.umur_saat_pendataan < u.dari
        or b.umur_saat_pendataan > u.sampai
        or '|' || k.nilai || '|' not like '%|' || b.keterangan_keberadaan || '|%'
)

select * from final
