-- Persons whose values are not simply what the policy chooses (Pasal 14): a change that has to wait for a steward
-- leaves the value of the base release (`…__sumber` -1); a correction outranks both (0).
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

koreksi_berlaku as (
    select * from {{ ref('koreksi_berlaku') }}
    where objek = 'individu'
),

tertahan as (
    select
        {% for row in variables %}
        max(case when variabel = '{{ row.variabel }}' then 1 end) as {{ row.variabel }},
        {% endfor %}
        id_individu
    from perubahan_individu
    group by id_individu
),

koreksi as (
    select
        {{ corrections_wide(variables) }}
        id as id_individu
    from koreksi_berlaku
    group by id
),

disentuh as (
    select id_individu from tertahan
    union
    select id_individu from koreksi
),

final as (
    select
        t.id_individu,
        {% for row in variables %}
        {% set name = row.variabel %}
        {{ corrected(
            'case when w.' ~ name ~ ' = 1 then l.' ~ name ~ ' else t.' ~ name ~ ' end', row
        ) }} as {{ name }},
        cast(
            case
                when k.{{ name }}__ada = 1 then 0
                when w.{{ name }} = 1 then -1
                else t.{{ name }}__sumber
            end as smallint
        ) as {{ name }}__sumber,
        {% endfor %}
        case
            when k.nama__ada = 1 then {{ name_standard('k.nama') }}
            when w.nama = 1 then {{ name_standard('l.nama') }}
            else t.nama_baku
        end as nama_baku,
        t.jumlah_rekaman,
        t.hasil_padan
    from disentuh as d
    inner join individu_terpilih as t
        on d.id_individu = t.id_individu
    left join tertahan as w
        on d.id_individu = w.id_individu
    left join koreksi as k
        on d.id_individu = k.id_individu
    left join lama as l
        on d.id_individu = l.id_individu
)

select * from final
