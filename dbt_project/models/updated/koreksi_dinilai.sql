-- Every correction that holds on the release date with the person or family it is about, and what became
-- of it: applied, weaker than another, overtaken by the authority, waiting (Pasal 14; UU 27/2022 Pasal 30).
-- Grain: one row per id_koreksi and variabel
with koreksi as (
    select * from {{ source('ledger', 'koreksi') }}
    where keadaan = 'berlaku'
),

koreksi_dibantah as (
    select * from {{ source('ledger', 'koreksi_dibantah') }}
),

aturan_koreksi as (
    select * from {{ ref('aturan_koreksi') }}
),

pemilik as (
    select
        record_key,
        id_individu
    from {{ ref('rekaman_padan') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

nilai_sumber as (
    select * from {{ ref('nilai_sumber') }}
),

penerus_wilayah as (
    select * from {{ ref('penerus_wilayah') }}
),

bersasaran as (
    select
        k.id_koreksi,
        k.objek,
        k.variabel,
        k.nilai,
        k.kosong,
        k.tanggal,
        k.berbukti,
        p.id_individu,
        case when k.objek = 'keluarga' then r.id_keluarga else p.id_individu end as id,
        a.id_aturan,
        a.kekuatan,
        a.mengubah,
        a.dibuka_oleh
    from koreksi as k
    left join aturan_koreksi as a
        on
            k.asal = a.asal
            and k.berbukti = a.berbukti
            and k.terkunci = a.terkunci
    left join pemilik as p
        on k.record_key = p.record_key
    left join padan_relasi as r
        on p.id_individu = r.id_individu
),

-- an open correction ends when the authority, or who was contradicted, says later than it what was not
-- said before; a region under its new code is nothing new
dibuka as (
    select
        b.id_koreksi,
        b.variabel
    from bersasaran as b
    inner join nilai_sumber as n
        on b.objek = n.objek and b.id = n.id and b.variabel = n.variabel
    where
        b.dibuka_oleh = 'walidata_berubah'
        and (n.walidata or exists (
            select 1 from koreksi_dibantah as d
            where
                d.id_koreksi = b.id_koreksi
                and d.variabel = b.variabel
                and d.penyedia = n.penyedia
        ))
        and n.tanggal_acuan > b.tanggal
        and n.nilai is not null
        and n.nilai is distinct from b.nilai
        and not exists (
            select 1 from penerus_wilayah as p
            where
                b.variabel = 'kode_desa_kemendagri'
                and p.kode_lama_kemendagri = b.nilai
                and p.kode_kini_kemendagri = n.nilai
        )
        and not exists (
            select 1
            from koreksi_dibantah as x
            left join penerus_wilayah as p
                on x.nilai = p.kode_lama_kemendagri and x.variabel = 'kode_desa_kemendagri'
            where
                x.id_koreksi = b.id_koreksi
                and x.variabel = b.variabel
                and n.nilai in (x.nilai, p.kode_kini_kemendagri)
        )
),

terurut as (
    select
        b.*,
        o.id_koreksi is not null as terlampaui,
        row_number() over (
            partition by b.objek, b.id, b.variabel
            order by
                case when b.mengubah and o.id_koreksi is null then 0 else 1 end,
                b.kekuatan desc,
                b.tanggal desc,
                b.id_koreksi asc
        ) as urutan
    from bersasaran as b
    left join dibuka as o
        on b.id_koreksi = o.id_koreksi and b.variabel = o.variabel
),

final as (
    select
        id_koreksi,
        objek,
        id,
        variabel,
        nilai,
        kosong,
        tanggal,
        berbukti,
        id_aturan,
        case
            when id is null then 'tanpa_rekaman'
            when not coalesce(mengubah, false) then 'menunggu'
            when terlampaui then 'terlampaui'
            when urutan > 1 then 'kalah'
            else 'diterapkan'
        end as status
    from terurut
)

select * from final
