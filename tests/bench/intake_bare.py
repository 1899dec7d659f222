"""The bare engine on the files of reception: DuckDB reads all as text into a DuckDB file.

Run as ``python -m tests.bench.intake_bare --landing DIR --out DIR --report FILE``. No check, no
hash, no note beyond the names of files and columns; a Windows-1252 file, which the engine does not
read, is rewritten as UTF-8 first.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.note import NOTE_NAME
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.settings import get_settings
from dagster_dtsen.warehouse import quoted
from tests.bench.meter import Meter


def run(landing: Path, out: Path) -> dict[str, Any]:
    """Load every file of the notes below ``landing`` into ``out/polos.duckdb``."""
    settings = get_settings()
    out.mkdir(parents=True, exist_ok=True)
    meter = Meter()
    con = duckdb.connect(":memory:")
    con.execute(f"set threads = {settings.threads}")
    con.execute(f"set memory_limit = {quoted(settings.memory_limit)}")
    con.execute(f"set temp_directory = {quoted(out / 'tumpahan')}")
    con.execute(f"attach {quoted(out / 'polos.duckdb')} as polos")
    rows = 0
    for contract in load_contracts():
        for note in sorted((landing / contract.penyedia).glob(f"*/{NOTE_NAME}")):
            for item in yaml.safe_load(note.read_text())["berkas"]:
                dataset = contract.find(item["dataset"])
                assert dataset is not None
                table = f'polos."{contract.raw_table(dataset.nama)}_{note.parent.name}"'
                path = as_utf_8(note.parent / item["nama"], dataset, out)
                source = scan(path, item["variabel"], dataset)
                con.execute(f"create table {table} as select * from {source}")
                rows += con.execute(f"select count(*) from {table}").fetchall()[0][0]
    con.execute("checkpoint polos")
    con.close()
    meter.mark("muat")
    return meter.report() | {"counts": {"rekaman": rows}}


def as_utf_8(path: Path, dataset: DatasetContract, out: Path) -> Path:
    """The file itself, or its copy in an encoding that the engine reads."""
    if dataset.dialek.enkode.startswith("utf-8"):
        return path
    copy = out / f"{path.name}.utf8"
    text = path.read_text(encoding=dataset.dialek.enkode)
    copy.write_text(text, encoding="utf-8", newline="")
    return copy


def scan(path: Path, columns: list[str], dataset: DatasetContract) -> str:
    """The engine's own reader of this format, all columns text."""
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    if dataset.format == "parquet":
        return f"read_parquet({quoted(path)})"
    if dataset.format == "jsonl":
        return f"read_json({quoted(path)}, format = 'newline_delimited', columns = {{{types}}})"
    return (
        f"read_csv({quoted(path)}, header = true, auto_detect = false, columns = {{{types}}}, "
        f"delim = {quoted(dataset.dialek.pemisah)}, quote = '\"', escape = '\"', "
        "ignore_errors = true)"
    )


def main() -> None:
    """Run once and write the report."""
    parser = argparse.ArgumentParser()
    for name in ("landing", "out", "report"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    options.report.write_text(json.dumps(run(options.landing, options.out), indent=2))


if __name__ == "__main__":
    main()
