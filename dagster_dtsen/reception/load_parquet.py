"""Strict load of a Parquet file: text columns only, bounded by what its bytes can honestly hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from dagster_dtsen import warehouse
from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.header import check_header
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.stream import MAX_RATIO
from dagster_dtsen.reception.target import Fault, Target
from dagster_dtsen.warehouse import quoted

# a small file of few values may shrink to nearly nothing and is no danger
_ALWAYS_ALLOWED = 1 << 24
_TEXT = ("string", "large_string", "string_view", "null")


def look_at(path: Path, contract: DatasetContract, declared: int) -> None:
    """Hold the footer of a Parquet file against the contract before a value is read.

    All columns must be text, so that no NIK ever was a number. Refuses with PARQUET_RUSAK (also
    when encrypted), KEPALA_TAK_SESUAI, BUKAN_TEKS, JUMLAH_TAK_SAMA (``declared`` records in the
    note) or KEMBANG_BERLEBIH (values, or rows, for more than 100 bytes out of one).
    """
    try:
        footer = pq.read_metadata(path)
        schema = footer.schema.to_arrow_schema()
        groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
        unpacked = sum(group.total_byte_size for group in groups)
        rows = sum(group.num_rows for group in groups)
    except (ArrowException, OSError, ValueError):
        raise Refusal("PARQUET_RUSAK", path.name) from None
    check_header(schema.names, contract, path.name)
    wrong = [field.name for field in schema if str(field.type) not in _TEXT]
    if wrong:
        raise Refusal("BUKAN_TEKS", f"{path.name}: {', '.join(wrong)}")
    if footer.num_rows != rows or rows != declared:
        raise Refusal("JUMLAH_TAK_SAMA", f"{path.name}: {footer.num_rows} ≠ {declared}")
    # written as delimited text every cell would take one byte at least
    if max(unpacked, rows * len(schema.names)) > _limit(path):
        raise Refusal("KEMBANG_BERLEBIH", f"{path.name}: > {MAX_RATIO}:1")


def load_parquet(target: Target, path: Path, declared: int) -> tuple[int, int]:
    """Load one Parquet file of text columns; returns (records read, 0).

    Refuses like :func:`look_at`, with BYTE_NUL and with BATAS_BACA.
    """
    look_at(path, target.dataset, declared)
    limit = _limit(path)

    def within(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        # repeated values cost nothing in the file and are not in the sizes of its footer
        total = 0
        for batch in batches:
            texts = (column for column in batch.columns if pa.types.is_string(column.type))
            total += sum(pc.sum(pc.binary_length(text)).as_py() or 0 for text in texts)
            if total > limit:
                raise Refusal("KEMBANG_BERLEBIH", f"{target.file_name}: > {MAX_RATIO}:1")
            yield batch

    with warehouse.sealed_reader(target.settings, path) as (sealed, source):
        query = (
            f"select file_row_number + 1 as nomor, {target.names} "
            f"from read_parquet({quoted(source)}, file_row_number = true)"
        )
        target.keep_from(sealed, query, Fault("PARQUET_RUSAK", target.file_name, within))
    target.refuse_nul()
    return target.counts()


def _limit(path: Path) -> int:
    return max(path.stat().st_size * MAX_RATIO, _ALWAYS_ALLOWED)
