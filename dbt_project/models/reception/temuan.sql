-- All findings of the row rules with what they lead to.
-- Grain: one row per record and reason code
with kode_alasan as (
    select * from {{ ref('kode_alasan') }}
),

baris as (
    select * from {{ ref('temuan_kunci') }}
    union all
    select * from {{ ref('temuan_individu') }}
    union all
    select * from {{ ref('temuan_keluarga') }}
    union all
    select * from {{ ref('temuan_pelanggan') }}
    union all
    select * from {{ ref('temuan_usulan') }}
    union all
    select * from {{ ref('temuan_balikan') }}
    union all
    select * from {{ ref('temuan_wilayah') }}
    union all
    select * from {{ ref('temuan_butir') }}
    union all
    select * from {{ ref('temuan_lain') }}
    union all
    select * from {{ ref('temuan_susunan') }}
),

final as (
    select
        b.*,
        k.tindakan
    from baris as b
    inner join kode_alasan as k
        on b.kode_alasan = k.kode
)

select * from final
