-- Records of families and customers that no family of the release has, counted by reason.
-- Grain: one row per measure and provider
with keluarga as (
    select penyedia from {{ ref('keluarga') }}
),

pelanggan as (
    select penyedia from {{ ref('pelanggan') }}
),

rekaman_keluarga_lepas as (
    select
        penyedia,
        case
            when alasan in ('keluarga_di_luar', 'tanpa_anggota', 'anggota_tanpa_keluarga')
                then alasan
            -- a customer's code; the report of matching tells them apart
            else 'tidak_padan'
        end as alasan
    from {{ ref('rekaman_keluarga_lepas') }}
),

diterima as (
    select penyedia from keluarga
    union all
    select penyedia from pelanggan
),

jumlah_diterima as (
    select
        penyedia,
        count(*) as jumlah
    from diterima
    group by penyedia
),

jumlah_lepas as (
    select
        penyedia,
        alasan,
        count(*) as jumlah
    from rekaman_keluarga_lepas
    group by penyedia, alasan
),

dihitung as (
    {% for reason in [
        'keluarga_di_luar', 'tanpa_anggota', 'anggota_tanpa_keluarga', 'tidak_padan',
    ] %}
    select
        'lepas_{{ reason }}' as ukuran,
        d.penyedia,
        cast(coalesce(l.jumlah, 0) as bigint) as pembilang,
        cast(d.jumlah as bigint) as penyebut
    from jumlah_diterima as d
    left join jumlah_lepas as l
        on d.penyedia = l.penyedia and l.alasan = '{{ reason }}'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        ukuran,
        penyedia,
        pembilang,
        penyebut
    from dihitung
)

select * from final
