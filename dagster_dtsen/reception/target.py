"""Where the rows of one file go: a raw table and, for broken records, the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from pyarrow.lib import ArrowException

from dagster_dtsen.reception.contract import DatasetContract
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

MAX_LINE_BYTES = 1_000_000
# of a broken record the ledger keeps the beginning: enough to find it again in the file
KEPT_TEXT = 1_000
# a file with more broken records than this was not written as agreed
MAX_BROKEN = 1_000_000

BATCH = 100_000


@dataclass(frozen=True)
class Fault:
    """What to say of a file that cannot be read to its end.

    ``look`` sees every batch as it passes and may refuse the file.
    """

    code: str
    detail: str
    look: Callable[[Iterable[pa.RecordBatch]], Iterable[pa.RecordBatch]] = iter

    def refusal(self, error: Exception) -> Refusal:
        """The refusal that ``error`` of a sealed reader means."""
        if isinstance(error, Refusal):
            return error
        if isinstance(error, (duckdb.OutOfMemoryException, MemoryError)):
            return Refusal("BATAS_BACA", f"{self.detail}: memori / memory")
        if isinstance(error, duckdb.PermissionException):  # another file stands in its place
            return Refusal("SIDIK_TAK_SAMA", self.detail)
        return Refusal(self.code, self.detail)


def too_many_broken(file_name: str) -> Refusal:
    """The refusal of a file with more broken records than the ledger should keep."""
    return Refusal("BATAS_BACA", f"{file_name}: baris rusak/broken ≥ {MAX_BROKEN}")


_READING = (duckdb.Error, ArrowException, MemoryError, Refusal)


@dataclass(frozen=True)
class Target:
    """One file of one delivery on its way into the warehouse ``con``.

    Rows come as Arrow and only here meet the warehouse: what reads them has no way to it.
    """

    con: duckdb.DuckDBPyConnection
    settings: Settings
    dataset: DatasetContract
    table: str
    delivery: str
    file_name: str

    @property
    def names(self) -> str:
        """The agreed columns as an SQL list."""
        return ", ".join(f'"{name}"' for name in self.dataset.kolom)

    def keep(self, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Put rows of ``nomor`` (record number) and the agreed columns into the raw table."""
        self._insert(
            rows,
            f"insert into raw.{self.table} (_delivery, _file, _row_number, {self.names}) "
            f"select {quoted(self.delivery)}, {quoted(self.file_name)}, nomor, {self.names} "
            "from masuk",
        )

    def keep_from(
        self,
        sealed: duckdb.DuckDBPyConnection,
        query: str,
        fault: Fault,
        *,
        broken: bool = False,
    ) -> None:
        """Put the rows of ``query``, read by a sealed reader, where good or broken records go.

        What goes wrong inside the reader is the file's fault and becomes a refusal; what goes wrong
        in the warehouse, such as a full disk, stays an error.
        """
        failures: list[Exception] = []

        def passing(source: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
            try:
                yield from fault.look(source)
            except _READING as error:
                failures.append(error)
                raise

        try:
            source = sealed.execute(query).to_arrow_reader(BATCH)
        except _READING as error:
            raise fault.refusal(error) from None
        try:
            rows = pa.RecordBatchReader.from_batches(source.schema, passing(source))
            self.keep_broken(rows) if broken else self.keep(rows)
        except Exception:
            if failures:
                raise fault.refusal(failures[0]) from None
            raise

    def keep_broken(self, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Put rows of ``_line``, ``teks`` and ``galat`` into ``ledger.baris_rusak``."""
        self._insert(
            rows,
            f"insert into ledger.baris_rusak select {quoted(self.delivery)}, "
            f"{quoted(self.dataset.nama)}, {quoted(self.file_name)}, _line, teks, galat from masuk",
        )

    def _insert(self, rows: pa.Table | pa.RecordBatchReader, statement: str) -> None:
        self.con.register("masuk", rows)
        try:
            self.con.execute(statement)
        finally:
            self.con.unregister("masuk")

    def counts(self) -> tuple[int, int]:
        """Records of the file that were read well and that are broken."""
        # a full column is counted: count(*) alone does not read a file
        read = self._number(f"select count(_row_number) from raw.{self.table} where ")
        return read, self._number("select count(*) from ledger.baris_rusak where ")

    def broken_with(self, error: str) -> int:
        """Broken records of the file with this error."""
        where = f"contains(galat, {quoted(error)}) and "
        return self._number(f"select count(*) from ledger.baris_rusak where {where}")

    def refuse_nul(self) -> None:
        """Refuse with BYTE_NUL when a loaded value holds one; no look at bytes can see these."""
        nul = " or ".join(f'contains("{name}", chr(0))' for name in self.dataset.kolom)
        if self._number(f"select count(*) from raw.{self.table} where ({nul}) and "):
            raise Refusal("BYTE_NUL", self.file_name)

    def _number(self, query: str) -> int:
        own = "_delivery = ? and _file = ?"
        return int(self.con.execute(query + own, [self.delivery, self.file_name]).fetchall()[0][0])
