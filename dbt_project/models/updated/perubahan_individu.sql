-- What is otherwise than in the base release, per person and variable of the records (Pasal 14 ayat 1), or
-- only called otherwise by a change of regions; and the rule that says whether a steward must agree.
-- Grain: one row per id_individu and variabel
{% set variables = record_variables('individu') %}
{% set kode = variables | selectattr('variabel', 'in', [
    'kode_desa_kemendagri', 'kode_kecamatan_kemendagri', 'kode_kabupaten_kota_kemendagri',
    'kode_provinsi_kemendagri',
]) | list %}
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

-- one pass over all people; what follows looks at the few who changed
berubah as (
    select
        t.id_individu,
        {{ each_that_holds(changes_of('t', 'l', variables)) }} as variabel
    from individu_terpilih as t
    inner join lama as l
        on t.id_individu = l.id_individu
    where {{ one_holds(changes_of('t', 'l', variables)) }}
),

berbeda as (
    select
        b.id_individu,
        b.variabel,
        case
            {% for row in variables %}
            when b.variabel = '{{ row.variabel }}' then '{{ row.blok }}'
            {% endfor %}
        end as blok,
        {{ named_by('b.variabel', 't', variables, '__sumber') }} as sumber,
        case
            {% for row in variables %}
            when b.variabel = '{{ row.variabel }}' and t.{{ row.variabel }} is null
                then 'mengosongkan'
            when b.variabel = '{{ row.variabel }}' and l.{{ row.variabel }} is null
                then 'melengkapi'
            {% endfor %}
            else 'memperbarui'
        end as perubahan,
        {{ named_by('b.variabel', 'l', kode) }} as kode_lama,
        {{ named_by('b.variabel', 't', kode) }} as kode_baru
    from berubah as b
    inner join individu_terpilih as t
        on b.id_individu = t.id_individu
    inner join lama as l
        on b.id_individu = l.id_individu
),

-- the record that gave the new value, or its emptiness
terkait as (
    select
        p.*,
        r.penyedia
    from rekaman as p
    inner join rekaman_padan as r
        on p.rekaman_id = r.rekaman_id
    where p.id_individu in (select b.id_individu from berbeda as b)
),

sumber as (
    {% for block in record_blocks('individu') %}
    select
        id_individu,
        '{{ block }}' as blok,
        urut_{{ block }} as urut,
        penyedia
    from terkait
    where urut_{{ block }} is not null
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
