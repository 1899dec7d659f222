-- What the policy chooses per variable and family (Pasal 14). Of an item the first record in its block's order that
-- answers it, or says that it is not asked, gives value and state; `asal_butir` names its place.
-- Grain: one row per id_keluarga
{% set items = questionnaire_items('keluarga') %}
{% set variables = item_variables('keluarga') %}
with butir_keluarga as (
    select * from {{ ref('butir_keluarga') }}
),

padan_keluarga as (
    select * from {{ ref('padan_keluarga') }}
),

isian as (
    select
        p.id_keluarga,
        p.jumlah_rekaman,
        {% for block in item_blocks('keluarga') + ['pelanggan', 'p3ke'] %}
        p.urut_{{ block }},
        {% endfor %}
        p.timpa_pelanggan,
        p.timpa_p3ke,
        b.*
    from padan_keluarga as p
    inner join butir_keluarga as b
        on p.record_key = b.record_key
),

lain as (
    select
        t.id_keluarga,
        -- >>> kamus survivorship keluarga -alamat
        {{ chosen('t.id_pelanggan_pln', 'pelanggan') }} as id_pelanggan_pln,
        {{ chosen_from('t.id_pelanggan_pln', 'pelanggan') }} as id_pelanggan_pln__sumber,
        {{ chosen('t.tarif_listrik', 'pelanggan') }} as tarif_listrik,
        {{ chosen_from('t.tarif_listrik', 'pelanggan') }} as tarif_listrik__sumber,
        {{ chosen('t.desil_p3ke', 'p3ke') }} as desil_p3ke,
        {{ chosen_from('t.desil_p3ke', 'p3ke') }} as desil_p3ke__sumber,
        -- <<< kamus
        cast(count(*) as smallint) as jumlah_rekaman
    from isian as t
    group by t.id_keluarga
),

-- most families have one record: nothing to choose
tunggal as (
    select
        t.id_keluarga,
        {% for variable in variables %}
        case when t.urut_{{ variable.blok }} is not null then t.{{ variable.variabel }} end
            as {{ variable.variabel }},
        {% endfor %}
        {% for item in items %}
        case when t.urut_{{ item.blok }} is not null then {{ letter('t', item) }} else '-' end
        {{ '||' if not loop.last }}
        {% endfor %}
            as status_butir,
        {% for item in items %}
        case
            when {{ letter('t', item) }} = '-' then '0'
            else {{ place_letter('t.urut_' ~ item.blok) }}
        end
        {{ '||' if not loop.last }}
        {% endfor %}
            as asal_butir
    from isian as t
    where t.jumlah_rekaman = 1
),

berkunci as (
    select
        {% for item in items %}
        {{ item_order(letter('t', item), 't.urut_' ~ item.blok) }} as kunci_{{ item.nama }},
        {% endfor %}
        t.*
    from isian as t
    where t.jumlah_rekaman > 1
),

jamak as (
    select
        t.id_keluarga,
        {% for variable in variables %}
        {{ value_of_first('t.' ~ variable.variabel, 't.kunci_' ~ variable.butir) }}
            as {{ variable.variabel }},
        {% endfor %}
        {% for item in items %}
        {{ ordered_letter('min(t.kunci_' ~ item.nama ~ ')') }}
        {{ '||' if not loop.last }}
        {% endfor %}
            as status_butir,
        {% for item in items %}
        {{ place_letter(ordered_place('min(t.kunci_' ~ item.nama ~ ')')) }}
        {{ '||' if not loop.last }}
        {% endfor %}
            as asal_butir
    from berkunci as t
    group by t.id_keluarga
),

terpilih as (
    select * from tunggal
    union all
    select * from jamak
),

final as (
    select
        t.*,
        -- >>> kamus columns keluarga l id_pelanggan_pln tarif_listrik desil_p3ke
        l.id_pelanggan_pln,
        l.tarif_listrik,
        l.desil_p3ke,
        -- <<< kamus
        -- >>> kamus sources keluarga l -alamat
        l.id_pelanggan_pln__sumber,
        l.tarif_listrik__sumber,
        l.desil_p3ke__sumber,
        -- <<< kamus
        l.jumlah_rekaman
    from terpilih as t
    inner join lain as l
        on t.id_keluarga = l.id_keluarga
)

select * from final
