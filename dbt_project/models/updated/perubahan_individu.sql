-- What is otherwise than in the base release, per person and variable of the records (Pasal 14 ayat 1), or
-- only called otherwise by a change of regions; and the rule that says whether a steward must agree.
-- Grain: one row per id_individu and variabel
{% set variables = record_variables('individu') %}
with individu_terpilih as (
    select * from {{ ref('individu_terpilih') }}
),

lama as (
    select * from {{ source('dasar', 'individu') }}
),

variabel_lama as (
    select variabel from {{ source('dasar', 'variabel') }}
    where entitas = 'individu'
),

penerus_wilayah as (
    select distinct
        kode_lama_kemendagri,
        kode_kini_kemendagri
    from {{ ref('penerus_wilayah') }}
),

rekaman as (
    select * from {{ ref('padan_individu') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

rekaman_padan as (
    select
        rekaman_id,
        penyedia
    from {{ ref('rekaman_padan') }}
),

aturan_pembaruan as (
    select * from {{ ref('aturan_pembaruan') }}
),

aturan_blok as (
    select * from {{ ref('aturan_blok') }}
),

aturan as (
    {{ policy_in_force('aturan_pembaruan', 'individu') }}
),

berbeda as (
    {% for variable in variables %}
    select
        t.id_individu,
        '{{ variable.variabel }}' as variabel,
        '{{ variable.blok }}' as blok,
        t.{{ variable.variabel }}__sumber as sumber,
        {% if variable.variabel.endswith('_kemendagri') %}
        l.{{ variable.variabel }} as kode_lama,
        t.{{ variable.variabel }} as kode_baru,
        {% else %}
        cast(null as varchar) as kode_lama,
        cast(null as varchar) as kode_baru,
        {% endif %}
        case
            when t.{{ variable.variabel }} is null then 'mengosongkan'
            when l.{{ variable.variabel }} is null then 'melengkapi'
            else 'memperbarui'
        end as perubahan
    from individu_terpilih as t
    inner join lama as l
        on t.id_individu = l.id_individu
    where t.{{ variable.variabel }} is distinct from l.{{ variable.variabel }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- the record that gave the new value, or its emptiness
sumber as (
    {% for block in record_blocks('individu') %}
    select
        p.id_individu,
        '{{ block }}' as blok,
        p.urut_{{ block }} as urut,
        r.penyedia
    from rekaman as p
    inner join rekaman_padan as r
        on p.rekaman_id = r.rekaman_id
    where
        p.urut_{{ block }} is not null
        and p.id_individu in (select b.id_individu from berbeda as b where b.blok = '{{ block }}')
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        b.id_individu,
        b.variabel,
        b.blok,
        case
            when v.variabel is null then 'menambah_variabel'
            when w.kode_lama_kemendagri is not null then 'wilayah_berubah'
            else b.perubahan
        end as perubahan,
        s.penyedia,
        a.id_aturan,
        a.perubahan as cara,
        -- an old value waits for a steward, an empty one is simply filled in
        coalesce(
            a.perubahan = 'petugas'
            and b.perubahan = 'memperbarui'
            and w.kode_lama_kemendagri is null,
            false
        ) as ditahan
    from berbeda as b
    left join variabel_lama as v
        on b.variabel = v.variabel
    left join penerus_wilayah as w
        on b.kode_lama = w.kode_lama_kemendagri and b.kode_baru = w.kode_kini_kemendagri
    left join sumber as s
        on b.id_individu = s.id_individu and b.blok = s.blok and b.sumber = s.urut
    left join aturan as a
        on s.penyedia = a.penyedia and s.blok = a.blok
)

select * from final
