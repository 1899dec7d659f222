"""Logical fingerprints: SHA-256 over typed rows in key order, not over file bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import duckdb


def table_fingerprint(
    con: duckdb.DuckDBPyConnection, relation: str, key: Sequence[str]
) -> tuple[int, str, list[tuple[str, str]]]:
    """Fingerprint of ``relation`` (a table name or a parenthesised query).

    Returns (rows, 64 hex digits, [(column, type)…]). Every value counts with its length, null
    apart from the empty text; rows are hashed in 256 buckets of the key so that memory stays
    small at any size.
    """
    described = con.execute(f"describe select * from {relation}").fetchall()
    columns = [(str(row[0]), str(row[1])) for row in described]
    # one call: a chain of || copies the growing text once per column
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
    return sum(int(row[1]) for row in buckets), digest.hexdigest(), columns


def combine(named: Iterable[tuple[str, str]]) -> str:
    """One fingerprint for several tables, independent of their order."""
    text = "\n".join(f"{name}={value}" for name, value in sorted(named))
    return hashlib.sha256(text.encode()).hexdigest()


def _typed(name: str) -> str:
    value = f'"{name}"::varchar'
    return f"case when \"{name}\" is null then '~' else concat(length({value}), ':', {value}) end"
