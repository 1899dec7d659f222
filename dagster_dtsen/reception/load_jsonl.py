"""Strict load of JSON lines: an object per line, every agreed key once, values text or null."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_dtsen.reception import stream
from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.load import MAX_LINE_BYTES, counts, refuse_nul
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.warehouse import quoted

# Blank lines are no records. `sah`: RFC 8259 without the comma before the brace that the engine
# lets pass. A number may have lost digits or gained an exponent: it is never taken for text.
_JUDGE = """
create or replace temp table baris_json as
with baris as (
    select
        row_number() over (order by _line) + {before} as nomor, _line, teks,
        length(teks) > {longest} as terlalu_panjang
    from baris_baru
    where trim(teks, ' ' || chr(9) || chr(13)) <> ''
),

terurai as (
    select
        *,
        not terlalu_panjang and json_valid(teks)
        and not regexp_matches(teks, ',\\s*\\}}\\s*$') as sah
    from baris
),

objek as (
    select *, case when sah then teks else '{{}}' end as isi from terurai
)

select
    nomor, _line, teks, isi,
    case
        when terlalu_panjang then 'LINE SIZE OVER MAXIMUM'
        when not sah then 'NOT JSON'
        when json_type(isi) <> 'OBJECT' then 'NOT AN OBJECT'
        when list_sort(json_keys(isi)) <> [{keys}] then 'KEYS NOT AS AGREED'
        when {numbers} then 'VALUE NOT TEXT'
    end as galat
from objek
"""


def line_batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Lines without their line feed; of a line that is too long only a little more than the limit
    is kept, so memory stays at one chunk. Other line separators of Unicode are part of a value."""
    rest = ""
    for text in texts:
        *whole, rest = (rest + text).split("\n")
        rest = rest[: MAX_LINE_BYTES + 1]
        if whole:
            yield whole
    if rest:
        yield [rest]


def load_jsonl(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    contract: DatasetContract,
    table: str,
    delivery: str,
    file_name: str,
    dataset: str,
) -> tuple[int, int]:
    """Load one file of JSON lines from where it lies; returns (records read well, broken).

    Broken lines are kept in ``ledger.baris_rusak``. Refuses like :mod:`stream`, with BYTE_NUL (an
    escaped one too), and, when no line at all is as agreed, with BUKAN_TEKS or KEPALA_TAK_SESUAI.
    """
    first_line, records = 1, 0
    for lines in line_batches(stream.texts(path, "utf-8", compressed=False)):
        numbers = pa.array(range(first_line, first_line + len(lines)), pa.int64())
        con.register("baris_baru", pa.table({"_line": numbers, "teks": pa.array(lines)}))
        _judge(con, contract, records)
        con.unregister("baris_baru")
        _keep(con, contract, table, delivery, file_name, dataset)
        records += int(con.execute("select count(*) from baris_json").fetchall()[0][0])
        first_line += len(lines)
    con.execute("drop table if exists temp.baris_json")
    refuse_nul(con, contract, table, delivery, file_name)
    read, broken = counts(con, table, delivery, file_name)
    if broken and not read:
        _refuse_whole(con, delivery, file_name)
    return read, broken


def _judge(con: duckdb.DuckDBPyConnection, contract: DatasetContract, before: int) -> None:
    types = (f"json_type(isi, {_path(name)}) not in ('VARCHAR', 'NULL')" for name in contract.kolom)
    keys = ", ".join(quoted(name) for name in sorted(contract.kolom, key=str.encode))
    con.execute(
        _JUDGE.format(before=before, longest=MAX_LINE_BYTES, keys=keys, numbers=" or ".join(types))
    )


def _keep(
    con: duckdb.DuckDBPyConnection,
    contract: DatasetContract,
    table: str,
    delivery: str,
    file_name: str,
    dataset: str,
) -> None:
    names = ", ".join(f'"{name}"' for name in contract.kolom)
    values = ", ".join(f"json_extract_string(isi, {_path(name)})" for name in contract.kolom)
    con.execute(
        f"insert into raw.{table} (_delivery, _file, _row_number, {names}) "
        f"select {quoted(delivery)}, {quoted(file_name)}, nomor, {values} "
        "from baris_json where galat is null order by nomor"
    )
    con.execute(
        f"insert into ledger.baris_rusak select {quoted(delivery)}, {quoted(dataset)}, "
        f"{quoted(file_name)}, _line, teks, galat from baris_json where galat is not null "
        "order by _line"
    )


def _path(name: str) -> str:
    return quoted(f'$."{name}"')


def _refuse_whole(con: duckdb.DuckDBPyConnection, delivery: str, file_name: str) -> None:
    found = con.execute(
        "select count(*) from ledger.baris_rusak "
        "where _delivery = ? and _file = ? and galat = 'VALUE NOT TEXT'",
        [delivery, file_name],
    ).fetchall()[0][0]
    raise Refusal("BUKAN_TEKS" if found else "KEPALA_TAK_SESUAI", file_name)
