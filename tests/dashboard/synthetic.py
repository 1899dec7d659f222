"""Published tables and seeds with made-up numbers, in the agreed form, for all provinces."""

from __future__ import annotations

import csv
import hashlib
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_dtsen.dashboard.published import COLUMNS, INDIKATOR, SEL
from dagster_dtsen.dashboard.tiles import tiles
from dagster_dtsen.settings import PROJECT_DIR

PROVINCES = [tile.kode for tile in tiles()]
REGIONS = [
    ("nasional", "ID"),
    *(("kelompok_provinsi", code) for code in ("KBI", "KTI", "JAWA_BALI")),
    *(("provinsi", code) for code in PROVINCES),
]
GROUPS = [("semua", "semua"), ("jenis_kelamin", "1"), ("jenis_kelamin", "2")]
BANDS = [*(f"{low:02d}_{low + 4:02d}" for low in range(0, 75, 5)), "75_"]
TYPES = {
    "jumlah": pa.int64(), "dasar": pa.int64(), "pembilang": pa.int64(), "penyebut": pa.int64(),
    **{name: pa.decimal128(18, 2) for name in
       ("nilai", "target", "selisih_target", "nilai_lalu", "perubahan")},
}  # fmt: skip
SMALL, CLOSED = "95", "96"  # provinces whose first indicator is too small, and closed
REGIONAL = "miskin_kbi"  # about one part of the country
INDICATORS = ("air_minum_layak", "pekerja_industri", "lama_sekolah", REGIONAL)
Row = dict[str, Any]
_INDICATOR = {
    "program_prioritas": "PP 1", "syarat_pembilang": "", "syarat_penyebut": "", "nilai": "",
    "wilayah": "semua", "pendekatan_id": "", "pendekatan_en": "", "alasan_id": "",
    "alasan_en": "", "peka": "false", "arah": "naik", "variabel": "sumber_air;luas_lantai",
    "rujukan": "SE Menteri PPN 8/2023 Lampiran 2", "satuan": "keluarga",
}  # fmt: skip


def indicator_seed() -> list[Row]:
    """Four indicators that can be had, one of them of a region, and one that cannot."""
    told = [
        ("air_minum_layak", "5 Infrastruktur", "Air minum layak", "Safe water", "persen", "bagian"),
        ("pekerja_industri", "1 Ekonomi", "Pekerja industri", "Workers", "orang", "jumlah"),
        ("lama_sekolah", "3 SDM", "Lama sekolah", "Years of school", "tahun", "rata_rata"),
        ("stunting", "3 SDM", "Prevalensi stunting", "Stunting", "persen", "tidak_dapat"),
    ]
    told.append((REGIONAL, "2 Wilayah", "Miskin KBI", "Poor in KBI", "persen", "bagian"))
    rows = []
    for place, (code, priority, name, english, unit, kind) in enumerate(told, 1):
        row = {"indikator": code, "urutan": place, "prioritas_nasional": priority, **_INDICATOR}
        row |= {"nama_id": name, "nama_en": english, "satuan_nilai": unit, "jenis": kind}
        rows.append(row)
    rows[0] |= {"pendekatan_id": "Tanpa jarak ke jamban", "pendekatan_en": "No distance to toilet"}
    rows[4] |= {"wilayah": "KBI"}
    rows[3] |= {"alasan_id": "Perlu ukuran tinggi balita", "alasan_en": "Needs heights of children"}
    return rows


def seeds(folder: Path) -> Path:
    """Seeds below ``folder``, those of licences being the project's own."""
    own = folder / "indikator"
    own.mkdir(parents=True)
    _csv(own / "indikator.csv", indicator_seed())
    blank = {"satuan": "individu", "syarat": "", "tingkat_terendah": "kabupaten_kota"}
    sexes = (("1", "Laki-laki", "Men"), ("2", "Perempuan", "Women"))
    everybody = {"kelompok": "semua", "nilai": "semua", "label_id": "Semua", "label_en": "All"}
    rows = [
        {"kelompok": "jenis_kelamin", "nilai": value, "label_id": name, "label_en": english,
         "urutan": value, **blank} for value, name, english in sexes
    ]  # fmt: skip
    _csv(own / "kelompok_indikator.csv", [everybody | {"urutan": 0, **blank}, *rows])
    target = {"indikator": "air_minum_layak", "tahun": 2023, "nilai": "92.00", "rujukan": "RKP"}
    _csv(own / "target_indikator.csv", [target])
    programme = {"lembaga": "Kementerian PUPR", "program": "Hibah Air <Limbah>", "variabel": ""}
    _csv(own / "program_indikator.csv", [
        programme | {"indikator": "air_minum_layak", "rujukan": "Lampiran 3"},
        programme | {"indikator": "", "rujukan": "Lampiran 3"},
    ])  # fmt: skip
    names = (("KBI", "Kawasan Barat"), ("KTI", "Kawasan Timur"), ("JAWA_BALI", "Jawa-Bali"))
    _csv(own / "kelompok_provinsi.csv", [
        {"kelompok": code, "nama_id": name, "nama_en": f"{name} (en)",
         "kode_provinsi_kemendagri": "11"} for code, name in names
    ])  # fmt: skip
    (folder / "berbagi").symlink_to(PROJECT_DIR / "dbt_project" / "seeds" / "berbagi")
    return folder


