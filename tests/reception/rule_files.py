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
from tests.reception.rule_records import CASES, CLEAN, Row

CONTRACTS = {item.penyedia: item for item in load_contracts()}
# column that makes records of a dataset distinct where a case does not say it, and their family
KEYS = {
    "dtks": "ID_ART",
    "p3ke": "id_individu_p3ke",
    "pln": "IDPEL",
    "bpjs_kesehatan": "no_peserta",
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
    """One delivery of 2026T1 for every provider."""
    for provider in {provider for provider, _ in CASES}:
        contract = CONTRACTS[provider]
        folder = landing / provider / "2026T1"
        folder.mkdir(parents=True)
        entries = []
        for dataset in contract.dataset:
            rows = rows_of(provider, dataset)
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
            "periode": "2026T1",
            "tanggal_acuan": dt.date(2026, 1, 31),
            "tanggal_kirim": dt.date(2026, 2, 10),
            "jatuh_tempo": dt.date(2026, 2, 15),
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
