"""Training data for colleagues: covariates, target, weight, the survey's design re-coded."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking.candidates import texts
from dagster_dtsen.ranking.design import Design, design
from dagster_dtsen.ranking.features import FOLD, STRATUM, TARGET, UNIT, WEIGHT
from dagster_dtsen.ranking.train import training_rows

LEVEL = """\
# Data latih tanpa identitas / training data without identities

Tingkat 3: isi per rumah tangga tanpa nomor, nama, alamat dan koordinat. Diberikan atas perjanjian
kerja sama dan pernyataan kerahasiaan; tidak untuk diterbitkan atau dipadankan dengan data lain.

Level 3: per household, without numbers, names, addresses and coordinates. Given under an agreement
and a statement of confidentiality; not to be published or matched with other data.

- `rumah_tangga.parquet`: {rows} baris, urutannya diacak / rows in shuffled order
- `kamus.csv`: arti tiap kolom / what each column means
- satuan sampel, strata dan kabupaten/kota diberi nomor baru / sampling units, strata and
  kabupaten/kota have new numbers
"""
MEANING = {
    UNIT: ("satuan sampel, bernomor baru", "sampling unit, numbered anew"),
    STRATUM: ("strata, bernomor baru", "stratum, numbered anew"),
    FOLD: ("lipatan untuk pembandingan", "fold for comparisons"),
    WEIGHT: ("penimbang", "weight"),
    TARGET: (
        "logaritma pengeluaran per orang dan bulan",
        "logarithm of spending per person",
    ),
}


def _recoded(values: npt.NDArray[np.str_], secret: str) -> pa.Array:
    """Numbers from 1 in the order of a hash that only the delivered survey gives; null for ''."""
    names = np.unique(values[values != ""])
    keys = [hashlib.sha256(f"{secret}|{name}".encode()).hexdigest() for name in names]
    place = {str(names[at]): rank + 1 for rank, at in enumerate(np.argsort(keys))}
    return pa.array([place.get(value) for value in values.tolist()], pa.int32())


def _table(plan: Design, table: pa.Table, secret: str) -> pa.Table:
    """The rows in the order of a hash of their keys, which are left out."""
    shuffled = np.argsort(
        [
            hashlib.sha256(f"{secret}|{key}".encode()).hexdigest()
            for key in texts(table, "record_key")
        ]
    )
    kept = [name for name in plan.variables if name != plan.wilayah]
    columns: dict[str, Any] = {name: table.column(name) for name in kept}
    if plan.wilayah:
        columns["wilayah"] = _recoded(texts(table, plan.wilayah), secret)
    for name in (UNIT, STRATUM):
        columns[name] = _recoded(texts(table, name), secret)
    columns |= {name: table.column(name) for name in (FOLD, WEIGHT, TARGET)}
    return pa.table(columns).take(pa.array(shuffled))


def export(con: duckdb.DuckDBPyConnection, to: Path) -> int:
    """Write Parquet, dictionary and a page on their use into an empty folder; gives the rows.

    Raises DtsenError E-FOLDER-TERISI, E-LATIH-TIADA, E-SURVEI.
    """
    if to.exists() and any(to.iterdir()):
        raise DtsenError("E-FOLDER-TERISI", path=to.name)
    plan, table = training_rows(con, design())
    secret = hashlib.sha256("".join(texts(table, "record_key").tolist()).encode()).hexdigest()
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = _table(plan, table, secret)
    pq.write_table(made, to / "rumah_tangga.parquet", compression="zstd")
    formulas = {item.nama: item.rumus for item in plan.numerik}
    codes = {item.nama: " ".join(item.kode) for item in plan.kategori}
    with (to / "kamus.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kolom", "arti", "meaning", "kode", "rumus"])
        for name in made.column_names:
            told, meant = MEANING.get(name, ("variabel kamus data", "variable of the dictionary"))
            writer.writerow([name, told, meant, codes.get(name, ""), formulas.get(name, "")])
    (to / "BACA.md").write_text(LEVEL.format(rows=len(made)), encoding="utf-8")
    return len(made)
