-- Reported deaths, for stewards and Dukcapil: who reported, on what evidence, and what the population
-- register says of the NIK. A report ends nobody: Dukcapil does (Pasal 15 ayat 2).
-- Grain: one row per record_key
with rekaman_dikesampingkan as (
    select * from {{ ref('rekaman_dikesampingkan') }}
    where sebab = 'laporan_meninggal'
),

usulan_terbaca as (
    select * from {{ ref('usulan_terbaca') }}
),

nilai_dikosongkan as (
    select * from {{ ref('nilai_dikosongkan') }}
),

register as (
    select
        nik,
        {{ agreed('status_kependudukan') }} as status_kependudukan
    from {{ ref('individu') }}
    where penyedia = '{{ var('penyedia_kependudukan') }}' and nik is not null
    group by nik
),

dilaporkan as (
    select
        {{ used('u', 'nik') }} as nik_terpakai,
        u.*
    from rekaman_dikesampingkan as k
    inner join usulan_terbaca as u
        on
            k._delivery = u._delivery
            and k.dataset = u.dataset
            and k._file = u._file
            and k._row_number = u._row_number
    {{ join_blanked('u') }}
),

final as (
    select
        d.record_key,
        d.kunci_asal,
        d.nik_terpakai as nik,
        d.nama,
        d.tanggal_lahir,
        d.kode_desa_kemendagri,
        d.tanggal_kejadian,
        d.jenis_bukti,
        d.nomor_bukti,
        d.jenis_pengusul,
        d.kode_pengusul,
        d.tanggal_satgas,
        r.status_kependudukan,
        case
            when r.nik is null then 'tidak ditemukan'
            when r.status_kependudukan = '{{ var('status_aktif') }}' then 'perlu diperiksa'
            else 'sudah tidak aktif'
        end as keadaan,
        d._delivery,
        d._file,
        d._row_number
    from dilaporkan as d
    left join register as r
        on d.nik_terpakai = r.nik
)

select * from final
