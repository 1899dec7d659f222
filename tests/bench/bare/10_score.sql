-- The same coefficients on the same items; the exact decimal sum; rank and decile of families.
create table fitur as
with orang_keluarga as (
    select a.id_keluarga, a.kepala_keluarga, i.*, umur(i.tanggal_lahir, date '{rilis}') as umur
    from anggota as a
    inner join sah as i on a.id_individu = i.id_individu
),

susunan as (
    select
        id_keluarga,
        count(*) filter (umur between {balita}) as jumlah_balita,
        count(*) filter (umur between {anak_sekolah}) as jumlah_anak_sekolah,
        count(*) filter (umur between {lansia}) as jumlah_lansia,
        case
            when count(*) filter (coalesce(umur >= 15, true) and status_bekerja is null) = 0
                then count(*) filter (umur >= 15 and status_bekerja = '1')
        end as jumlah_bekerja,
        max(umur) filter (kepala_keluarga) as umur_kepala,
        max(jenis_kelamin) filter (kepala_keluarga) as jenis_kelamin_kepala,
        max(partisipasi_sekolah) filter (kepala_keluarga) as partisipasi_sekolah_kepala,
        max(ijazah_tertinggi_yang_dimiliki) filter (kepala_keluarga) as ijazah_kepala,
        max(status_bekerja) filter (kepala_keluarga) as bekerja_kepala,
        max(lapangan_usaha_dari_pekerjaan_utama) filter (kepala_keluarga) as lapangan_usaha_kepala,
        max(status_dalam_pekerjaan_utama) filter (kepala_keluarga) as status_pekerjaan_kepala
    from orang_keluarga
    group by id_keluarga
)

select
    k.* replace ({skips_of_family}), s.* exclude (id_keluarga) replace ({skips_of_head}),
    (ln(nullif(k.luas_lantai, 0)) - ln(k.jumlah_anggota_keluarga))::decimal(18, 6)
        as log_luas_lantai_per_kapita,
    ln(k.jumlah_anggota_keluarga)::decimal(18, 6) as log_jumlah_anggota_keluarga,
    ln(nullif(s.umur_kepala, 0))::decimal(18, 6) as log_umur_kepala,
    ((k.jumlah_anggota_keluarga - s.jumlah_bekerja) / greatest(s.jumlah_bekerja, 0.5))
        ::decimal(18, 6) as tanggungan_per_pekerja
from rumah_tangga as k
inner join susunan as s on k.id_keluarga = s.id_keluarga;

create table sumbangan as
with k as (
    select * from model.koefisien_kesejahteraan where kode <> 'kosong'
),

z as (
    select variabel, koefisien from model.koefisien_kesejahteraan where kode = 'kosong'
)

select
    u.id_keluarga, u.variabel, coalesce(k.koefisien, z.koefisien) as nilai,
    k.koefisien is null as kosong
from fitur unpivot include nulls (kode for variabel in ({codes})) as u
inner join z on u.variabel = z.variabel
left join k on u.variabel = k.variabel and u.kode = k.kode
union all
select
    u.id_keluarga, u.variabel,
    coalesce((u.nilai * k.koefisien)::decimal(18, 6), z.koefisien), u.nilai is null
from (select id_keluarga, {decimals} from fitur)
unpivot include nulls (nilai for variabel in ({numbers})) as u
inner join z on u.variabel = z.variabel
inner join k on u.variabel = k.variabel;

create table peringkat as
with skor as (
    select
        id_keluarga,
        sum(nilai) + (
            select koefisien from model.koefisien_kesejahteraan where variabel = 'tetapan'
        ) as skor,
        count(*) filter (kosong and variabel in ({items_of_model})) as jumlah_kosong
    from sumbangan
    group by id_keluarga
),

dinilai as (
    select
        s.id_keluarga,
        case
            when not f.punya_butir_keluarga then 'tanpa_data_keluarga'
            when s.jumlah_kosong > 8 then 'butir_kosong_terlalu_banyak'
        end as alasan_tanpa_peringkat,
        case when f.punya_butir_keluarga and s.jumlah_kosong <= 8 then s.skor::decimal(12, 6) end
            as skor_kesejahteraan
    from skor as s
    inner join fitur as f on s.id_keluarga = f.id_keluarga
),

urut as (
    select
        *, row_number() over (order by skor_kesejahteraan nulls last, id_keluarga) as urutan,
        count(skor_kesejahteraan) over () as semua
    from dinilai
)

select
    id_keluarga, skor_kesejahteraan,
    case when skor_kesejahteraan is not null then urutan::integer end as peringkat_nasional,
    case when skor_kesejahteraan is not null then ((10 * urutan + semua - 1) // semua)::smallint end
        as desil_nasional,
    case when alasan_tanpa_peringkat is null then 'berperingkat' else 'tidak berperingkat' end
        as status_peringkat,
    alasan_tanpa_peringkat
from urut;
