"""Logical fingerprints: SHA-256 over typed values in key order, not over file bytes.

Two forms. The second, of today, hashes column by column; the first, row by row, is kept so that
releases sealed with it can still be held against their seal. ADR 0012 has the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.errors import DtsenError

Columns = list[tuple[str, str]]

FORM = 2
_BATCH = 65_536
# values whose Arrow form is one value of fixed width; any other type is hashed as its text
_FIXED = (
    *("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"),
    *("UBIGINT", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"),
)


def table_fingerprint(
    con: duckdb.DuckDBPyConnection, relation: str, key: Sequence[str], form: int = FORM
) -> tuple[int, str, Columns]:
    """Fingerprint of ``relation`` (a table name or a parenthesised query).

    Returns (rows, 64 hex digits, [(column, type)…]). The order in which rows are read does not
    count, null is apart from the empty text. ``form``: the one a seal was made with.
    Raises DtsenError E-SEGEL-BENTUK where this code does not know the form.
    """
    described = con.execute(f"describe select * from {relation}").fetchall()
    columns = [(str(row[0]), str(row[1])) for row in described]
    known = {1: _by_row, 2: _by_column}
    if form not in known:
        raise DtsenError("E-SEGEL-BENTUK", form=form, known=", ".join(map(str, known)))
    rows, digest = known[form](con, relation, key, columns)
    return rows, digest, columns


def form_of(sealed: Mapping[str, Any]) -> int:
    """The form that the record of a sealed table names; the first had no name."""
    return int(sealed.get("bentuk_sidik", 1))


def combine(named: Iterable[tuple[str, str]]) -> str:
    """One fingerprint for several tables, independent of their order."""
    text = "\n".join(f"{name}={value}" for name, value in sorted(named))
    return hashlib.sha256(text.encode()).hexdigest()


class _Column:
    """Three streams of one column, each independent of how the rows are cut into batches."""

    def __init__(self) -> None:
        self._present, self._lengths, self._values = (hashlib.sha256() for _ in range(3))

    def add(self, array: Any) -> None:
        # what lies under a null is the engine's, and may be anything
        self._present.update(np.asarray(pc.is_valid(array)).tobytes())
        filled = pc.drop_null(array) if array.null_count else array
        if pa.types.is_string(filled.type):
            _, ends, text = filled.buffers()
            first = filled.offset
            places = np.frombuffer(ends, dtype="<i4")[first : first + len(filled) + 1]
            self._lengths.update(np.diff(places).tobytes())
            if text is not None and len(filled):
                self._values.update(memoryview(text)[places[0] : places[-1]])
            return
        if pa.types.is_boolean(filled.type):
            filled = pc.cast(filled, pa.uint8())
        width = filled.type.bit_width // 8
        first = filled.offset * width
        if len(filled):
            self._values.update(memoryview(filled.buffers()[1])[first:][: len(filled) * width])

    def digest(self) -> bytes:
        return b"".join(one.digest() for one in (self._present, self._lengths, self._values))


def _by_column(
    con: duckdb.DuckDBPyConnection, relation: str, key: Sequence[str], columns: Columns
) -> tuple[int, str]:
    """In the order of the key, then of all other columns; little-endian as Arrow lays them."""
    names = [name for name, _ in columns]
    order = [*key, *(name for name in names if name not in key)]
    read = [
        f'"{name}"' if kind in _FIXED or kind.startswith("DECIMAL") else f'"{name}"::varchar'
        for name, kind in columns
    ]
    sorted_by = ", ".join(f'"{name}" nulls last' for name in order)
    listed = ", ".join(f'{value} as "{name}"' for value, name in zip(read, names, strict=True))
    hashed = [_Column() for _ in columns]
    rows = 0
    query = f"select {listed} from {relation} order by {sorted_by}"
    for batch in con.execute(query).to_arrow_reader(_BATCH):
        rows += len(batch)
        for column, array in zip(hashed, batch.columns, strict=True):
            column.add(array)
    digest = hashlib.sha256(repr((columns, rows)).encode())
    for column in hashed:
        digest.update(column.digest())
    return rows, digest.hexdigest()


def _by_row(
    con: duckdb.DuckDBPyConnection, relation: str, key: Sequence[str], columns: Columns
) -> tuple[int, str]:
    """Rows as text with the length of each value, hashed in 256 buckets of the key."""
    row_text = f"concat({', '.join(_typed(name) for name, _ in columns)})"
    key_text = " || '|' || ".join(f"coalesce(\"{name}\"::varchar, '')" for name in key)
    buckets = con.execute(
        f"with r as (select {key_text} as k, sha256({row_text}) as h from {relation}) "
        "select substr(md5(k), 1, 2) as b, count(*), sha256(string_agg(h, '' order by k, h)) "
        "from r group by b order by b"
    ).fetchall()
    digest = hashlib.sha256(repr(columns).encode())
    for bucket, count, value in buckets:
        digest.update(f"{bucket}:{count}:{value}\n".encode())
    return sum(int(row[1]) for row in buckets), digest.hexdigest()


def _typed(name: str) -> str:
    value = f'"{name}"::varchar'
    return f"case when \"{name}\" is null then '~' else concat(length({value}), ':', {value}) end"
