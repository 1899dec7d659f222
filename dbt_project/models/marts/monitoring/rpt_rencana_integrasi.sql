-- The plan of integration (Pasal 7): which sources the release uses, in which role, of which period, how
-- fresh, and how far they reach into the population register.
-- Grain: one row per provider and dataset
with kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
),

kiriman_berlaku as (
    select * from {{ source('ledger', 'kiriman_rilis') }}
    where efektif
),

hitungan_kiriman as (
    select * from {{ ref('hitungan_kiriman') }}
    where efektif
),

jangkauan_sumber as (
    select * from {{ ref('jangkauan_sumber') }}
),

rpt_rencana_variabel as (
    select * from {{ ref('rpt_rencana_variabel') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

masa as (
    select
        penyedia,
        dataset,
        count(distinct _delivery) as jumlah_kiriman,
        min(periode) as periode_awal,
        max(periode) as periode_akhir,
        min(tanggal_acuan) as tanggal_acuan_awal,
        max(tanggal_acuan) as tanggal_acuan_akhir
    from kiriman_berlaku
    group by penyedia, dataset
),

rekaman as (
    select
        penyedia,
        dataset,
        cast(sum(jumlah_diterima) as bigint) as jumlah_rekaman
    from hitungan_kiriman
    group by penyedia, dataset
),

sumbangan as (
    select
        penyedia,
        count(*) as jumlah_variabel,
        {{ joined_text('blok', ', ') }} as blok
    from rpt_rencana_variabel
    where dipakai
    group by penyedia
),

dihitung as (
    select
        r.id_rilis,
        k.penyedia,
        k.dataset,
        k.lembaga,
        k.peran,
        k.jenis,
        k.sumber,
        k.sistem_wilayah,
        m.penyedia is not null as dipakai,
        coalesce(m.jumlah_kiriman, 0) as jumlah_kiriman,
        m.periode_awal,
        m.periode_akhir,
        m.tanggal_acuan_awal,
        m.tanggal_acuan_akhir,
        cast({{ months_between('m.tanggal_acuan_akhir', 'r.tanggal_rilis') }} as integer)
            as umur_bulan,
        coalesce(b.jumlah_rekaman, 0) as jumlah_rekaman,
        j.jumlah_individu,
        j.cakupan_penduduk,
        j.jumlah_keluarga,
        j.cakupan_keluarga,
        cast(coalesce(v.jumlah_variabel, 0) as integer) as jumlah_variabel,
        v.blok
    from kontrak as k
    cross join rilis as r
    left join masa as m
        on k.penyedia = m.penyedia and k.dataset = m.dataset
    left join rekaman as b
        on k.penyedia = b.penyedia and k.dataset = b.dataset
    left join jangkauan_sumber as j
        on k.penyedia = j.penyedia and k.dataset = j.dataset
    left join sumbangan as v
        on k.penyedia = v.penyedia
),

final as (
    select
        id_rilis,
        penyedia,
        dataset,
        lembaga,
        peran,
        jenis,
        sumber,
        sistem_wilayah,
        dipakai,
        jumlah_kiriman,
        periode_awal,
        periode_akhir,
        tanggal_acuan_awal,
        tanggal_acuan_akhir,
        umur_bulan,
        jumlah_rekaman,
        jumlah_individu,
        cakupan_penduduk,
        jumlah_keluarga,
        cakupan_keluarga,
        jumlah_variabel,
        blok
    from dihitung
)

select * from final
