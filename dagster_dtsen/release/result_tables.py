"""The tables that are sealed after the marts."""

from __future__ import annotations

from dagster_dtsen.release.table import RESULT, ReleaseTable

RESULT_TABLES = (
    ReleaseTable(RESULT, "dim_individu", "marts.dim_individu", ("id_individu",), True),
    ReleaseTable(RESULT, "dim_keluarga", "marts.dim_keluarga", ("id_keluarga",), True),
    ReleaseTable(
        RESULT,
        "bridge_anggota_keluarga",
        "marts.bridge_anggota_keluarga",
        ("id_keluarga", "id_individu"),
    ),
    ReleaseTable(
        RESULT,
        "fct_peristiwa_keluarga",
        "marts.fct_peristiwa_keluarga",
        ("peristiwa", "id_keluarga", "id_keluarga_lain", "id_individu"),
    ),
    ReleaseTable(
        RESULT, "fct_peristiwa_hidup", "marts.fct_peristiwa_hidup", ("id_individu", "peristiwa")
    ),
    ReleaseTable(
        RESULT, "fct_peringkat_kesejahteraan", "marts.fct_peringkat_kesejahteraan", ("id_keluarga",)
    ),
    ReleaseTable(
        RESULT,
        "fct_ketidakpastian_peringkat",
        "marts.fct_ketidakpastian_peringkat",
        ("id_keluarga",),
    ),
    ReleaseTable(
        RESULT, "fct_terlalu_dekat", "marts.fct_terlalu_dekat", ("program", "id_keluarga")
    ),
    ReleaseTable(
        RESULT,
        "rpt_risiko_batas",
        "marts.rpt_risiko_batas",
        ("program", "kode_kabupaten_kota_kemendagri"),
    ),
    ReleaseTable(RESULT, "fct_perubahan_desil", "marts.fct_perubahan_desil", ("id_keluarga",)),
    ReleaseTable(RESULT, "fct_alasan_desil", "marts.fct_alasan_desil", ("id_keluarga", "variabel")),
    ReleaseTable(
        RESULT,
        "rpt_perubahan_desil",
        "marts.rpt_perubahan_desil",
        ("kode_kabupaten_kota_kemendagri",),
    ),
    ReleaseTable(
        RESULT,
        "agg_sel",
        "marts.agg_sel",
        (
            "tingkat_wilayah",
            "kode_wilayah",
            "kelompok",
            "nilai_kelompok",
            "ukuran",
            "kategori",
        ),
    ),
    ReleaseTable(RESULT, "rpt_penerimaan", "marts.rpt_penerimaan", ("_delivery", "dataset")),
    ReleaseTable(
        RESULT,
        "rpt_pengembalian",
        "marts.rpt_pengembalian",
        ("_delivery", "dataset", "tahap", "kode_alasan"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_selisih_kiriman",
        "marts.rpt_selisih_kiriman",
        ("_delivery", "dataset", "kode_alasan", "hasil"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_jawaban_balikan",
        "marts.rpt_jawaban_balikan",
        ("_delivery", "_file", "_row_number"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_rapor_penyedia",
        "marts.rpt_rapor_penyedia",
        ("_delivery", "dataset", "ukuran", "rincian"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_profil_kiriman",
        "marts.rpt_profil_kiriman",
        ("_delivery", "dataset", "kolom"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_pemadanan",
        "marts.rpt_pemadanan",
        ("objek", "penyedia", "dataset", "kode_kabupaten_kota_kemendagri", "bukti"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_hasil_padan",
        "marts.rpt_hasil_padan",
        ("penyedia", "dataset", "hasil_padan", "sebab"),
    ),
    ReleaseTable(
        RESULT, "rpt_nik_ganda", "marts.rpt_nik_ganda", ("kode_provinsi_kemendagri", "tingkat")
    ),
    ReleaseTable(
        RESULT,
        "rpt_celah_cakupan",
        "marts.rpt_celah_cakupan",
        ("kode_kabupaten_kota_kemendagri", "alasan"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_pembaruan",
        "marts.rpt_pembaruan",
        ("variabel", "perubahan", "penyedia", "ditahan"),
    ),
    ReleaseTable(RESULT, "rpt_selisih_nilai", "marts.rpt_selisih_nilai", ("variabel", "penyedia")),
    ReleaseTable(
        RESULT,
        "rpt_koreksi",
        "marts.rpt_koreksi",
        ("objek", "variabel", "id_aturan", "status"),
    ),
    ReleaseTable(RESULT, "rpt_permohonan", "marts.rpt_permohonan", ("hak", "keadaan")),
    ReleaseTable(RESULT, "rpt_mutu_klaster", "marts.rpt_mutu_klaster", ("ukuran",)),
    ReleaseTable(RESULT, "rpt_mutu_tinjauan", "marts.rpt_mutu_tinjauan", ("ukuran", "stratum")),
    ReleaseTable(
        RESULT, "rpt_bias_tautan", "marts.rpt_bias_tautan", ("ukuran", "ciri", "kelompok")
    ),
    ReleaseTable(RESULT, "rpt_antrean", "marts.rpt_antrean", ("antrean", "alasan")),
    ReleaseTable(RESULT, "rpt_keputusan_tautan", "marts.rpt_keputusan_tautan", ("id_keputusan",)),
    ReleaseTable(
        RESULT, "rpt_rencana_integrasi", "marts.rpt_rencana_integrasi", ("penyedia", "dataset")
    ),
    ReleaseTable(
        RESULT,
        "rpt_rencana_variabel",
        "marts.rpt_rencana_variabel",
        ("entitas", "variabel", "penyedia"),
    ),
    ReleaseTable(
        RESULT,
        "rpt_evaluasi_integrasi",
        "marts.rpt_evaluasi_integrasi",
        (
            "ukuran",
            "penyedia",
            "pembanding",
            "entitas",
            "blok",
            "tingkat",
            "kode_provinsi_kemendagri",
        ),
    ),
)
