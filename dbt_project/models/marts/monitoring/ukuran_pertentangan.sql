-- Where two sources of one person contradict each other: pairs of records by pair of providers.
-- Grain: one row per measure and pair of providers
{% set measures = ['beda_nama', 'beda_tanggal_lahir', 'beda_jenis_kelamin', 'beda_wilayah'] %}
with rekaman_padan as (
    select
        id_individu,
        penyedia,
        nama_baku,
        tanggal_lahir,
        jenis_kelamin,
        kode_kabupaten_kota_kemendagri
    from {{ ref('rekaman_padan') }}
),

pasangan as (
    select
        a.penyedia,
        b.penyedia as pembanding,
        {{ name_similarity('a.nama_baku', 'b.nama_baku') }} < {{ var('batas_nama_sama') }}
            as beda_nama,
        a.tanggal_lahir <> b.tanggal_lahir as beda_tanggal_lahir,
        a.jenis_kelamin <> b.jenis_kelamin as beda_jenis_kelamin,
        a.kode_kabupaten_kota_kemendagri <> b.kode_kabupaten_kota_kemendagri as beda_wilayah
    from rekaman_padan as a
    inner join rekaman_padan as b
        on a.id_individu = b.id_individu and a.penyedia < b.penyedia
),

jumlah as (
    select
        {% for measure in measures %}
        sum(case when {{ measure }} then 1 else 0 end) as {{ measure }},
        count({{ measure }}) as banding_{{ measure }},
        {% endfor %}
        penyedia,
        pembanding
    from pasangan
    group by penyedia, pembanding
),

panjang as (
    {% for measure in measures %}
    select
        '{{ measure }}' as ukuran,
        penyedia,
        pembanding,
        cast({{ measure }} as bigint) as pembilang,
        cast(banding_{{ measure }} as bigint) as penyebut
    from jumlah
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        ukuran,
        penyedia,
        pembanding,
        pembilang,
        penyebut
    from panjang
)

select * from final
