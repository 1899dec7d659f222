-- Provenance: per variable, and per block of questionnaire items, the place in the block's order of
-- the record that gave it (join `beku_rekaman` on id_individu and that order).
-- Grain: one row per id_individu
with individu_sah as (
    select * from {{ ref('individu_sah') }}
),

butir_individu_terbarui as (
    select * from {{ ref('butir_individu_terbarui') }}
),

mutu_klaster as (
    select * from {{ ref('mutu_klaster') }}
),

ambang as (
    select * from {{ source('linkage', 'ambang') }}
),

diragukan as (
    select m.id_individu
    from mutu_klaster as m
    cross join ambang as a
    where
        m.bobot_terlemah < a.ambang_klaster + {{ var('bobot_tautan_ragu') }}
        or m.tepi_ditolak > 0
),

lengkap as (
    select
        (r.id_individu is not null) as tautan_ragu,
        {% for block in item_blocks('individu') %}
        b.{{ block }}__sumber,
        {% endfor %}
        s.*
    from individu_sah as s
    left join butir_individu_terbarui as b
        on s.id_individu = b.id_individu
    left join diragukan as r
        on s.id_individu = r.id_individu
),

final as (
    select
        t.id_individu,
        -- >>> kamus sources individu t
        t.nik__sumber,
        t.no_kk__sumber,
        t.nama__sumber,
        t.tempat_lahir__sumber,
        t.tanggal_lahir__sumber,
        t.jenis_kelamin__sumber,
        t.status_kawin__sumber,
        t.status_hubungan_keluarga__sumber,
        t.alamat__sumber,
        t.rt__sumber,
        t.rw__sumber,
        t.kode_desa_kemendagri__sumber,
        t.kode_kecamatan_kemendagri__sumber,
        t.kode_kabupaten_kota_kemendagri__sumber,
        t.kode_provinsi_kemendagri__sumber,
        t.penerima_pkh__sumber,
        t.penerima_bpnt__sumber,
        t.pbi_nas__sumber,
        t.pbi_pemda__sumber,
        t.nomor_peserta_jkn__sumber,
        t.segmen_jkn__sumber,
        t.nomor_peserta_ketenagakerjaan__sumber,
        t.segmen_ketenagakerjaan__sumber,
        t.program_ketenagakerjaan__sumber,
        t.nisn__sumber,
        t.jenjang_sekolah_dapodik__sumber,
        t.penerima_pip__sumber,
        -- <<< kamus
        -- >>> kamus block_sources individu t
        t.demografi__sumber,
        t.identitas_dokumen__sumber,
        t.pendidikan__sumber,
        t.pekerjaan__sumber,
        t.usaha__sumber,
        t.kesehatan__sumber,
        t.disabilitas__sumber,
        t.program_individu__sumber,
        -- <<< kamus
        t.jumlah_rekaman,
        t.tautan_ragu
    from lengkap as t
)

select * from final
