-- Rows of the crosswalk in force with what is wrong with each; `dipakai` rows alone are read on.
-- Grain: one row per delivered record
with stg_bps__padanan_wilayah as (
    select * from {{ ref('stg_bps__padanan_wilayah') }}
),

tingkat_wilayah as (
    select * from {{ ref('tingkat_wilayah') }}
),

wilayah as (
    select * from {{ ref('wilayah') }}
),

berjenjang as (
    select
        p.*,
        atas.tingkat as tingkat_atas,
        left(p.kode_bps, cast(atas.panjang_kode_bps as integer)) as kode_induk_bps,
        left(p.kode_kemendagri, cast(atas.panjang_kode_kemendagri as integer))
            as kode_induk_kemendagri,
        coalesce(
            length(p.kode_bps) = t.panjang_kode_bps
            and length(p.kode_kemendagri) = t.panjang_kode_kemendagri
            and {{ matches('p.kode_bps || p.kode_kemendagri', '[0-9]+') }},
            false
        ) as bentuk_benar
    from stg_bps__padanan_wilayah as p
    left join tingkat_wilayah as t
        on p.tingkat = t.tingkat
    left join tingkat_wilayah as atas
        on t.urutan = atas.urutan + 1
),

-- the pairs of one tier, and the BPS codes that have any
pasangan as (
    select distinct
        _delivery,
        tingkat,
        kode_bps,
        kode_kemendagri
    from berjenjang
    where bentuk_benar
),

terpadan as (
    select distinct
        _delivery,
        tingkat,
        kode_bps
    from pasangan
),

diperiksa as (
    select
        b.*,
        not b.bentuk_benar as bentuk_salah,
        b.berlaku_dari is null
        or (b.hari_terakhir_asal is not null and b.hari_terakhir is null)
        or coalesce(b.hari_terakhir < b.berlaku_dari, false) as tanggal_salah,
        -- the day before which an earlier row of the same pair was still open or running
        coalesce(
            max(coalesce(b.hari_terakhir, {{ end_of_time() }})) over (
                partition by b._delivery, b.kode_bps, b.kode_kemendagri
                order by b.berlaku_dari, b._file, b._row_number
                rows between unbounded preceding and 1 preceding
            ) >= b.berlaku_dari,
            false
        ) as bertumpang,
        w.kode_kemendagri is null as kemendagri_asing,
        induk.kode_bps is not null and pasangan.kode_bps is null as induk_berbeda
    from berjenjang as b
    left join wilayah as w
        on b.kode_kemendagri = w.kode_kemendagri and b.tingkat = w.tingkat
    left join terpadan as induk
        on
            b._delivery = induk._delivery
            and b.tingkat_atas = induk.tingkat
            and b.kode_induk_bps = induk.kode_bps
    left join pasangan
        on
            b._delivery = pasangan._delivery
            and b.tingkat_atas = pasangan.tingkat
            and b.kode_induk_bps = pasangan.kode_bps
            and b.kode_induk_kemendagri = pasangan.kode_kemendagri
),

final as (
    select
        'bps' as penyedia,
        'padanan_wilayah' as dataset,
        kode_bps,
        kode_kemendagri,
        tingkat,
        berlaku_dari,
        hari_terakhir,
        catatan,
        bentuk_salah,
        tanggal_salah,
        bertumpang,
        kemendagri_asing,
        induk_berbeda,
        _efektif and not (bentuk_salah or tanggal_salah or induk_berbeda) as dipakai,
        _delivery,
        _file,
        _row_number
    from diperiksa
)

select * from final
