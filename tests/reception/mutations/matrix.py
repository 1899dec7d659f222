"""Every damage in every format it can be done to, and what must hold of each."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import random
import re
import shutil
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow.parquet as pq

from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.target import KEPT_TEXT
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.reception.deliveries import COLUMNS, Desk, File, contract
from tests.reception.mutations import kinds_bytes, kinds_note, kinds_table
from tests.reception.mutations.people import FORMATS, Table, as_csv, as_jsonl, people, write

SECONDS = 60
DATASET = "orang"
_SEED = PROJECT_DIR / "dbt_project" / "seeds" / "aturan" / "kode_alasan.csv"


@dataclass(frozen=True)
class Case:
    """One damage done to one format."""

    level: str
    name: str
    format: str

    def __str__(self) -> str:
        return f"{self.level}: {self.name} ({self.format})"


def cases() -> list[Case]:
    """The whole matrix, in a fixed order."""
    found = [Case("table", name, kind) for name in kinds_table.KINDS for kind in FORMATS]
    texts = ("csv", "csv.gz", "jsonl")
    found += [Case("text", name, kind) for name in kinds_bytes.TEXT for kind in texts]
    found += [Case("file", name, kind) for name in kinds_bytes.FILE for kind in FORMATS]
    found += [Case("note", name, kind) for name in kinds_note.KINDS for kind in FORMATS]
    return found


def codes() -> set[str]:
    """Codes a whole delivery may be refused with."""
    with _SEED.open(encoding="utf-8", newline="") as handle:
        return {row["kode"] for row in csv.DictReader(handle) if row["tingkat"] == "kiriman"}


def agreement(kind: str) -> ProviderContract:
    """The agreement with `uji`: one file of persons in this format."""
    dataset = {"nama": DATASET, "format": kind, "merekam": "individu", "kunci": ["nik"]}
    return contract(dataset=[{**dataset, "kolom": COLUMNS}])


@dataclass
class Delivered:
    """What was laid down: the table meant, the bytes sent, the damaged text when there is one."""

    table: Table
    content: bytes
    text: bytes | None


def damaged(case: Case, seed: int) -> Delivered:
    """The damaged file; the same for the same case and seed."""
    rng = random.Random(f"{seed}:{case}")
    table = people(rng)
    if case.level == "table":
        table = kinds_table.KINDS[case.name](rng, table)
    if case.level == "text":
        text = as_jsonl(table) if case.format == "jsonl" else as_csv(table)
        text = kinds_bytes.TEXT[case.name](rng, text)
        packed = gzip.compress(text, mtime=0) if case.format == "csv.gz" else text
        return Delivered(table, packed, text)
    content = write(case.format, table)
    if case.level == "file":
        content = kinds_bytes.FILE[case.name](rng, content)
        return Delivered(table, content, _text(case.format, content))
    return Delivered(table, content, None)


def _text(kind: str, content: bytes) -> bytes | None:
    """The text of a damaged file as someone else reads it; None when it has none."""
    if kind in ("csv", "jsonl"):
        return content
    try:
        if kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return b"\n".join(archive.read(name) for name in archive.namelist())
        if kind == "csv.gz":
            return gzip.decompress(content)
        if kind == "parquet":
            import pyarrow as pa

            table = pq.read_table(pa.BufferReader(content))
            return repr([table.column(name).to_pylist() for name in table.column_names]).encode()
    except Exception:
        return None
    return None


def failures(
    con: duckdb.DuckDBPyConnection, settings: Settings, case: Case, seed: int
) -> list[str]:
    """What is wrong with how one damaged delivery was received; nothing of a person."""
    landing = settings.root.parent / "landing"
    shutil.rmtree(landing, ignore_errors=True)
    desk = Desk(con, settings, landing)
    desk.forget()
    desk.contract = agreement(case.format)
    sent = damaged(case, seed)
    try:
        with _within(SECONDS):
            _deliver(desk, case, seed, sent, len(_records(case, sent.table)))
            detail = _refused_count(desk)
            if detail is not None and case.level in ("text", "file"):
                # a provider who counts what can be counted sends it again
                _deliver(desk, case, seed, sent, detail)
            return [f"{case}: {told}" for told in _judge(desk, case, sent)]
    except Exception as error:
        return [f"{case}: {type(error).__name__}"]


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """TimeoutError after so many seconds; only in the main thread."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _deliver(desk: Desk, case: Case, seed: int, sent: Delivered, records: int) -> None:
    shutil.rmtree(desk.landing, ignore_errors=True)
    desk.forget()
    folder = desk.deliver(File(sent.content, records, DATASET, f"orang.{case.format}"))
    if case.level == "note":
        kinds_note.KINDS[case.name](random.Random(f"{seed}:{case}"), folder)
    desk.receive()


