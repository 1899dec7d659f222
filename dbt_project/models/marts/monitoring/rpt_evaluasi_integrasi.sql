-- The evaluation of integration (Pasal 7): measures that need no truth, comparable between releases.
-- Grain: one row per measure, provider, compared provider, entity, block and province
with ukuran_padan as (
    select * from {{ ref('ukuran_padan') }}
),

ukuran_pertentangan as (
    select * from {{ ref('ukuran_pertentangan') }}
),

ukuran_identitas as (
    select * from {{ ref('ukuran_identitas') }}
),

ukuran_lepas as (
    select * from {{ ref('ukuran_lepas') }}
),

ukuran_andil as (
    select * from {{ ref('ukuran_andil') }}
),

ukuran_integrasi as (
    select * from {{ ref('ukuran_integrasi') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

gabungan as (
    select
        ukuran,
        penyedia,
        null as pembanding,
        null as entitas,
        null as blok,
        tingkat,
        kode_provinsi_kemendagri,
        pembilang,
        penyebut
    from ukuran_padan
    union all
    select
        ukuran,
        penyedia,
        pembanding,
        null as entitas,
        null as blok,
        'nasional' as tingkat,
        null as kode_provinsi_kemendagri,
        pembilang,
        penyebut
    from ukuran_pertentangan
    union all
    select
        ukuran,
        penyedia,
        null as pembanding,
        null as entitas,
        null as blok,
        'nasional' as tingkat,
        null as kode_provinsi_kemendagri,
        pembilang,
        penyebut
    from ukuran_identitas
    union all
    select
        ukuran,
        penyedia,
        null as pembanding,
        null as entitas,
        null as blok,
        'nasional' as tingkat,
        null as kode_provinsi_kemendagri,
        pembilang,
        penyebut
    from ukuran_lepas
    union all
    select
        'andil_nilai' as ukuran,
        penyedia,
        null as pembanding,
        entitas,
        blok,
        'nasional' as tingkat,
        null as kode_provinsi_kemendagri,
        jumlah_nilai as pembilang,
        jumlah_semua as penyebut
    from ukuran_andil
),

lengkap as (
    select
        r.id_rilis,
        g.*,
        u.label_id,
        u.label_en,
        u.arah,
        {{ share('g.pembilang', 'g.penyebut') }} as nilai
    from gabungan as g
    inner join ukuran_integrasi as u
        on g.ukuran = u.ukuran
    cross join rilis as r
),

final as (
    select
        id_rilis,
        ukuran,
        label_id,
        label_en,
        arah,
        penyedia,
        pembanding,
        entitas,
        blok,
        tingkat,
        kode_provinsi_kemendagri,
        pembilang,
        penyebut,
        nilai
    from lengkap
)

select * from final
