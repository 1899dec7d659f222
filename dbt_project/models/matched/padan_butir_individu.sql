-- Questionnaires of each person ordered by the update policy: per block of items, 1 is asked first.
-- Among equally trusted ones the newer comes first, then the one with more answers.
-- Grain: one row per record_key
{% set blocks = item_blocks('individu') %}
with butir_individu as (
    select
        record_key,
        penyedia,
        tanggal_acuan,
        length(status_butir) - length(replace(status_butir, 'J', '')) as jumlah_jawaban
    from {{ ref('butir_individu') }}
),

rekaman_padan as (
    select
        record_key,
        id_individu
    from {{ ref('rekaman_padan') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

aturan_pembaruan as (
    select * from {{ ref('aturan_pembaruan') }}
),

aturan_blok as (
    select * from {{ ref('aturan_blok') }}
),

aturan as (
    {{ policy_by_block('aturan_pembaruan', 'individu', blocks) }}
),

layak as (
    select
        p.id_individu,
        b.record_key,
        b.tanggal_acuan,
        b.jumlah_jawaban,
        {% for block in blocks %}
        {{ trust_of_age(block, months_between('b.tanggal_acuan', 'r.tanggal_rilis')) }}
            as percaya_{{ block }},
        {% endfor %}
        count(*) over (partition by p.id_individu) as jumlah_kuesioner
    from butir_individu as b
    inner join rekaman_padan as p
        on b.record_key = p.record_key
    cross join rilis as r
    left join aturan as a
        on b.penyedia = a.penyedia
),

-- most people have one questionnaire: nothing to put in order
tunggal as (
    select
        id_individu,
        record_key,
        {% for block in blocks %}
        case when percaya_{{ block }} is not null then cast(1 as smallint) end as urut_{{ block }},
        {% endfor %}
        jumlah_kuesioner
    from layak
    where jumlah_kuesioner = 1
),

jamak as (
    select
        id_individu,
        record_key,
        {% for block in blocks %}
        case
            when percaya_{{ block }} is not null
                then cast(
                    row_number() over (
                        partition by id_individu
                        order by
                            percaya_{{ block }} desc nulls last,
                            tanggal_acuan desc,
                            jumlah_jawaban desc,
                            record_key asc
                    ) as smallint
                )
        end as urut_{{ block }},
        {% endfor %}
        jumlah_kuesioner
    from layak
    where jumlah_kuesioner > 1
),

final as (
    select * from tunggal
    union all
    select * from jamak
)

select * from final
