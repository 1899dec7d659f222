-- What the population register answers about the NIK and card number of each person, and how old that
-- answer is (Pasal 15): the register's file, asked as its matching service would be.
-- Grain: one row per id_individu
with individu_terbarui as (
    select * from {{ ref('individu_terbarui') }}
),

individu_terpilih as (
    select
        id_individu,
        nama_baku,
        tanggal_lahir
    from {{ ref('individu_terpilih') }}
),

rilis as (
    select * from {{ source('kendali', 'rilis') }}
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
    {{ bounds(
        'toleransi_validasi', ['kemiripan_nama', 'beda_tahun_lahir', 'umur_koreksi_bulan']
    ) }}
),

-- what was corrected with evidence may differ from the register for a while: it is asked with what the
-- sources say
koreksi_berlaku as (
    select
        k.id as id_individu,
        k.variabel
    from {{ ref('koreksi_berlaku') }} as k
    cross join rilis as r
    cross join toleransi as b
    where
        k.objek = 'individu'
        and k.variabel in ('nama', 'tanggal_lahir')
        and k.berbukti
        and {{ months_between('k.tanggal', 'r.tanggal_rilis') }} <= b.umur_koreksi_bulan
),

ditanya as (
    select
        t.id_individu,
        t.nik,
        t.no_kk,
        t.nama_baku,
        t.tanggal_lahir
    from individu_terbarui as t
    where
        t.nik is not null
        and t.id_individu not in (select k.id_individu from koreksi_berlaku as k)
    union all
    select
        t.id_individu,
        t.nik,
        t.no_kk,
        case when d.nama then s.nama_baku else t.nama_baku end as nama_baku,
        case when d.lahir then s.tanggal_lahir else t.tanggal_lahir end as tanggal_lahir
    from individu_terbarui as t
    inner join individu_terpilih as s
        on t.id_individu = s.id_individu
    inner join (
        select
            k.id_individu,
            max(case when k.variabel = 'nama' then 1 else 0 end) = 1 as nama,
            max(case when k.variabel = 'tanggal_lahir' then 1 else 0 end) = 1 as lahir
        from koreksi_berlaku as k
        group by k.id_individu
    ) as d
        on t.id_individu = d.id_individu
    where t.nik is not null
),

dibandingkan as (
    select
        t.id_individu,
        p.id_pemilik,
        p.status_kependudukan,
        p._delivery,
        t.no_kk as no_kk_ditanya,
        p.no_kk as no_kk_dijawab,
        coalesce(
            {{ name_similarity('t.nama_baku', 'p.nama_baku') }} >= b.kemiripan_nama
            or {{ words_contained('t.nama_baku', 'p.nama_baku') }},
            false
        ) as nama_sama,
        t.tanggal_lahir is not null and p.tanggal_lahir is not null as lahir_dibandingkan,
        abs(extract(year from t.tanggal_lahir) - extract(year from p.tanggal_lahir))
        <= b.beda_tahun_lahir as lahir_sama
    from ditanya as t
    cross join toleransi as b
    left join penduduk as p
        on t.nik = p.nik
),

final as (
    select
        d.id_individu,
        'berkas' as asal,
        coalesce(k.tanggal_acuan, a.tanggal_acuan) as ditanya,
        coalesce(k.tanggal_kirim, a.tanggal_kirim) as dijawab,
        {{ days_between(
            'coalesce(k.tanggal_acuan, a.tanggal_acuan)',
            'coalesce(k.tanggal_kirim, a.tanggal_kirim)'
        ) }} as jeda_hari,
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
