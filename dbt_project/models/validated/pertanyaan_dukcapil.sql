-- What the population register is asked about each person with a NIK (Pasal 15). A name or birth date that
-- was corrected with evidence may differ from the register for a while: the sources' value is asked then.
-- Grain: one row per id_individu
with individu_terbarui as (
    select
        id_individu,
        nik,
        no_kk,
        nama,
        nama_baku,
        tanggal_lahir
    from {{ ref('individu_terbarui') }}
    where nik is not null
),

individu_terpilih as (
    select
        id_individu,
        nama,
        nama_baku,
        tanggal_lahir
    from {{ ref('individu_terpilih') }}
),

koreksi_berlaku as (
    select * from {{ ref('koreksi_berlaku') }}
    where objek = 'individu' and variabel in ('nama', 'tanggal_lahir') and berbukti
),

dibatasi as (
    select * from {{ ref('dibatasi') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
),

toleransi_validasi as (
    select * from {{ ref('toleransi_validasi') }}
),

toleransi as (
    {{ bounds('toleransi_validasi', ['umur_koreksi_bulan']) }}
),

dikoreksi as (
    select
        k.id as id_individu,
        max(case when k.variabel = 'nama' then 1 else 0 end) as nama,
        max(case when k.variabel = 'tanggal_lahir' then 1 else 0 end) as tanggal_lahir
    from koreksi_berlaku as k
    cross join rilis as r
    cross join toleransi as b
    where {{ months_between('k.tanggal', 'r.tanggal_rilis') }} <= b.umur_koreksi_bulan
    group by k.id
),

ditanya as (
    select
        t.id_individu,
        t.nik,
        t.no_kk,
        case when d.nama = 1 then s.nama else t.nama end as nama,
        case when d.nama = 1 then s.nama_baku else t.nama_baku end as nama_baku,
        case when d.tanggal_lahir = 1 then s.tanggal_lahir else t.tanggal_lahir end
            as tanggal_lahir
    from individu_terbarui as t
    left join dikoreksi as d
        on t.id_individu = d.id_individu
    left join individu_terpilih as s
        on d.id_individu = s.id_individu
),

final as (
    select
        {{ hash_hex(
            "concat_ws('|', nik, coalesce(no_kk, '-'), coalesce(nama, '-'), "
            ~ "coalesce(cast(tanggal_lahir as varchar), '-'))"
        ) }} as id_tanya,
        *
    from ditanya
    -- nobody is asked about whom the release may not process
    where id_individu not in (select x.id_individu from dibatasi as x)
)

select * from final
