-- Pairs of persons who hold a valid NIK each and look like one human: for stewards to settle with the
-- population register, never joined by the system (Pasal 13, 15).
-- Grain: one row per id_individu and id_individu_lain
{% set keys = [
    ['tanggal_lahir', 'tempat_lahir'],
    ['tanggal_lahir', 'kode_kabupaten_kota_kemendagri'],
    ['tahun_lahir', 'kode_kecamatan_kemendagri'],
    ['tahun_lahir', 'no_kk'],
] %}
with rekaman_padan as (
    select * from {{ ref('rekaman_padan') }}
    where
        penyedia = '{{ var("penyedia_kependudukan") }}'
        and status_kependudukan = '{{ var("status_aktif") }}'
        and nik is not null
        and tanggal_lahir is not null
),

aturan_nik_ganda as (
    select * from {{ ref('aturan_nik_ganda') }}
),

-- one record each: no person holds two records of the population register
penduduk as (
    select
        id_individu,
        nik,
        no_kk,
        nama_baku,
        nama_bunyi,
        jenis_kelamin,
        tanggal_lahir,
        tahun_lahir,
        extract(month from tanggal_lahir) as bulan,
        extract(day from tanggal_lahir) as hari,
        lahir_baku,
        upper({{ clean_text('tempat_lahir') }}) as tempat_lahir,
        kode_desa_kemendagri,
        kode_kecamatan_kemendagri,
        kode_kabupaten_kota_kemendagri,
        kode_provinsi_kemendagri,
        count(*) over (partition by nama_bunyi, jenis_kelamin, tahun_lahir) as jumlah_senama
    from rekaman_padan
),

-- every key holds the sound of the name, the sex and the year, so that namesakes meet in small groups
pasangan as (
    {% for key in keys %}
    select
        l.id_individu,
        r.id_individu as id_individu_lain
    from penduduk as l
    inner join penduduk as r
        on
            l.nama_bunyi = r.nama_bunyi
            and l.jenis_kelamin = r.jenis_kelamin
            {% for column in key %}
            and l.{{ column }} = r.{{ column }}
            {% endfor %}
            and l.id_individu < r.id_individu
    where
        l.nik <> r.nik
        and (
            l.tanggal_lahir = r.tanggal_lahir
            or l.lahir_baku
            or r.lahir_baku
            or (l.bulan = r.hari and l.hari = r.bulan)
        )
    {% if not loop.last %}
    union
    {% endif %}
    {% endfor %}
),

dibandingkan as (
    select
        p.id_individu,
        p.id_individu_lain,
        l.nama_baku = r.nama_baku as nama_sama,
        l.tanggal_lahir = r.tanggal_lahir as tanggal_sama,
        l.lahir_baku or r.lahir_baku as lahir_baku,
        coalesce(l.tempat_lahir = r.tempat_lahir, false) as tempat_lahir_sama,
        coalesce(l.no_kk = r.no_kk, false) as keluarga_sama,
        {% for tier in ['desa', 'kecamatan', 'kabupaten_kota'] %}
        coalesce(l.kode_{{ tier }}_kemendagri = r.kode_{{ tier }}_kemendagri, false)
            as {{ tier }}_sama,
        {% endfor %}
        l.jumlah_senama,
        l.kode_kabupaten_kota_kemendagri,
        l.kode_provinsi_kemendagri
    from pasangan as p
    inner join penduduk as l
        on p.id_individu = l.id_individu
    inner join penduduk as r
        on p.id_individu_lain = r.id_individu
),

bertingkat as (
    select
        d.id_individu,
        d.id_individu_lain,
        min(a.tingkat) as tingkat
    from dibandingkan as d
    inner join aturan_nik_ganda as a
        on
            coalesce(d.tanggal_sama = a.tanggal_sama, true)
            and coalesce(d.lahir_baku = a.lahir_baku, true)
            and coalesce(d.keluarga_sama = a.keluarga_sama, true)
            and coalesce(d.desa_sama = a.desa_sama, true)
            and coalesce(d.kecamatan_sama = a.kecamatan_sama, true)
            and coalesce(d.tempat_lahir_sama = a.tempat_lahir_sama, true)
            and coalesce(d.jumlah_senama <= a.senama_maks, true)
    group by d.id_individu, d.id_individu_lain
),

final as (
    select
        d.id_individu,
        d.id_individu_lain,
        b.tingkat,
        row_number() over (
            order by
                b.tingkat asc, d.jumlah_senama asc, d.id_individu asc, d.id_individu_lain asc
        ) as urutan,
        d.nama_sama,
        d.tanggal_sama,
        d.lahir_baku,
        d.tempat_lahir_sama,
        d.keluarga_sama,
        d.desa_sama,
        d.kecamatan_sama,
        d.kabupaten_kota_sama,
        d.jumlah_senama,
        d.kode_kabupaten_kota_kemendagri,
        d.kode_provinsi_kemendagri
    from dibandingkan as d
    inner join bertingkat as b
        on d.id_individu = b.id_individu and d.id_individu_lain = b.id_individu_lain
)

select * from final
