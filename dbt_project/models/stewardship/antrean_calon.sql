-- Items of all queues that no decision in force has answered, the same persons asked about once.
-- Grain: one row per id_antrean
{% set queues = ['antrean_pasangan', 'antrean_pesaing', 'antrean_klaster', 'antrean_keluarga'] %}
with antrean_pasangan as (
    select * from {{ ref('antrean_pasangan') }}
),

antrean_pesaing as (
    select * from {{ ref('antrean_pesaing') }}
),

antrean_klaster as (
    select * from {{ ref('antrean_klaster') }}
),

antrean_keluarga as (
    select * from {{ ref('antrean_keluarga') }}
),

alasan_antrean as (
    select * from {{ ref('alasan_antrean') }}
),

rekaman_padan as (
    select
        record_key,
        id_individu
    from {{ ref('rekaman_padan') }}
),

keputusan_berlaku as (
    select * from {{ source('linkage', 'keputusan_berlaku') }}
),

gabungan as (
    {% for queue in queues %}
    select * from {{ queue }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- both ways: an answer names records, and answers for the persons who bear them today
putusan as (
    {% for left, right in [
        ('record_key', 'record_key_lain'),
        ('record_key_lain as record_key', 'record_key as record_key_lain'),
    ] %}
    select
        k.objek,
        k.{{ left }},
        k.{{ right }},
        l.id_individu,
        r.id_individu as id_individu_lain
    from keputusan_berlaku as k
    left join rekaman_padan as l
        on k.{{ left.split(' as ')[0] }} = l.record_key
    left join rekaman_padan as r
        on k.{{ right.split(' as ')[0] }} = r.record_key
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

terjawab as (
    select g.id_antrean
    from gabungan as g
    inner join alasan_antrean as a
        on g.alasan = a.alasan
    inner join putusan as p
        on
            a.objek = p.objek
            and g.record_key = p.record_key
            and g.record_key_lain = p.record_key_lain
    union
    select g.id_antrean
    from gabungan as g
    inner join alasan_antrean as a
        on g.alasan = a.alasan
    inner join putusan as p
        on
            a.objek = p.objek
            and g.id_individu = p.id_individu
            and g.id_individu_lain = p.id_individu_lain
    where g.id_individu <> g.id_individu_lain and g.alasan <> 'PESAING_PENDUKUNG'
),

-- persons are asked about once, a supporting record by itself
terbuka as (
    select
        g.*,
        a.objek,
        a.urutan,
        case
            when g.alasan = 'PESAING_PENDUKUNG' then g.record_key
            else least(g.id_individu, g.id_individu_lain)
        end as pokok,
        case
            when g.alasan = 'PESAING_PENDUKUNG' then ''
            else greatest(g.id_individu, g.id_individu_lain)
        end as pokok_lain
    from gabungan as g
    inner join alasan_antrean as a
        on g.alasan = a.alasan
    left join terjawab as t
        on g.id_antrean = t.id_antrean
    where t.id_antrean is null
),

terurut as (
    select
        *,
        row_number() over (
            partition by pokok, pokok_lain order by urutan asc, id_antrean asc
        ) as urutan_sebab
    from terbuka
),

final as (
    select
        id_antrean,
        antrean,
        objek,
        alasan,
        record_key,
        record_key_lain,
        record_key_pembanding,
        id_individu,
        id_individu_lain,
        coalesce(id_individu = id_individu_lain, false) as satu_orang,
        id_keluarga,
        bobot,
        bobot_pembanding,
        jarak_ambang,
        aturan
    from terurut
    where urutan_sebab = 1
)

select * from final
