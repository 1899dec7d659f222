"""Strict load of JSON lines: an object per line, every agreed key once, values text or null."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_dtsen import warehouse
from dagster_dtsen.reception import stream
from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.target import (
    KEPT_TEXT,
    MAX_BROKEN,
    MAX_LINE_BYTES,
    Target,
    too_many_broken,
)
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


def load_jsonl(target: Target, path: Path) -> tuple[int, int]:
    """Load one file of JSON lines from where it lies; returns (records read well, broken).

    A sealed reader, which may open no file at all, parses the lines. Broken lines are kept in
    ``ledger.baris_rusak``. Refuses like :mod:`stream`, with BYTE_NUL (an escaped one too),
    BATAS_BACA and, when no line at all is as agreed, with BUKAN_TEKS or KEPALA_TAK_SESUAI.
    """
    first_line, records, found = 1, 0, 0
    check = stream.TextCheck(target.dataset.dialek.enkode, target.file_name)
    with warehouse.sealed_reader(target.settings) as (sealed, _):
        for lines in line_batches(stream.texts(path, check, compressed=False)):
            numbers = pa.array(range(first_line, first_line + len(lines)), pa.int64())
            sealed.register("baris_baru", pa.table({"_line": numbers, "teks": pa.array(lines)}))
            _judge(sealed, target.dataset, records)
            sealed.unregister("baris_baru")
            judged, broken = _keep(sealed, target)
            records, found = records + judged, found + broken
            first_line += len(lines)
            if found >= MAX_BROKEN:
                raise too_many_broken(target.file_name)
    target.refuse_nul()
    read, broken = target.counts()
    if broken and not read:
        code = "BUKAN_TEKS" if target.broken_with("VALUE NOT TEXT") else "KEPALA_TAK_SESUAI"
        raise Refusal(code, target.file_name)
    return read, broken


def _judge(con: duckdb.DuckDBPyConnection, contract: DatasetContract, before: int) -> None:
    types = (f"json_type(isi, {_path(name)}) not in ('VARCHAR', 'NULL')" for name in contract.kolom)
    keys = ", ".join(quoted(name) for name in sorted(contract.kolom, key=str.encode))
    con.execute(
        _JUDGE.format(before=before, longest=MAX_LINE_BYTES, keys=keys, numbers=" or ".join(types))
    )


def _keep(sealed: duckdb.DuckDBPyConnection, target: Target) -> tuple[int, int]:
    """Hand over what was judged; returns (records, broken ones among them)."""
    values = ", ".join(
        f'json_extract_string(isi, {_path(name)}) as "{name}"' for name in target.dataset.kolom
    )
    good = sealed.execute(
        f"select nomor, {values} from baris_json where galat is null order by nomor"
    ).to_arrow_table()
    target.keep(good)
    broken = sealed.execute(
        f"select _line, left(teks, {KEPT_TEXT}) as teks, galat from baris_json "
        "where galat is not null order by _line"
    ).to_arrow_table()
    target.keep_broken(broken)
    return good.num_rows + broken.num_rows, broken.num_rows


def _path(name: str) -> str:
    return quoted(f'$."{name}"')