def _csv(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def cells(groups: list[tuple[str, str]] = GROUPS, codes: tuple[str, ...] = INDICATORS) -> list[Row]:
    """Rows of the table of indicators."""
    chance = random.Random(7)
    rows = []
    for tier, code in REGIONS:
        for group, value in groups:
            for indicator in codes:
                if indicator == REGIONAL and code not in ("KBI", "11"):
                    continue
                below = chance.randrange(500_000, 9_000_000, 5)
                above = int(below * chance.uniform(0.3, 0.97)) // 5 * 5
                row = {
                    "rilis": "2026T2", "tingkat_wilayah": tier, "kode_wilayah": code,
                    "nama_wilayah": f"Wilayah, {code}", "kelompok": group,
                    "nilai_kelompok": value, "indikator": indicator, "pembilang": above,
                    "penyebut": below, "nilai": _value(indicator, above, below),
                    "keadaan": "terbit", "target": None, "selisih_target": None,
                    "rilis_lalu": "2026T1", "nilai_lalu": Decimal("50.00"), "perubahan": None,
                }  # fmt: skip
                row["perubahan"] = row["nilai"] - Decimal("50.00")
                if indicator == "air_minum_layak":
                    row["target"] = Decimal("92.00")
                    row["selisih_target"] = row["nilai"] - Decimal("92.00")
                    if code in (SMALL, CLOSED):
                        _shut(row, code)
                rows.append(row)
    return rows


def _value(indicator: str, above: int, below: int) -> Decimal:
    if indicator == "pekerja_industri":
        return Decimal(above).quantize(Decimal("0.01"))
    share = Decimal(above) / Decimal(below)
    scale = 12 if indicator == "lama_sekolah" else 100
    return (share * scale).quantize(Decimal("0.01"))


def _shut(row: Row, code: str) -> None:
    row["keadaan"] = "terlalu_kecil" if code == SMALL else "tertutup"
    for name in ("nilai", "selisih_target", "perubahan", "pembilang", "penyebut"):
        row[name] = None


def counts() -> list[Row]:
    """Rows of the table of cells: deciles of families and persons, persons by sex and age."""
    chance = random.Random(11)
    rows = []
    for tier, code in REGIONS:
        deciles = [str(n) for n in range(1, 11)] + ["tanpa"]
        ages = [f"{sex}_{band}" for sex in "LP" for band in BANDS] + ["tidak_diketahui"]
        for measure, unit, names in (
            ("desil", "keluarga", deciles),
            ("desil_individu", "individu", deciles),
            ("penduduk", "individu", ages),
        ):
            drawn = {name: chance.randrange(20_000, 300_000, 5) for name in names}
            drawn["jumlah"] = sum(drawn.values())
            for name, count in drawn.items():
                shut = code == CLOSED and name in ("P_75_", "10")
                rows.append({
                    "tingkat_wilayah": tier, "kode_wilayah": code, "kelompok": "semua",
                    "nilai_kelompok": "semua", "ukuran": measure, "kategori": name,
                    "satuan": unit, "jumlah": None if shut else count,
                    "keadaan": "tertutup" if shut else "terbit", "dasar": 25,
                })  # fmt: skip
    return rows


def publish(folder: Path, sel: list[Row], indikator: list[Row], **other: Any) -> Path:
    """A folder of published tables with its manifest; ``other`` changes the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {}
    for name, rows in ((SEL, sel), (INDIKATOR, indikator)):
        path = folder / f"{name}.parquet"
        columns = list(dict.fromkeys([*COLUMNS[name], *rows[0]]))
        schema = pa.schema([(column, TYPES.get(column, pa.string())) for column in columns])
        pq.write_table(pa.Table.from_pylist(rows, schema), path, compression="zstd")
        tables[name] = {
            "baris": len(rows),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "tingkat": 1,
            "kelas_data": "terbuka",
        }
    told = {
        "rilis": "2026T2.v1",
        "nomor": 1,
        "kebijakan": {"versi": "1", "sha256": "ab" * 32},
        "kunci": "cd" * 8,
        "tanggal_rilis": "2026-06-30",
        "lapis": [
            _layer(1, ["nasional", "kelompok_provinsi", "provinsi"], 15, 25),
            _layer(2, ["kabupaten_kota", "kecamatan", "desa"], 11, 13),
        ],
        "umur_hari": 1256,
        "serangan": {"sel": 120_000, "sel_kecil": 41, "terungkap": 0, "pasangan": 10_240},
        "tabel": tables,
        "sebelumnya": "2026T1.v1.1",
    }
    (folder / "manifes.json").write_text(json.dumps(told | other))
    return folder


def _layer(level: int, tiers: list[str], families: int, persons: int) -> Row:
    return {
        "wilayah": tiers,
        "tingkat": level,
        "sel_kecil": {"keluarga": 10, "individu": 20},
        "dasar": {"keluarga": families, "individu": persons},
    }
