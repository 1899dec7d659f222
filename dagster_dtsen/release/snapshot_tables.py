"""The tables that are sealed before ranking."""

from __future__ import annotations

from dagster_dtsen.release.table import SNAPSHOT, ReleaseTable

SNAPSHOT_TABLES = (
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
    ReleaseTable(SNAPSHOT, "verdik_individu", "release.beku_verdik_individu", ("id_individu",)),
    ReleaseTable(
        SNAPSHOT,
        "perubahan_individu",
        "release.beku_perubahan_individu",
        ("id_individu", "variabel"),
    ),
    ReleaseTable(SNAPSHOT, "koreksi", "release.beku_koreksi", ("id_koreksi", "variabel")),
    ReleaseTable(SNAPSHOT, "aturan_pembaruan", "release.beku_aturan_pembaruan", ("id_aturan",)),
    ReleaseTable(
        SNAPSHOT, "peristiwa_hidup", "release.beku_peristiwa_hidup", ("id_individu", "peristiwa")
    ),
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
)
