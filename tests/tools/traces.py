"""Where texts stand below a folder, whatever file holds them and however it is packed.

The bytes of every file are searched; gzip and workbooks are unpacked, Parquet files and DuckDB
databases read value by value, for packed texts cannot be seen in their bytes.
"""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings

_PARQUET = b"PAR1"


def traces(settings: Settings, roots: Iterable[Path], texts: Iterable[str]) -> list[str]:
    """``file: text`` for every text found, by the place of the text; files in name order."""
    wanted = [(f"#{place}", text.encode()) for place, text in enumerate(texts)]
    found = []
    for root in roots:
        for path in sorted(item for item in root.rglob("*") if item.is_file()):
            held = set()
            for content in _contents(settings, path):
                held |= {name for name, text in wanted if text in content}
            found += [f"{path.relative_to(root.parent)}: {name}" for name in sorted(held)]
    return found


def unpacked(path: Path, raw: bytes) -> Iterator[bytes]:
    """What a gzip file or a workbook holds; nothing of others."""
    if raw[:2] == b"\x1f\x8b":
        yield gzip.decompress(raw)
    elif raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                yield package.read(name)


def _contents(settings: Settings, path: Path) -> Iterator[bytes]:
    raw = path.read_bytes()
    yield raw
    yield from unpacked(path, raw)
    if raw[:4] == _PARQUET:
        yield from _rows(settings, path)
    elif path.suffix == ".duckdb":
        yield from _database(settings, path)


def _rows(settings: Settings, path: Path) -> Iterator[bytes]:
    """Every value of a Parquet file, also of one under the key of the home."""
    with warehouse.connect(settings, database=settings.scratch_dir / "jejak.duckdb") as con:
        try:
            pq.read_metadata(path)
            query = f"select * from read_parquet('{path}')"
            rows = con.execute(query).fetchall()
        except (ArrowException, duckdb.Error):
            query = f"select * from {warehouse.read_parquet(settings, str(path))}"
            rows = con.execute(query).fetchall()
    yield repr(rows).encode()


def _database(settings: Settings, path: Path) -> Iterator[bytes]:
    with warehouse.connect(settings, database=path, read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'wh'"
        ).fetchall()
        for schema, table in tables:
            rows = con.execute(f'select * from wh."{schema}"."{table}"').fetchall()
            yield repr(rows).encode()
