-- One value per variable and person (Pasal 14): what the policy chooses, unless a change has to wait for
-- a steward: the value of the base release then stays, and `…__sumber` is -1.
-- Grain: one row per id_individu
{% set variables = record_variables('individu') %}
with individu_terpilih as (
    select * from {{ ref('individu_terpilih') }}
),

lama as (
    select * from {{ source('dasar', 'individu') }}
),

perubahan_individu as (
    select * from {{ ref('perubahan_individu') }}
    where ditahan
),

tertahan as (
    select
        {% for variable in variables %}
        max(case when variabel = '{{ variable.variabel }}' then 1 end) as {{ variable.variabel }},
        {% endfor %}
        id_individu
    from perubahan_individu
    group by id_individu
),

-- most people have nothing that waits
tetap as (
    select t.*
    from individu_terpilih as t
    where t.id_individu not in (select w.id_individu from tertahan as w)
),

menunggu as (
    select
        t.id_individu,
        {% for variable in variables %}
        {% set name = variable.variabel %}
        case when w.{{ name }} = 1 then l.{{ name }} else t.{{ name }} end as {{ name }},
        cast(case when w.{{ name }} = 1 then -1 else t.{{ name }}__sumber end as smallint)
            as {{ name }}__sumber,
        {% endfor %}
        case when w.nama = 1 then {{ name_standard('l.nama') }} else t.nama_baku end as nama_baku,
        t.jumlah_rekaman,
        t.hasil_padan
    from individu_terpilih as t
    inner join tertahan as w
        on t.id_individu = w.id_individu
    inner join lama as l
        on t.id_individu = l.id_individu
),

final as (
    select * from tetap
    union all
    select * from menunggu
)

select * from final
