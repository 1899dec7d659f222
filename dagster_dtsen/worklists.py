"""Worklists of the stewards: queues, comparisons and files of the steward room together."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_dtsen import audits, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import explain_pairs
from dagster_dtsen.reception.load_xlsx import sheet_rows
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import queue_items, worklist_answers, worklist_files
from dagster_dtsen.steward.worklist_answers import Answers
from dagster_dtsen.steward.worklist_xlsx import SHEET

_SCRATCH = "daftar"
_LARGEST = 200 << 20


@dataclass(frozen=True)
class Written:
    """What was written: items on the list, items open in all, release, files."""

    items: int
    open: int
    release: str
    files: list[Path]


@dataclass(frozen=True)
class Opened:
    """The working file with a throw-away database in use: its release and its open items."""

    con: duckdb.DuckDBPyConnection
    settings: Settings
    sources: list[queue_items.Source]
    release: str
    open: int

    def choose(self, queue: str | None, top: int | None, leave: Iterable[str] = ()) -> int:
        """Lay out the items for :func:`queue_items.rows`; gives their number."""
        items = queue_items.choose(self.con, queue, top, leave)
        explain_pairs.score_pairs(self.con, self.settings, "pasangan_diminta")
        queue_items.lay_out(self.con, self.sources)
        return items


@contextmanager
def opened(settings: Settings) -> Iterator[Opened]:
    """The queues of the working file, read under the run lock.

    Raises DtsenError E-RILIS-TIADA when it holds none, E-SEDANG-BERJALAN.
    """
    if not settings.warehouse_file.exists():
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    sources = [
        (item.penyedia, data.nama, item.raw_table(data.nama), list(data.kunci))
        for item in load_contracts()
        for data in item.dataset
        if data.merekam == "individu"
    ]
    with run_lock(settings), warehouse.connect(settings, read_only=True) as con:
        held = con.execute(
            "select count(*) from duckdb_tables() where database_name = 'wh' and "
            "schema_name = 'stewardship' and table_name in ('antrean_tinjauan', 'antrean_dampak')"
        ).fetchall()[0][0]
        if held < 2:
            raise DtsenError("E-RILIS-TIADA", home=settings.home)
        release = con.execute("select id_rilis from kendali.rilis").fetchall()[0][0]
        total = con.execute("select count(*) from stewardship.antrean_tinjauan").fetchall()[0][0]
        with warehouse.scratch(con, settings, _SCRATCH):
            con.execute(f"use {_SCRATCH}")
            yield Opened(con, settings, sources, str(release), int(total))


def write(
    settings: Settings, queue: str | None = None, top: int | None = None, out: Path | None = None
) -> Written:
    """Write the open items of ``queue`` (all queues by default), the first ``top`` of them.

    Below ``<home>/tinjauan/<rilis>/`` or in ``out``: ``daftar-<antrean>.xlsx`` and ``.csv``. The
    same working file gives the same bytes. Raises DtsenError E-RILIS-TIADA when the working file
    holds no queues, E-SEDANG-BERJALAN.
    """
    if out is None:
        settings.worklists_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with opened(settings) as desk:
        items = desk.choose(queue, top)
        day = desk.con.execute("select tanggal_rilis from wh.kendali.rilis").fetchall()[0][0]
        with audits.exported(settings, "antrean", queue or "semua", desk.release) as outcome:
            files = worklist_files.write(
                out or settings.worklists_dir / desk.release,
                f"daftar-{queue or 'semua'}",
                worklist_files.cells(
                    queue_items.rows(desk.con, explain_pairs.TABLE), explain_pairs.rule_words()
                ),
                worklist_files.columns(explain_pairs.fields()),
                day,
            )
            outcome.rows = items
    return Written(items, desk.open, desk.release, files)


def answers_of(path: Path) -> Answers:
    """What a filled worklist says, for the book of decisions; a workbook or CSV.

    Raises DtsenError E-DAFTAR-RUSAK when the file is none or lacks a column that is needed.
    """
    reader = _from_workbook if path.suffix.lower() == ".xlsx" else _from_csv
    try:
        rows = list(reader(path))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise DtsenError("E-DAFTAR-RUSAK", reason=path.suffix or "?") from None
    except Refusal as error:
        raise DtsenError("E-DAFTAR-RUSAK", reason=error.code) from None
    return worklist_answers.decisions_of(rows)


def take_back(path: Path) -> tuple[Answers, list[Path]]:
    """Write beside a filled worklist what it says: ``<name>.keputusan.csv``, one row per record as
    the book of decisions takes them, and ``<name>.kembali.csv``, the rows that cannot be taken.

    A file without rows is not written, and one of an earlier time goes. Raises E-DAFTAR-RUSAK.
    """
    answers = answers_of(path)
    told = {"keputusan": answers.keputusan, "kembali": answers.ditolak}
    files = []
    for name, rows in told.items():
        target = path.with_name(f"{path.stem}.{name}.csv")
        target.unlink(missing_ok=True)
        if rows:
            worklist_files.write_rows(target, rows)
            files.append(target)
    return answers, files


def _checked(header: list[str]) -> list[str]:
    missing = [name for name in worklist_answers.NEEDED if header.count(name) != 1]
    if missing:
        raise DtsenError("E-DAFTAR-RUSAK", reason=f"kolom / columns {', '.join(missing)}")
    return header


def _from_workbook(path: Path) -> Iterator[dict[str, str]]:
    rows = sheet_rows(path, SHEET)
    first = next(rows, None)
    names = first.cells if first else {}
    _checked(list(names.values()))
    for row in rows:
        yield {name: row.cells.get(place, "") for place, name in names.items()}


def _from_csv(path: Path) -> Iterator[dict[str, str]]:
    """Cells without the apostrophe that keeps a spreadsheet from rewriting them."""
    if path.stat().st_size > _LARGEST:
        raise DtsenError("E-DAFTAR-RUSAK", reason=f"> {_LARGEST} byte")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        first = handle.readline()
        handle.seek(0)
        mark = ";" if first.count(";") >= first.count(",") else ","
        reader = csv.reader(handle, delimiter=mark)
        names = _checked(next(reader, []))
        for row in reader:
            padded = [*row, *[""] * len(names)][: len(names)]
            yield {name: cell.removeprefix("'") for name, cell in zip(names, padded, strict=True)}
