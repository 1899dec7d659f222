-- Whether a dataset is Data Individu (Pasal 10 ayat 4), by what its contract says of each column.
-- Grain: one row per provider and dataset
with kontrak as (
    select * from {{ source('ledger', 'kontrak') }}
),

kontrak_kolom as (
    select * from {{ source('ledger', 'kontrak_kolom') }}
),

kamus as (
    select * from {{ ref('kamus') }}
    where entitas in ('individu', 'keluarga')
),

-- the same variable may stand in the dictionary of persons and of families
variabel as (
    select
        variabel,
        max(daftar_kode) as daftar_kode,
        max(
            case
                when blok_pembaruan in ('identitas', 'kelahiran', 'kependudukan', 'alamat') then 0
                else 1
            end
        ) as memperkaya
    from kamus
    group by variabel
),

terpetakan as (
    select
        k.penyedia,
        k.dataset,
        k.kolom,
        k.keterangan,
        v.variabel,
        v.memperkaya,
        coalesce(v.variabel in ('nik', 'nama'), false) as pengenal,
        -- answers in the questionnaire's own codes are the standard
        v.daftar_kode is null or k.daftar_kode is not null or k.butir is not null as berstandar
    from kontrak_kolom as k
    left join kamus as b
        on k.butir = b.butir_kuesioner
    left join variabel as v
        on v.variabel = coalesce(k.variabel, b.variabel)
),

per_dataset as (
    select
        penyedia,
        dataset,
        count(distinct case when pengenal then variabel end) = 2 as nik_dan_nama,
        count(distinct case when berstandar and not pengenal then variabel end)
            as jumlah_variabel_standar,
        count(distinct case when variabel is null and keterangan is null then kolom end)
            as jumlah_kolom_tanpa_metadata,
        count(distinct case when memperkaya = 1 then variabel end) as jumlah_variabel_pengayaan
    from terpetakan
    group by penyedia, dataset
),

-- a table of families is known by the persons delivered beside it
orang as (
    select
        p.penyedia,
        max(case when p.nik_dan_nama then 1 else 0 end) = 1 as nik_dan_nama
    from per_dataset as p
    inner join kontrak as k
        on p.penyedia = k.penyedia and p.dataset = k.dataset
    where k.merekam = 'individu'
    group by p.penyedia
),

dinilai as (
    select
        k.penyedia,
        k.dataset,
        k.peran,
        k.merekam,
        coalesce(p.nik_dan_nama or (k.merekam = 'keluarga' and o.nik_dan_nama), false) as huruf_a,
        p.jumlah_variabel_standar > 0 as huruf_b,
        p.jumlah_kolom_tanpa_metadata = 0 as huruf_c,
        p.jumlah_variabel_pengayaan > 0 as huruf_d,
        p.jumlah_variabel_standar,
        p.jumlah_kolom_tanpa_metadata,
        p.jumlah_variabel_pengayaan
    from kontrak as k
    inner join per_dataset as p
        on k.penyedia = p.penyedia and k.dataset = p.dataset
    left join orang as o
        on k.penyedia = o.penyedia
),

final as (
    select
        penyedia,
        dataset,
        merekam,
        huruf_a,
        huruf_b,
        huruf_c,
        huruf_d,
        jumlah_variabel_standar,
        jumlah_kolom_tanpa_metadata,
        jumlah_variabel_pengayaan,
        case
            when peran not in ('utama', 'pendukung') then 'bukan data individu'
            when {{ qualifies_as_data_individu() }} then 'layak'
            else 'tidak layak'
        end as kelayakan
    from dinilai
)

select * from final
