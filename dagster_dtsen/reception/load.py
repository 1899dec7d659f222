"""Strict, all-text load of a checked file into the raw schema; nothing is guessed or dropped."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_dtsen.reception.contract import DatasetContract, Dialect
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.warehouse import quoted

TECHNICAL = "_delivery varchar, _file varchar, _row_number bigint"
MAX_LINE_BYTES = 1_000_000


@contextmanager
def refusing(code: str, file_name: str) -> Iterator[None]:
    """Turn what the reader says of a file into a refusal; a full disk stays an error."""
    try:
        yield
    except duckdb.Error as error:
        if isinstance(error, duckdb.InvalidInputException) or type(error) is duckdb.Error:
            raise Refusal(code, file_name) from None
        raise


def literal(path: Path) -> str:
    """``path`` as an SQL literal of exactly this file: the engine's readers take patterns."""
    return quoted(glob.escape(str(path)))


def create_raw_table(con: duckdb.DuckDBPyConnection, table: str, contract: DatasetContract) -> None:
    """An empty raw table of text columns, so that a provider who sent nothing is no error."""
    columns = ", ".join(f'"{name}" varchar' for name in contract.kolom)
    con.execute("create schema if not exists raw")
    con.execute(f"create table if not exists raw.{table} ({TECHNICAL}, {columns})")


def csv_scan(path: Path, columns: list[str], dialect: Dialect, *, compressed: bool) -> str:
    """A ``read_csv`` call that detects nothing, casts nothing and keeps every bad line aside."""
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({literal(path)}, auto_detect = false, header = true, columns = {{{types}}}, "
        f"compression = '{'gzip' if compressed else 'none'}', "
        f"delim = {quoted(dialect.pemisah)}, quote = {quoted(dialect.kutip)}, "
        f"escape = {quoted(dialect.kutip)}, strict_mode = true, null_padding = false, "
        f"max_line_size = {MAX_LINE_BYTES}, store_rejects = true, rejects_limit = 0)"
    )


def load_csv(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    columns: list[str],
    contract: DatasetContract,
    table: str,
    delivery: str,
    file_name: str,
    dataset: str,
    *,
    compressed: bool,
) -> tuple[int, int]:
    """Load one delimited UTF-8 file; returns (records read well, records broken).

    ``compressed`` says whether ``path`` is one gzip member; the copy made of a file in another
    encoding is not. Broken lines are kept in ``ledger.baris_rusak`` with line number, text and
    error.
    """
    con.execute("drop table if exists temp.reject_errors")
    con.execute("drop table if exists temp.reject_scans")
    names = ", ".join(f'"{name}"' for name in contract.kolom)
    # what is left to fail here is LF mixed with CRLF: the strict reader takes one of them
    with refusing("GANTI_BARIS", file_name):
        con.execute(
            f"insert into raw.{table} (_delivery, _file, _row_number, {names}) "
            f"select {quoted(delivery)}, {quoted(file_name)}, row_number() over (), {names} "
            f"from {csv_scan(path, columns, contract.dialek, compressed=compressed)}"
        )
    con.execute(
        "insert into ledger.baris_rusak "
        f"select {quoted(delivery)}, {quoted(dataset)}, {quoted(file_name)}, line, "
        "any_value(csv_line order by byte_position), "
        "string_agg(distinct error_type::varchar, ', ' order by error_type::varchar) "
        "from temp.reject_errors group by line"
    )
    read, broken = counts(con, table, delivery, file_name)
    if broken:  # a whole file needs no second pass over its rows
        _count_broken_lines_too(con, table, delivery, file_name)
    return read, broken


def load_parquet(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    contract: DatasetContract,
    table: str,
    delivery: str,
    file_name: str,
) -> tuple[int, int]:
    """Load one Parquet file of text columns; returns (records read, 0)."""
    names = ", ".join(f'"{name}"' for name in contract.kolom)
    with refusing("PARQUET_RUSAK", file_name):
        con.execute(
            f"insert into raw.{table} (_delivery, _file, _row_number, {names}) "
            f"select {quoted(delivery)}, {quoted(file_name)}, file_row_number + 1, {names} "
            f"from read_parquet({literal(path)}, file_row_number = true)"
        )
    refuse_nul(con, contract, table, delivery, file_name)
    return counts(con, table, delivery, file_name)


def refuse_nul(
    con: duckdb.DuckDBPyConnection,
    contract: DatasetContract,
    table: str,
    delivery: str,
    file_name: str,
) -> None:
    """Refuse with BYTE_NUL when a loaded value holds one; the byte pre-scan saw none of them."""
    nul = " or ".join(f'contains("{name}", chr(0))' for name in contract.kolom)
    found = con.execute(
        f"select 1 from raw.{table} where _delivery = ? and _file = ? and ({nul}) limit 1",
        [delivery, file_name],
    ).fetchall()
    if found:
        raise Refusal("BYTE_NUL", file_name)


def _count_broken_lines_too(
    con: duckdb.DuckDBPyConnection, table: str, delivery: str, file_name: str
) -> None:
    """Shift record numbers past broken lines, so that they are those of the file.

    The j-th broken line is record ``line - 1``; ``line - 1 - j`` good records stand before it, so
    every later good record moves by the number of broken lines that stand before it.
    """
    con.execute(
        f"""
        update raw.{table} as r set _row_number = r._row_number + g.lewat
        from (
            select baik._row_number, rusak.lewat
            from (
                select _row_number from raw.{table} where _delivery = $1 and _file = $2
            ) as baik
            asof join (
                select _line - 1 - lewat as sebelum, max(lewat) as lewat
                from (
                    select _line, row_number() over (order by _line) as lewat
                    from ledger.baris_rusak where _delivery = $1 and _file = $2
                )
                group by 1
            ) as rusak on baik._row_number > rusak.sebelum
        ) as g
        where r._delivery = $1 and r._file = $2 and r._row_number = g._row_number
        """,
        [delivery, file_name],
    )


def counts(
    con: duckdb.DuckDBPyConnection, table: str, delivery: str, file_name: str
) -> tuple[int, int]:
    """Records of one file that were read well and that were broken."""
    # a full column is summed: count(*) alone does not parse a file
    read = con.execute(
        f"select count(_row_number) from raw.{table} where _delivery = ? and _file = ?",
        [delivery, file_name],
    ).fetchall()[0][0]
    broken = con.execute(
        "select count(*) from ledger.baris_rusak where _delivery = ? and _file = ?",
        [delivery, file_name],
    ).fetchall()[0][0]
    return int(read), int(broken)
