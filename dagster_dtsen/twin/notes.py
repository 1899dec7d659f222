"""Writing files and delivery notes (pengantar.yml) so that equal input gives equal bytes."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import yaml

CHUNK = 100_000
CONTACTS = {
    "dukcapil": "Pengelola Data Kependudukan",
    "regsosek": "Pengelola Data Regsosek",
    "dtks": "Pengelola Data Kesejahteraan Sosial",
    "susenas": "Pengelola Data Survei",
    "p3ke": "Pengelola Data Penghapusan Kemiskinan Ekstrem",
    "pln": "Pengelola Data Pelanggan",
    "bpjs_kesehatan": "Pengelola Data Kepesertaan",
    "kemendagri": "Pengelola Kode Wilayah",
    "bps": "Pengelola Kode Wilayah Statistik",
    "padankan": "Pengelola Program",
}
# source types of Pasal 10 ayat 3
SOURCES = {"regsosek": "sensus_survei", "susenas": "sensus_survei", "padankan": "lainnya"}


def write_parquet(table: pa.Table, path: Path) -> None:
    """Parquet with fixed options, so that the same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", row_group_size=CHUNK, version="2.6")


def write_csv(table: pa.Table, path: Path) -> None:
    """UTF-8, comma, LF, every text quoted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pacsv.write_csv(table, path)


def write_cp1252(table: pa.Table, path: Path) -> None:
    """Windows-1252, semicolon, CRLF, every text quoted; encoded in large chunks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for start in range(0, max(table.num_rows, 1), CHUNK):
            sink = pa.BufferOutputStream()
            options = pacsv.WriteOptions(delimiter=";", include_header=start == 0)
            pacsv.write_csv(table.slice(start, CHUNK), sink, options)
            text = sink.getvalue().to_pybytes().decode("utf-8").replace("\n", "\r\n")
            file.write(text.encode("cp1252"))


def write_gzip(table: pa.Table, path: Path) -> None:
    """Gzip of UTF-8 with the bar as separator, LF, every text quoted; no time in the header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as sink,
    ):
        pacsv.write_csv(table, sink, pacsv.WriteOptions(delimiter="|"))


def write_json_lines(table: pa.Table, path: Path) -> None:
    """UTF-8, one object of texts per line, keys in the order of the columns, null where missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for start in range(0, table.num_rows, CHUNK):
            parts = []
            for name, column in zip(table.column_names, table.columns, strict=True):
                text = column.slice(start, CHUNK).combine_chunks()
                for plain in ("\\", '"'):
                    text = pc.replace_substring(text, plain, "\\" + plain)
                quoted = pc.binary_join_element_wise('"', text, '"', "")
                parts.append(
                    pc.binary_join_element_wise(f'"{name}": ', pc.fill_null(quoted, "null"), "")
                )
            body = pc.binary_join_element_wise(*parts, ", ")
            lines = pc.binary_join_element_wise("{", body, "}\n", "")
            file.write("".join(lines.to_pylist()).encode())


@dataclass
class Delivery:
    """One delivery folder: add files, then close it with its note."""

    landing: Path
    penyedia: str
    jenis: str
    periode: str
    tanggal_acuan: date
    tanggal_kirim: date
    jatuh_tempo: date
    berkas: list[dict[str, Any]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """``landing/<penyedia>/<periode>``."""
        return self.landing / self.penyedia / self.periode

    def add(self, name: str, dataset: str, table: pa.Table) -> None:
        """Write a table in the format its file name and provider call for."""
        path = self.folder / name
        if name.endswith(".parquet"):
            write_parquet(table, path)
        elif name.endswith(".gz"):
            write_gzip(table, path)
        elif name.endswith(".jsonl"):
            write_json_lines(table, path)
        elif self.penyedia == "dtks":
            write_cp1252(table, path)
        else:
            write_csv(table, path)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.berkas.append(
            {
                "nama": name,
                "dataset": dataset,
                "sha256": digest,
                "jumlah_rekaman": table.num_rows,
                "variabel": table.column_names,
            }
        )

    def close(self) -> dict[str, int]:
        """Write pengantar.yml; returns record counts per dataset."""
        note = {
            "penyedia": self.penyedia,
            "jenis": self.jenis,
            "sumber": SOURCES.get(self.penyedia, "administrasi"),
            "periode": self.periode,
            "tanggal_acuan": self.tanggal_acuan,
            "tanggal_kirim": self.tanggal_kirim,
            "jatuh_tempo": self.jatuh_tempo,
            "perjanjian": f"PKS/{self.penyedia.upper()}/DTSEN/2025",
            "kontak": {
                "nama": CONTACTS[self.penyedia],
                "surel": f"data@{self.penyedia}.example",
            },
            "berkas": self.berkas,
        }
        text = yaml.safe_dump(note, sort_keys=False, allow_unicode=True, width=100)
        (self.folder / "pengantar.yml").write_text(text, encoding="utf-8", newline="\n")
        return {item["dataset"]: item["jumlah_rekaman"] for item in self.berkas}
