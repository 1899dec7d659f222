"""The records of ``rule_records`` as files that reception takes."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.registry import load_contracts
from tests.reception import workbooks
from tests.reception.rule_case import Row
from tests.reception.rule_records import CASES, CLEAN

# a day on which every agreement is in force
PERIOD, REFERENCE = "2026T3", dt.date(2026, 7, 31)
CONTRACTS = {item.penyedia: item for item in load_contracts()}
# column that makes records of a dataset distinct where a case does not say it, and their family
KEYS = {
    "dtks": "ID_ART",
    "p3ke": "id_individu_p3ke",
    "pln": "IDPEL",
    "bpjs_kesehatan": "no_peserta",
    "bpjs_ketenagakerjaan": "nomor_kpj",
    "dapodik": "nisn",
    "pemutakhiran": "id_usulan",
    "balikan": "id_balikan",
    "padankan": "kunci",
}
KEYS |= {"susenas": "id_ruta"}
FAMILIES = {"dtks": "ID_DTKS"}


def rows_of(provider: str, dataset: DatasetContract) -> list[Row]:
    """The records of one file in the order of :data:`CASES`."""
    rows = []
    for number, case in enumerate(CASES[provider, dataset.nama], start=1):
        row: Row = dict.fromkeys(dataset.kolom)
        row |= {
            key: str(number) for key in (KEYS.get(provider), FAMILIES.get(provider)) if key in row
        }
        row |= CLEAN[provider, dataset.nama] | case.changes
        rows.append(row)
    return rows


def lay(landing: Path) -> None:
    """One delivery of 2026T3 for every provider."""
    for provider in {provider for provider, _ in CASES}:
        datasets = CONTRACTS[provider].dataset
        deliver(landing, provider, {item.nama: rows_of(provider, item) for item in datasets})


def deliver(landing: Path, provider: str, tables: dict[str, list[Row]]) -> None:
    """A delivery of 2026T3 with these records of each dataset; a column not given is empty."""
    contract = CONTRACTS[provider]
    folder = landing / provider / PERIOD
    folder.mkdir(parents=True)
    entries = []
    for dataset in contract.dataset:
        rows = [dict.fromkeys(dataset.kolom) | row for row in tables[dataset.nama]]
        content = file_bytes(dataset, rows)
        name = f"{dataset.nama}.{dataset.format}"
        (folder / name).write_bytes(content)
        entries.append(
            {
                "nama": name,
                "dataset": dataset.nama,
                "sha256": hashlib.sha256(content).hexdigest(),
                "jumlah_rekaman": len(rows),
                "variabel": dataset.kolom,
            }
        )
    note = {
        "penyedia": provider,
        "jenis": contract.jenis,
        "sumber": contract.sumber,
        "periode": PERIOD,
        "tanggal_acuan": REFERENCE,
        "tanggal_kirim": dt.date(2026, 8, 10),
        "jatuh_tempo": dt.date(2026, 8, 15),
        "perjanjian": contract.perjanjian[0].nomor,
        "berkas": entries,
    }
    (folder / "pengantar.yml").write_text(yaml.safe_dump(note))


def file_bytes(dataset: DatasetContract, rows: list[Row]) -> bytes:
    """The records in the format of the contract."""
    if dataset.format == "parquet":
        columns = {
            name: pa.array([row[name] for row in rows], pa.string()) for name in dataset.kolom
        }
        sink = pa.BufferOutputStream()
        pq.write_table(pa.table(columns), sink)
        return bytes(sink.getvalue().to_pybytes())
    if dataset.format == "xlsx":
        cells: list[list[str | int | float | None]] = [
            [row[name] for name in dataset.kolom] for row in rows
        ]
        page = workbooks.sheet([list(dataset.kolom), *cells])
        return workbooks.packed(workbooks.parts(page, names=(dataset.dialek.lembar or "Data",)))
    if dataset.format == "jsonl":
        return "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    text = io.StringIO()
    writer = csv.DictWriter(
        text, dataset.kolom, delimiter=dataset.dialek.pemisah, lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode(dataset.dialek.enkode)
    return gzip.compress(content, mtime=0) if dataset.format == "csv.gz" else content
