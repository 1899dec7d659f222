"""Make the region seed and the desa reference from the npm package idn-area-data.

    npm pack idn-area-data@4.0.1 && tar -xzf idn-area-data-4.0.1.tgz
    python scripts/refresh_wilayah.py package

Pin the version: without one, npm on an older Node gives 3.1.2, whose village codes differ.
The CSV files inside need no Node. Data licence: Open Database License (ODbL) 1.0, so both
outputs are derived databases under the same licence. Codes are Kemendagri's, dots taken out.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
WILAYAH = PROJECT / "dbt_project" / "seeds" / "wilayah" / "wilayah_kemendagri.csv"
DESA = PROJECT / "dagster_dtsen" / "reference" / "desa_kemendagri.csv.gz"

# file of the package, tingkat, column with the parent's code, digits of a code
LEVELS = (
    ("provinces.csv", "provinsi", None, 2),
    ("regencies.csv", "kabupaten_kota", "province_code", 4),
    ("districts.csv", "kecamatan", "regency_code", 6),
)
JENIS = {"1": "kelurahan", "2": "desa"}  # seventh digit of the village code


def undotted(code: str, length: int) -> str:
    """``11.01.01`` becomes ``110101``; a code of another length is an error."""
    plain = code.replace(".", "")
    if len(plain) != length or not plain.isascii() or not plain.isdigit():
        raise ValueError(f"unexpected region code {code!r}, wanted {length} digits")
    return plain


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def wilayah(data: Path) -> list[tuple[str, ...]]:
    """Provinces, then kabupaten/kota, then kecamatan; each level by code.

    The package gives no dates: empty means "valid as far as this source knows".
    """
    rows: list[tuple[str, ...]] = []
    parents = {""}
    for file, tingkat, parent_column, length in LEVELS:
        level = []
        for row in rows_of(data / file):
            parent = undotted(row[parent_column], length - 2) if parent_column else ""
            if parent not in parents:
                raise ValueError(f"{file}: {row['code']} has no parent {parent!r}")
            code = undotted(row["code"], length)
            level.append((code, tingkat, parent, row["name"].strip(), "", ""))
        rows += sorted(level)
        parents = {row[0] for row in level}
    return rows


def desa(data: Path, kecamatan: set[str]) -> list[tuple[str, ...]]:
    """All villages by code, with their kind read from the seventh digit."""
    rows = []
    for row in rows_of(data / "villages.csv"):
        code, parent = undotted(row["code"], 10), undotted(row["district_code"], 6)
        if parent not in kecamatan or not code.startswith(parent):
            raise ValueError(f"villages.csv: {row['code']} has no kecamatan {parent!r}")
        rows.append((code, parent, row["name"].strip(), JENIS.get(code[6], "lainnya")))
    return sorted(rows)


def csv_bytes(header: str, rows: Iterable[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def main(package: Path) -> None:
    data = package / "data"
    regions = wilayah(data)
    villages = desa(data, {row[0] for row in regions if row[1] == "kecamatan"})
    WILAYAH.parent.mkdir(parents=True, exist_ok=True)
    DESA.parent.mkdir(parents=True, exist_ok=True)
    header = "kode,tingkat,kode_induk,nama,berlaku_dari,berlaku_sampai"
    WILAYAH.write_bytes(csv_bytes(header, regions))
    # no time and no file name in the gzip header: the same input gives the same bytes
    packed = gzip.compress(csv_bytes("kode,kode_kecamatan,nama,jenis", villages), 9, mtime=0)
    DESA.write_bytes(packed)
    print(f"wilayah: {len(regions)}  desa: {len(villages)}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
