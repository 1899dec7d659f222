"""Deliveries of an invented provider `uji`, and the desk that receives them."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from dagster_dtsen.reception import ledger
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.receive import Receipt, receive_provider
from dagster_dtsen.settings import Settings

COLUMNS = ["nik", "nama", "kota"]
HEADER = b"nik,nama,kota\n"
AGREEMENT = {
    "nomor": "PKS/UJI/1",
    "saluran": "sftp",
    "berlaku_dari": "2025-01-01",
    "berlaku_sampai": "2027-12-31",
}
PAPUA = "9171011203850001"


def contract(**changes: Any) -> ProviderContract:
    """The agreement with `uji`: one file of persons in each format."""
    datasets: list[dict[str, Any]] = [
        {"nama": "orang", "format": "csv"},
        {"nama": "lama", "format": "csv", "dialek": {"pemisah": ";", "enkode": "cp1252"}},
        {"nama": "tabel", "format": "parquet"},
        {"nama": "padat", "format": "csv.gz"},
        {"nama": "baris", "format": "jsonl"},
    ]
    for dataset in datasets:
        dataset |= {"merekam": "individu", "kunci": ["nik"], "kolom": COLUMNS}
    attributes: dict[str, Any] = {
        "penyedia": "uji",
        "lembaga": "Lembaga Uji",
        "perjanjian": [AGREEMENT],
        "jadwal": {"irama": "triwulanan"},
        "jenis": "penuh",
        "sumber": "administrasi",
        "peran": "utama",
        "sistem_wilayah": "kemendagri",
        "dataset": datasets,
    }
    return ProviderContract.model_validate(attributes | changes)


@dataclass
class File:
    """One data file as the note describes it; ``sha256`` and ``records`` may lie."""

    content: bytes
    records: int
    dataset: str = "orang"
    name: str = "orang.csv"
    sha256: str | None = None

    def entry(self) -> dict[str, Any]:
        """The note's entry of this file."""
        return {
            "nama": self.name,
            "dataset": self.dataset,
            "sha256": self.sha256 or hashlib.sha256(self.content).hexdigest(),
            "jumlah_rekaman": self.records,
            "variabel": COLUMNS,
        }


def csv_file(*lines: str, records: int | None = None, **options: Any) -> File:
    """A text file with the agreed header and these lines."""
    content = HEADER + "".join(f"{line}\n" for line in lines).encode()
    return File(content, len(lines) if records is None else records, **options)


def parquet_file(table: pa.Table, records: int | None = None) -> File:
    """A Parquet file of `uji`."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    rows = table.num_rows if records is None else records
    return File(sink.getvalue().to_pybytes(), rows, "tabel", "tabel.parquet")


class Desk:
    """A home, a landing folder and the agreement with `uji`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, landing: Path) -> None:
        self.con = con
        self.settings = settings
        self.landing = landing
        self.contract = contract()

    def deliver(self, *files: File, folder: str = "2026T1", **note: Any) -> Path:
        """Lay a delivery down; keyword arguments change the note."""
        target = self.landing / "uji" / folder
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            (target / file.name).write_bytes(file.content)
        document: dict[str, Any] = {
            "penyedia": "uji",
            "jenis": "penuh",
            "sumber": "administrasi",
            "periode": "2026T1",
            "tanggal_acuan": dt.date(2026, 1, 31),
            "tanggal_kirim": dt.date(2026, 2, 10),
            "jatuh_tempo": dt.date(2026, 2, 15),
            "perjanjian": "PKS/UJI/1",
            "kontak": {"nama": "Kantor Uji", "surel": "data@uji.example"},
            "berkas": [file.entry() for file in files],
        }
        document |= note
        document = {key: value for key, value in document.items() if value is not None}
        text = yaml.safe_dump(document, allow_unicode=True)
        (target / "pengantar.yml").write_text(text, encoding="utf-8")
        return target

    def forget(self) -> None:
        """As if nothing had ever been received; the archive would bring it back."""
        self.con.execute("drop schema if exists raw cascade; drop schema if exists ledger cascade")
        shutil.rmtree(self.settings.archive_dir, ignore_errors=True)

    def receive(self) -> Receipt:
        """One pass over the landing folder."""
        return receive_provider(self.con, self.settings, self.contract, self.landing)

    def refusal(self) -> tuple[str, str]:
        """Receive one delivery that must be refused whole; (reason code, detail)."""
        receipt = self.receive()
        assert receipt.received == 0
        assert len(receipt.refused) == 1
        assert self.count("raw.uji__orang") == 0
        assert self.count("raw.uji__lama") == 0
        assert self.count("raw.uji__tabel") == 0
        assert self.count("ledger.berkas") == 0
        assert self.count("ledger.baris_rusak") == 0
        rows = self.rows("select kode_alasan, rincian from ledger.kiriman where status = 'ditolak'")
        assert [row[0] for row in rows] == list(receipt.refused.values())
        return str(rows[0][0]), str(rows[0][1])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return self.con.execute(query).fetchall()

    def count(self, relation: str) -> int:
        """Number of rows."""
        return int(self.rows(f"select count(*) from {relation}")[0][0])

    def people(self, table: str = "orang") -> list[tuple[Any, ...]]:
        """Loaded rows of one raw table in the order of their numbers."""
        return self.rows(
            f"select _row_number, nik, nama, kota from raw.uji__{table} order by _delivery, 1"
        )

    def broken(self) -> list[tuple[Any, ...]]:
        """Broken lines as the ledger keeps them."""
        return self.rows("select _line, teks, galat from ledger.baris_rusak order by 1")

    def build_release_set(self, cut_off: str, base: list[str] | None = None) -> None:
        """Fix the release set for a release with this cut-off and these deliveries in its base."""
        self.con.execute("create schema if not exists kendali")
        self.con.execute(
            f"create or replace table kendali.rilis as select date '{cut_off}' as tanggal_rilis"
        )
        self.con.execute("create or replace table kendali.kiriman_dasar (_delivery varchar)")
        for delivery in base or []:
            self.con.execute("insert into kendali.kiriman_dasar values (?)", [delivery])
        ledger.build_release_set(self.con)
