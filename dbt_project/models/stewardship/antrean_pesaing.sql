-- Close seconds: a record, main or supporting, that another person wants nearly as much as the one it
-- belongs to; and a supporting record that two persons want alike, so that it joined neither (Pasal 13).
-- Grain: one row per id_antrean
{% set window = var('jendela_antrean') %}
with tepi_terawasi as (
    select * from {{ ref('tepi_terawasi') }}
    where jarak_ambang >= 0
),

-- only main records make persons
arah as (
    {% for near, far in [('l', 'r'), ('r', 'l')] %}
    select
        record_key_{{ near }} as record_key,
        id_individu_{{ near }} as id_individu,
        peran_{{ near }} as peran,
        record_key_{{ far }} as record_key_lain,
        id_individu_{{ far }} as id_individu_lain,
        satu_orang,
        bobot,
        jarak_ambang
    from tepi_terawasi
    where peran_{{ far }} = 'utama'
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- the best record of every person that wants it, its own person first, then the strongest
per_orang as (
    select
        *,
        row_number() over (
            partition by record_key, id_individu_lain order by bobot desc, record_key_lain asc
        ) as urutan_rekaman
    from arah
),

terurut as (
    select
        *,
        row_number() over (
            partition by record_key
            order by case when satu_orang then 0 else 1 end asc, bobot desc, record_key_lain asc
        ) as urutan
    from per_orang
    where urutan_rekaman = 1
),

berdua as (
    select
        p.record_key,
        p.id_individu,
        p.peran,
        p.record_key_lain as record_key_pembanding,
        p.bobot as bobot_pembanding,
        q.record_key_lain,
        q.id_individu_lain,
        q.bobot,
        q.jarak_ambang,
        case when p.peran = 'utama' then 'PESAING_UTAMA' else 'PESAING_PENDUKUNG' end as alasan,
        case
            when p.peran = 'utama' then least(p.id_individu, q.id_individu_lain) else p.record_key
        end as pokok,
        case
            when p.peran = 'utama' then greatest(p.id_individu, q.id_individu_lain) else ''
        end as pokok_lain
    from terurut as p
    inner join terurut as q
        on p.record_key = q.record_key
    where
        p.urutan = 1
        and q.urutan = 2
        and p.bobot - q.bobot <= {{ window.selisih }}
        and (p.satu_orang or p.id_individu is null)
),

-- main records: the same two persons are asked about once, where they come nearest
terpilih as (
    select
        *,
        row_number() over (
            partition by pokok, pokok_lain
            order by bobot_pembanding - bobot asc, record_key asc
        ) as urutan
    from berdua
),

final as (
    select
        {{ queue_columns(
            'pesaing',
            record_key='record_key',
            record_key_lain='record_key_lain',
            id_individu='id_individu',
            id_individu_lain='id_individu_lain',
            record_key_pembanding='record_key_pembanding',
            bobot='bobot',
            bobot_pembanding='bobot_pembanding',
            jarak_ambang='jarak_ambang'
        ) }}
    from terpilih
    where urutan = 1
)

select * from final