def _refused_count(desk: Desk) -> int | None:
    rows = desk.rows("select rincian from ledger.kiriman where kode_alasan = 'JUMLAH_TAK_SAMA'")
    return int(re.findall(r": (\d+) ", rows[0][0])[-1]) if rows else None


def _judge(desk: Desk, case: Case, sent: Delivered) -> list[str]:
    ledger = desk.rows("select status, kode_alasan, rincian from ledger.kiriman")
    if len(ledger) != 1:
        return [f"{len(ledger)} deliveries in the ledger"]
    status, code, detail = ledger[0]
    loaded, broken = desk.people(DATASET), desk.broken()
    told = [nik for nik in _niks(sent.table) if detail and nik in detail]
    found = ["a person's value is told"] if told else []
    if status == "ditolak":
        kept = len(loaded) + len(broken) + desk.count("ledger.berkas")
        found += ["refused and kept"] if kept else []
        return found + ([] if code in codes() else [f"code {code}"])
    ((declared, read, lost),) = desk.rows(
        "select jumlah_dinyatakan, jumlah_terbaca, jumlah_rusak from ledger.berkas"
    )
    if (declared, read, lost) != (read + lost, len(loaded), len(broken)):
        found.append(f"declared {declared}, read {read}, broken {lost}")
    if case.level in ("table", "note"):
        return found + _compared(case, sent.table, loaded, broken)
    return found + _accounted(case, sent, loaded, broken)


def _records(case: Case, table: Table) -> list[list[Any]]:
    """The rows that are records in this format: what leaves no trace in it is none."""
    if case.format in ("csv", "csv.gz"):
        return [row for row in table.rows if row]
    if case.format == "xlsx":
        return [row for row in table.rows if any(value not in (None, "") for value in row)]
    return table.rows


def _compared(case: Case, table: Table, loaded: list[Any], broken: list[Any]) -> list[str]:
    """Every loaded record is, cell by cell, the one that was meant at its number."""
    meant = _records(case, table)
    if len(meant) != len(loaded) + len(broken):
        return [f"{len(meant)} records meant, {len(loaded)} read, {len(broken)} broken"]
    header = [str(name).removeprefix("\ufeff") for name in table.header]
    places = [header.index(name) for name in COLUMNS]
    for number, *values in loaded:
        row = meant[number - 1]
        if [value or None for value in values] != [_plain(row, place) for place in places]:
            return [f"record {number} is not the one that was meant"]
    return []


def _plain(row: list[Any], place: int) -> str | None:
    value = row[place] if place < len(row) else None
    return None if value in (None, "") else str(value)


def _accounted(case: Case, sent: Delivered, loaded: list[Any], broken: list[Any]) -> list[str]:
    """No NIK was changed, and no person who can still be read is missing."""
    niks = {row[1] for row in loaded if row[1]}
    if sent.text is None:  # a checksum holds what is inside
        return [] if niks <= _niks(sent.table) else ["a NIK that was not sent"]
    text = sent.text.decode("utf-8", "replace")
    plain = text.replace('""', '"') + text.replace("\\", "")
    found = [] if all(_written(nik) in plain for nik in niks) else ["a NIK that is not in the file"]
    kept = "\n".join(str(value) for row in [*loaded, *broken] for value in row[1:])
    header = text.split("\n", 1)[0] if case.format.startswith("csv") else ""
    missing = [
        nik for nik in _niks(sent.table) if nik in text and nik not in kept and nik not in header
    ]
    cut = sum(len(row[1] or "") >= KEPT_TEXT for row in broken)  # kept to this length only
    return found + ([f"{len(missing)} persons lost silently"] if len(missing) > cut else [])


def _written(nik: str) -> str:
    return nik.replace("\\", "")


def _niks(table: Table) -> set[str]:
    return {str(row[0]) for row in table.rows if row and len(str(row[0])) >= 10}


def sample(parts: int, part: int) -> list[Case]:
    """One of ``parts`` shares of the matrix: every kind once in some format, as hashed."""
    return [
        case
        for case in cases()
        if int(hashlib.sha256(str(case).encode()).hexdigest(), 16) % parts == part
    ]
