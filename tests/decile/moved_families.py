"""Three small sealed releases in which a few families moved, as tests know row by row."""

from __future__ import annotations

from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.release import publish
from dagster_dtsen.settings import Settings
from tests.release.lay_release import lay

PARTS = [f"{cause}_perduabelas" for cause in ("data", "anggota", "model", "batas")]
COLUMNS = {
    "fct_perubahan_desil": "id_keluarga, id_keluarga_dasar, hubungan, status_perubahan, "
    "alasan_tanpa_peringkat, desil_dasar, desil_nasional, pindah, "
    f"{', '.join(PARTS)}, sebab_utama, id_keluarga_penerus",
    "fct_alasan_desil": "id_keluarga, variabel, jumlah_variabel, nilai_dasar, nilai, beda_skor, "
    "bagian_per_720",
}
TYPES = {
    **dict.fromkeys(("desil_dasar", "desil_nasional", "pindah", *PARTS), "smallint"),
    **dict.fromkeys(("jumlah_variabel", "bagian_per_720"), "integer"),
    "beda_skor": "decimal(12, 7)",
}


def compared(
    own: str, base: str, deciles: tuple[int, int], parts: tuple[int, int, int, int], relation: str
) -> list[Any]:
    """A row of a family that both releases rank."""
    move = deciles[1] - deciles[0]
    assert sum(parts) == 12 * move
    status = "dibandingkan"
    return [own, base, relation, status, None, *deciles, move, *parts, None, None]


def other(
    own: str, base: str | None, relation: str, status: str, reason: str | None = None
) -> list[Any]:
    """A row of a family that cannot be compared."""
    return [own, base, relation, status, reason, *[None] * 9]


# K1 rose by a new floor, then by the model; K2 was split off from K1 in the third quarter
SECOND = [
    compared("K1", "K1", (5, 7), (24, 0, 0, 0), "tetap"),
    compared("K3", "K3", (4, 4), (3, -9, 0, 6), "tetap"),
    other("K4", None, "baru", "keluarga_baru"),
    other("K5", "K5", "tetap", "tidak_lagi_diperingkat", "tanpa_data_keluarga"),
    [*other("K6", "K6", "digabung", "keluar")[:-1], "K1"],
]
THIRD = [
    compared("K1", "K1", (7, 8), (0, 0, 10, 2), "tetap"),
    compared("K2", "K1", (7, 3), (-6, -42, 0, 0), "pisah"),
]
ANSWERS = [
    ["K1", "jenis_lantai_terluas", 1, "8", "1", "0.1000000", 840],
    ["K1", "umur_kepala", 1, "44.000000", "45.000000", "-0.0100000", -240],
    ["K1", "log_umur_kepala", 1, "3.784190", "3.806662", "0.0200000", 120],
    ["K1", "kode_kabupaten_kota_kemendagri", 1, "3201", None, "0.0300000", 480],
    ["K1", "lainnya", 3, None, None, "0.0300000", 240],
    ["K3", "daya_terpasang", 1, "tidak_ditanya", "2", "0.0300000", 180],
]


def publish_three(settings: Settings) -> Settings:
    """Seal them as 2026T1 to 2026T3, each resting on the one before."""
    rows = {
        "2026T1": {},
        "2026T2": {"fct_perubahan_desil": SECOND, "fct_alasan_desil": ANSWERS},
        "2026T3": {"fct_perubahan_desil": THIRD},
    }
    base = None
    for name, tables in rows.items():
        lay(settings, name, tables, [], base, COLUMNS, TYPES)
        base = f"{name}.v1"
    with warehouse.connect(settings, database=settings.root / publish.PUBLISHED_FILE):
        pass
    return settings
