-- The answer of the population register about each person, dated, with its lag: the newer of the file's and
-- its matching service's. A NIK that the service confirms for two persons is one person's only.
-- Grain: one row per id_individu
with pertanyaan_dukcapil as (
    select
        id_tanya,
        id_individu,
        nik
    from {{ ref('pertanyaan_dukcapil') }}
),

tanggapan_berkas as (
    select * from {{ ref('tanggapan_berkas') }}
),

jawaban_dukcapil as (
    select * from {{ ref('jawaban_dukcapil') }}
),

rekaman_padan as (
    select
        id_individu,
        nik,
        penyedia
    from {{ ref('rekaman_padan') }}
),

layanan as (
    select
        p.id_individu,
        p.nik,
        j.ditanya,
        j.dijawab,
        j.kode_nik,
        coalesce(j.kode_kk, b.kode_kk, 'tanpa_kk') as kode_kk
    from jawaban_dukcapil as j
    inner join pertanyaan_dukcapil as p
        on j.id_tanya = p.id_tanya
    left join tanggapan_berkas as b
        on p.id_individu = b.id_individu
    where b.dijawab is null or j.dijawab >= b.dijawab
),

-- the person whose records hold the register's own, else who has more records with the NIK, else the id
bernomor as (
    select
        l.id_individu,
        row_number() over (
            partition by l.nik
            order by
                count(
                    case when r.penyedia = '{{ var("penyedia_kependudukan") }}' then r.nik end
                ) desc,
                count(r.nik) desc,
                l.id_individu asc
        ) as urutan
    from layanan as l
    left join rekaman_padan as r
        on l.id_individu = r.id_individu and l.nik = r.nik
    where l.kode_nik = 'sesuai'
    group by l.id_individu, l.nik
),

gabungan as (
    select
        b.id_individu,
        'berkas' as asal,
        b.ditanya,
        b.dijawab,
        b.kode_nik,
        b.kode_kk
    from tanggapan_berkas as b
    where b.id_individu not in (select l.id_individu from layanan as l)
    union all
    select
        l.id_individu,
        'layanan' as asal,
        l.ditanya,
        l.dijawab,
        case when n.urutan > 1 then 'milik_orang_lain' else l.kode_nik end as kode_nik,
        l.kode_kk
    from layanan as l
    left join bernomor as n
        on l.id_individu = n.id_individu
),

final as (
    select
        id_individu,
        asal,
        ditanya,
        dijawab,
        {{ days_between('ditanya', 'dijawab') }} as jeda_hari,
        kode_nik,
        kode_kk
    from gabungan
)

select * from final
