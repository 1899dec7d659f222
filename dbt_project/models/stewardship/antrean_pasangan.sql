-- Doubtful pairs of main records: two persons just below the threshold, two persons above it whom a rule
-- keeps apart, and one person whom a weak pair holds together (Pasal 13).
-- Grain: one row per id_antrean
{% set window = var('jendela_antrean') %}
with tepi_terawasi as (
    select * from {{ ref('tepi_terawasi') }}
    where peran_l = 'utama' and peran_r = 'utama'
),

tepi_ditolak as (
    select * from {{ ref('tepi_ditolak') }}
),

ujung as (
    {% for near, far in [('l', 'r'), ('r', 'l')] %}
    select
        rekaman_id_{{ near }} as rekaman_id,
        rekaman_id_{{ far }} as rekaman_id_lain,
        bobot
    from tepi_terawasi
    where satu_orang
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

lemah as (
    select * from tepi_terawasi
    where satu_orang and jarak_ambang >= 0 and jarak_ambang < {{ window.atas }}
),

-- a third record that knows both better holds them together without the weak pair
berpenghubung as (
    select distinct
        t.rekaman_id_l,
        t.rekaman_id_r
    from lemah as t
    inner join ujung as l
        on t.rekaman_id_l = l.rekaman_id and t.bobot < l.bobot
    inner join ujung as r
        on
            t.rekaman_id_r = r.rekaman_id
            and l.rekaman_id_lain = r.rekaman_id_lain
            and t.bobot < r.bobot
),

calon as (
    select
        t.*,
        t.id_individu_l as orang,
        t.id_individu_r as orang_lain,
        t.bobot as keraguan,
        'SAMBUNGAN_LEMAH' as alasan,
        cast(null as varchar) as aturan
    from lemah as t
    left join berpenghubung as b
        on t.rekaman_id_l = b.rekaman_id_l and t.rekaman_id_r = b.rekaman_id_r
    where b.rekaman_id_l is null
    union all
    select
        t.*,
        least(t.id_individu_l, t.id_individu_r) as orang,
        greatest(t.id_individu_l, t.id_individu_r) as orang_lain,
        -t.bobot as keraguan,
        case
            when t.jarak_ambang < 0 then 'BAWAH_AMBANG'
            when t.jarak_ambang < {{ window.atas }} then 'DITOLAK_DEKAT'
            else 'DITOLAK_KUAT'
        end as alasan,
        d.sebab as aturan
    from tepi_terawasi as t
    left join tepi_ditolak as d
        on t.rekaman_id_l = d.rekaman_id_l and t.rekaman_id_r = d.rekaman_id_r
    where not t.satu_orang
),

-- two persons are asked about once, by their strongest pair; one person by its weakest
terurut as (
    select
        *,
        row_number() over (
            partition by orang, orang_lain
            order by keraguan asc, record_key_l asc, record_key_r asc
        ) as urutan
    from calon
),

final as (
    select
        {{ queue_columns(
            'pasangan',
            record_key='record_key_l',
            record_key_lain='record_key_r',
            id_individu='id_individu_l',
            id_individu_lain='id_individu_r',
            bobot='bobot',
            jarak_ambang='jarak_ambang',
            aturan='aturan'
        ) }}
    from terurut
    where urutan = 1
)

select * from final
