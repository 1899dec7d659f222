-- Accepted statements of other providers than the population register that a person is dead: proposals of
-- the task force and feedback of recipients, with what tells the person.
-- Grain: one row per record_key
with usulan_meninggal as (
    select * from {{ ref('usulan_meninggal') }}
),

penyaluran as (
    select
        'balikan' as penyedia,
        'penyaluran' as dataset,
        *
    from {{ ref('stg_balikan__penyaluran') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

nilai_dikosongkan as (
    select * from {{ ref('nilai_dikosongkan') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
    where
        penyedia = 'balikan'
        and daftar = 'alasan_balikan'
        and kode = '{{ var("balikan_meninggal") }}'
),

gabungan as (
    select
        'pemutakhiran' as penyedia,
        u.record_key,
        u.nik,
        u.nama,
        u.tanggal_lahir,
        u.tanggal_kejadian,
        u.jenis_bukti,
        u._delivery,
        u._file,
        u._row_number
    from usulan_meninggal as u
    union all
    select
        b.penyedia,
        b.record_key,
        {{ used('b', 'nik') }} as nik,
        b.nama,
        cast(null as date) as tanggal_lahir,
        b.tanggal as tanggal_kejadian,
        cast(null as varchar) as jenis_bukti,
        b._delivery,
        b._file,
        b._row_number
    from penyaluran as b
    inner join padanan_kode as p
        on b.alasan_balikan_asal = p.kode_asal
    {{ join_blanked('b') }}
    where {{ is_accepted('b') }}
),

final as (
    select
        {{ name_standard('g.nama') }} as nama_baku,
        g.*
    from gabungan as g
)

select * from final
