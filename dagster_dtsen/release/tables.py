"""The tables of a release: where they come from, their keys, and how their files are cut."""

from __future__ import annotations

from dataclasses import dataclass

SNAPSHOT = "snapshot"
RESULT = "hasil"
PROVINCE = "kode_provinsi_kemendagri"

# What the next release's linkage continues from: table of the linkage -> sealed table.
LINKAGE = {
    "peta_individu": "peta_individu",
    "peta_keluarga": "peta_keluarga",
    "ambang": "tautan_ambang",
    "sidik_rekaman": "tautan_rekaman",
    "pasangan": "tautan_pasangan",
    "larangan": "tautan_larangan",
    "nik_pinjaman": "tautan_nik_pinjaman",
    "clusters": "tautan_klaster",
    "peta_pendukung": "tautan_pendukung",
    "keputusan_berlaku": "tautan_keputusan",
    "keputusan_kelompok": "tautan_keputusan_kelompok",
    "kunci_keluarga": "tautan_keluarga",
    "relasi_keluarga": "relasi_keluarga",
    "sidik_keluarga": "tautan_sidik_keluarga",
    "keadaan_keluarga": "tautan_keadaan_keluarga",
}


@dataclass(frozen=True)
class ReleaseTable:
    """One table: ``layer`` (snapshot or hasil), dbt relation, key columns in order.

    ``by_province`` cuts the files by province code.
    """

    layer: str
    name: str
    relation: str
    key: tuple[str, ...]
    by_province: bool = False


TABLES = (
    ReleaseTable(SNAPSHOT, "individu", "release.beku_individu", ("id_individu",), True),
    ReleaseTable(SNAPSHOT, "keluarga", "release.beku_keluarga", ("id_keluarga",), True),
    ReleaseTable(
        SNAPSHOT,
        "anggota_keluarga",
        "release.beku_anggota_keluarga",
        ("id_keluarga", "id_individu"),
    ),
    ReleaseTable(SNAPSHOT, "asal_individu", "release.beku_asal_individu", ("id_individu",)),
    ReleaseTable(
        SNAPSHOT, "asal_keluarga", "release.beku_asal_keluarga", ("id_keluarga", "record_key")
    ),
    ReleaseTable(SNAPSHOT, "rekaman", "release.beku_rekaman", ("record_key",)),
    ReleaseTable(SNAPSHOT, "dikeluarkan", "release.beku_dikeluarkan", ("id_individu",)),
    ReleaseTable(SNAPSHOT, "peta_individu", "release.beku_peta_individu", ("record_key",)),
    ReleaseTable(SNAPSHOT, "peta_keluarga", "release.beku_peta_keluarga", ("id_individu",)),
    ReleaseTable(
        SNAPSHOT,
        "peristiwa_individu",
        "release.beku_peristiwa_individu",
        ("peristiwa", "id_individu", "id_individu_lain"),
    ),
    ReleaseTable(
        SNAPSHOT,
        "peristiwa_keluarga",
        "release.beku_peristiwa_keluarga",
        ("peristiwa", "id_keluarga", "id_keluarga_lain"),
    ),
    ReleaseTable(
        SNAPSHOT,
        "anggota_peristiwa_individu",
        "linkage.anggota_peristiwa_individu",
        ("peristiwa", "id_individu", "record_key"),
    ),
    ReleaseTable(
        SNAPSHOT, "silang_individu", "linkage.silang_individu", ("id_individu_lama", "id_individu")
    ),
    ReleaseTable(SNAPSHOT, "kesinambungan_individu", "linkage.kesinambungan_individu", ("rilis",)),
    ReleaseTable(
        SNAPSHOT,
        "anggota_peristiwa_keluarga",
        "linkage.anggota_peristiwa_keluarga",
        ("peristiwa", "id_keluarga", "id_individu"),
    ),
    ReleaseTable(
        SNAPSHOT, "silang_keluarga", "linkage.silang_keluarga", ("id_keluarga_lama", "id_keluarga")
    ),
    ReleaseTable(SNAPSHOT, "kesinambungan_keluarga", "linkage.kesinambungan_keluarga", ("rilis",)),
    ReleaseTable(SNAPSHOT, "sampel_tinjauan", "matched.sampel_tinjauan", ("id_butir",)),
    ReleaseTable(
        SNAPSHOT,
        "relasi_keluarga",
        "linkage.relasi_keluarga",
        (
            "id_individu",
            "id_keluarga",
            "berlaku_dari",
            "berlaku_sampai",
            "status_hubungan_keluarga",
        ),
    ),
    ReleaseTable(
        SNAPSHOT,
        "peristiwa_relasi",
        "release.beku_peristiwa_relasi",
        ("peristiwa", "id_keluarga", "id_individu"),
    ),
    ReleaseTable(SNAPSHOT, "tautan_keluarga", "linkage.kunci_keluarga", ("id_individu",)),
    ReleaseTable(SNAPSHOT, "tautan_sidik_keluarga", "linkage.sidik_keluarga", ("rekaman_id",)),
    ReleaseTable(SNAPSHOT, "tautan_keadaan_keluarga", "linkage.keadaan_keluarga", ("rilis",)),
    ReleaseTable(SNAPSHOT, "tautan_ambang", "linkage.ambang", ("rilis",)),
    ReleaseTable(SNAPSHOT, "tautan_rekaman", "linkage.sidik_rekaman", ("rekaman_id",)),
    ReleaseTable(SNAPSHOT, "tautan_klaster", "linkage.clusters", ("rekaman_id",)),
    ReleaseTable(SNAPSHOT, "tautan_pendukung", "linkage.peta_pendukung", ("rekaman_id",)),
    ReleaseTable(SNAPSHOT, "tautan_pasangan", "linkage.pasangan", ("rekaman_id_l", "rekaman_id_r")),
    ReleaseTable(
        SNAPSHOT,
        "tautan_larangan",
        "linkage.larangan",
        ("rekaman_id_l", "rekaman_id_r", "aturan"),
    ),
    ReleaseTable(
        SNAPSHOT,
        "tautan_nik_pinjaman",
        "linkage.nik_pinjaman",
        ("rekaman_id", "rekaman_id_pemilik"),
    ),
    ReleaseTable(SNAPSHOT, "antrean_tinjauan", "stewardship.antrean_tinjauan", ("id_antrean",)),
    ReleaseTable(
        SNAPSHOT,
        "antrean_rekaman",
        "stewardship.antrean_rekaman",
        ("id_antrean", "record_key"),
    ),
    ReleaseTable(
        SNAPSHOT,
        "tautan_keputusan",
        "linkage.keputusan_berlaku",
        ("objek", "record_key", "record_key_lain", "id_keputusan"),
    ),
    ReleaseTable(
        SNAPSHOT, "tautan_keputusan_kelompok", "linkage.keputusan_kelompok", ("record_key",)
    ),
    ReleaseTable(
        SNAPSHOT,
        "keputusan_ditahan",
        "linkage.keputusan_ditahan",
        ("objek", "record_key", "record_key_lain", "id_keputusan"),
    ),
    ReleaseTable(
        SNAPSHOT, "keputusan_tautan", "linkage.keputusan_tautan_status", ("id_keputusan",)
    ),
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
        RESULT, "fct_peringkat_kesejahteraan", "marts.fct_peringkat_kesejahteraan", ("id_keluarga",)
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


def tables_of(layer: str) -> list[ReleaseTable]:
    """Tables of one layer, in a fixed order."""
    return [table for table in TABLES if table.layer == layer]
