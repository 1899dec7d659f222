-- What the file of the population register answers about the NIK and card number of each person asked about
-- (Pasal 15), as its matching service would: of the day the file tells of, answered when it was sent.
-- Grain: one row per id_individu
with pertanyaan_dukcapil as (
    select * from {{ ref('pertanyaan_dukcapil') }}
),

penduduk as (
    select
        nik,
        id_individu as id_pemilik,
        nama_baku,
        tanggal_lahir,
        no_kk,
        status_kependudukan,
        _delivery
    from {{ ref('rekaman_padan') }}
    where penyedia = '{{ var("penyedia_kependudukan") }}' and nik is not null
),

kiriman as (
    select
        _delivery,
        tanggal_acuan,
        tanggal_kirim
    from {{ source('ledger', 'kiriman_rilis') }}
    where penyedia = '{{ var("penyedia_kependudukan") }}' and efektif
),

-- who is not in the file was not in the newest one
terakhir as (
    select
        max(tanggal_acuan) as tanggal_acuan,
        max(tanggal_kirim) as tanggal_kirim
    from kiriman
),

toleransi_validasi as (
    select * from {{ ref('toleransi_validasi') }}
),

toleransi as (
    {{ bounds('toleransi_validasi', ['kemiripan_nama', 'beda_tahun_lahir']) }}
),

dibandingkan as (
    select
        t.id_individu,
        p.id_pemilik,
        p.status_kependudukan,
        p._delivery,
        t.no_kk as no_kk_ditanya,
        p.no_kk as no_kk_dijawab,
        {{ names_agree('t.nama_baku', 'p.nama_baku', 'b.kemiripan_nama') }} as nama_sama,
        t.tanggal_lahir is not null and p.tanggal_lahir is not null as lahir_dibandingkan,
        abs(extract(year from t.tanggal_lahir) - extract(year from p.tanggal_lahir))
        <= b.beda_tahun_lahir as lahir_sama
    from pertanyaan_dukcapil as t
    cross join toleransi as b
    left join penduduk as p
        on t.nik = p.nik
),

final as (
    select
        d.id_individu,
        coalesce(k.tanggal_acuan, a.tanggal_acuan) as ditanya,
        coalesce(k.tanggal_kirim, a.tanggal_kirim) as dijawab,
        case
            when d.id_pemilik is null then 'tidak_ditemukan'
            when d.id_pemilik <> d.id_individu then 'milik_orang_lain'
            when d.status_kependudukan is null then 'belum_diperiksa'
            when d.status_kependudukan <> '{{ var("status_aktif") }}' then d.status_kependudukan
            when not d.nama_sama then 'nama_berbeda'
            when not d.lahir_dibandingkan then 'belum_diperiksa'
            when not d.lahir_sama then 'tanggal_lahir_berbeda'
            else 'sesuai'
        end as kode_nik,
        case
            when d.no_kk_dijawab is null then 'tanpa_kk'
            when d.no_kk_ditanya = d.no_kk_dijawab then 'kk_sesuai'
            else 'kk_berbeda'
        end as kode_kk
    from dibandingkan as d
    cross join terakhir as a
    left join kiriman as k
        on d._delivery = k._delivery
    -- a register that was never delivered answers nothing
    where a.tanggal_acuan is not null
)

select * from final
