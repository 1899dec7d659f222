"""Strict, all-text load of a checked text file into the raw schema; nothing is guessed or dropped.

A sealed reader parses the file; its rows reach the warehouse as Arrow.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.reception import stream
from dagster_dtsen.reception.contract import DatasetContract, Dialect, ProviderContract
from dagster_dtsen.reception.prescan import Look
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.target import (
    KEPT_TEXT,
    MAX_BROKEN,
    MAX_LINE_BYTES,
    Fault,
    Target,
    too_many_broken,
)
from dagster_dtsen.warehouse import quoted

TECHNICAL = "_delivery varchar, _file varchar, _row_number bigint"

# One broken record may break several rules. The engine puts blank lines before a record into its
# text.
_BROKEN = """
select
    line as _line,
    any_value(
        left(ltrim(csv_line, chr(10) || chr(13)), {kept}) order by byte_position
    ) as teks,
    string_agg(distinct error_type::varchar, ', ' order by error_type::varchar) as galat
from temp.reject_errors
group by line
order by line
"""

# after one of these the engine looks for the next record anywhere, even in the middle of a line
_OF_QUOTES = "('UNQUOTED VALUE', 'UNTERMINATED QUOTES', 'INVALID STATE')"
_BREAKS = "len(regexp_extract_all({text}, '[\\r\\n]+'))"  # of lines, blank ones left out
_BROKEN_LINES = """
select
    bool_or(quotes),
    sum(1 + {breaks})
from (
    select
        bool_or(error_type::varchar in {quotes}) as quotes,
        trim(any_value(csv_line order by byte_position), chr(10) || chr(13)) as teks
    from temp.reject_errors
    group by line
)
""".format(breaks=_BREAKS.format(text="teks"), quotes=_OF_QUOTES)


def create_raw_table(con: duckdb.DuckDBPyConnection, table: str, contract: DatasetContract) -> None:
    """An empty raw table of text columns, so that a provider who sent nothing is no error."""
    columns = ", ".join(f'"{name}" varchar' for name in contract.kolom)
    con.execute("create schema if not exists raw")
    con.execute(f"create table if not exists raw.{table} ({TECHNICAL}, {columns})")


def create_raw_tables(con: duckdb.DuckDBPyConnection, contract: ProviderContract) -> None:
    """:func:`create_raw_table` for every dataset of a provider."""
    for dataset in contract.dataset:
        create_raw_table(con, contract.raw_table(dataset.nama), dataset)


def csv_scan(source: str, columns: list[str], dialect: Dialect, *, compressed: bool) -> str:
    """A ``read_csv`` call that detects nothing, casts nothing and keeps every bad line aside."""
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({quoted(source)}, auto_detect = false, header = true, columns = {{{types}}}, "
        f"compression = '{'gzip' if compressed else 'none'}', "
        f"delim = {quoted(dialect.pemisah)}, quote = {quoted(dialect.kutip)}, "
        f"escape = {quoted(dialect.kutip)}, strict_mode = true, null_padding = false, "
        f"max_line_size = {MAX_LINE_BYTES}, store_rejects = true, rejects_limit = {MAX_BROKEN})"
    )


def load_csv(target: Target, path: Path, look: Look, *, compressed: bool) -> tuple[int, int]:
    """Load one delimited UTF-8 file; returns (records read well, records broken).

    ``compressed`` says whether ``path`` is one gzip member; the copy made of a file in another
    encoding is not. Broken lines are kept in ``ledger.baris_rusak`` with line number, beginning and
    error. Refuses with GANTI_BARIS, with BATAS_BACA (more broken lines than can be kept) and with
    KUTIP_RUSAK (a quote is open over lines, so that nobody can tell where a record ends).
    """
    # what is left to fail here is LF mixed with CRLF: the strict reader takes one of them
    fault = Fault("GANTI_BARIS", f"{target.file_name}: {look.line_ends}")
    with warehouse.sealed_reader(target.settings, path) as (sealed, source):
        scan = csv_scan(source, look.columns, target.dataset.dialek, compressed=compressed)
        query = f"select row_number() over () as nomor, {target.names} from {scan}"
        target.keep_from(sealed, query, fault)
        found = int(sealed.execute("select count(*) from temp.reject_errors").fetchall()[0][0])
        if found >= MAX_BROKEN:
            raise too_many_broken(target.file_name)
        if found:
            target.keep_from(sealed, _BROKEN.format(kept=KEPT_TEXT), fault, broken=True)
            quotes, lines = sealed.execute(_BROKEN_LINES).fetchall()[0]
            if quotes and not _borders_hold(target, path, int(lines), compressed=compressed):
                raise Refusal("KUTIP_RUSAK", target.file_name)
    read, broken = target.counts()
    if broken:  # a whole file needs no second pass over its rows
        _count_broken_lines_too(target)
    return read, broken


def _borders_hold(target: Target, path: Path, broken: int, *, compressed: bool) -> bool:
    """Whether every filled line of the file is the header or in exactly one record.

    ``broken`` is the number of filled lines in broken records.
    """
    columns = [f'"{name}"' for name in target.dataset.kolom]
    inside = " + ".join(f"coalesce(sum({_BREAKS.format(text=name)}), 0)" for name in columns)
    good, breaks = target.con.execute(
        f"select count(_row_number), {inside} from raw.{target.table} "
        "where _delivery = $1 and _file = $2",
        [target.delivery, target.file_name],
    ).fetchall()[0]
    filled = stream.filled_lines(path, compressed=compressed)
    return filled == 1 + int(good) + int(breaks) + broken


def _count_broken_lines_too(target: Target) -> None:
    """Shift record numbers past broken lines, so that they are those of the file.

    The j-th broken line is record ``line - 1``; ``line - 1 - j`` good records stand before it, so
    every later good record moves by the number of broken lines that stand before it.
    """
    target.con.execute(
        f"""
        update raw.{target.table} as r set _row_number = r._row_number + g.lewat
        from (
            select baik._row_number, rusak.lewat
            from (
                select _row_number from raw.{target.table} where _delivery = $1 and _file = $2
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
        [target.delivery, target.file_name],
    )
