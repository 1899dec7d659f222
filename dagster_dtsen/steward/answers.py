"""Answers of reviewers about the review sample: ``<home>/tinjauan/penilaian.jsonl``, append-only.

They count in the release whose cut-off is not before ``tanggal``, as decisions do.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.journal import holds_number
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import trail
from dagster_dtsen.steward.opinions import who
from dagster_dtsen.steward.quality import ANSWERS
from dagster_dtsen.steward.worklist_answers import day_of

BACK = "batal"  # takes the last answer back
NEEDED = ("id_butir", "penilai", "jawaban")
DDL = """
create schema if not exists ledger;
create or replace table ledger.penilaian_tinjauan (
    id_butir varchar, penilai varchar, jawaban varchar, tanggal date, nomor bigint
);
"""
# the last word of a reviewer about a pair, up to a day; what was taken back is none
COUNTING = f"""
select * from ledger.penilaian_tinjauan
where tanggal <= {{day}}
qualify row_number() over (partition by id_butir, penilai order by tanggal desc, nomor desc) = 1
    and jawaban <> '{BACK}'
"""


@dataclass(frozen=True)
class Answer:
    """One answer: ``jawaban`` of :data:`quality.ANSWERS`, or ``batal``."""

    id_butir: str
    penilai: str
    jawaban: str
    tanggal: dt.date


@dataclass
class Taken:
    """What became of a file of answers: new, known already, not filled in, refused rows with
    their code."""

    baru: int = 0
    ada: int = 0
    kosong: int = 0
    ditolak: list[dict[str, str]] = field(default_factory=list)


def record(settings: Settings, answers: Iterable[Answer]) -> None:
    """Add answers to the log, in their order."""
    settings.worklists_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    noted = trail.now()
    for item in answers:
        line = {
            "id_butir": item.id_butir,
            "penilai": item.penilai,
            "jawaban": item.jawaban,
            "tanggal": item.tanggal.isoformat(),
            "dicatat": noted,
        }
        journal.append(settings.review_answers_file, line)


def read(settings: Settings) -> list[Answer]:
    """All answers in the order they were entered."""
    return [
        Answer(line["id_butir"], line["penilai"], line["jawaban"], _day(line["tanggal"]))
        for line in journal.entries(settings.review_answers_file)
    ]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def counting(answers: Iterable[Answer]) -> dict[tuple[str, str], Answer]:
    """By pair and reviewer the answer that counts today, in the order of :data:`COUNTING`."""
    found: dict[tuple[str, str], Answer] = {}
    for item in sorted(answers, key=lambda item: item.tanggal):
        found[item.id_butir, who(item.penilai)] = item
    return {key: item for key, item in found.items() if item.jawaban != BACK}


def replay(con: duckdb.DuckDBPyConnection, settings: Settings) -> int:
    """Fill ``ledger.penilaian_tinjauan`` anew from the log; gives the number of answers.

    ``penilai`` is the name as it is compared, so that one reviewer is one.
    """
    con.execute(DDL)
    rows = [
        [item.id_butir, who(item.penilai), item.jawaban, item.tanggal, number]
        for number, item in enumerate(read(settings), 1)
    ]
    if rows:
        con.executemany("insert into ledger.penilaian_tinjauan values (?, ?, ?, ?, ?)", rows)
    return len(rows)


def take(settings: Settings, file: Path, known: Collection[str], day: dt.date) -> Taken:
    """Enter a CSV with ``id_butir``, ``penilai``, ``jawaban`` and perhaps ``tanggal``.

    ``known``: questions of the samples of published releases; ``day``: the date of rows without
    one. A row without an answer was not judged; one is refused with BUTIR_TIDAK_DIKENAL,
    PENILAI_SALAH, JAWABAN_SALAH or TANGGAL_SALAH.
    Raises DtsenError E-DAFTAR-RUSAK when the file is no such list.
    """
    told, fresh = Taken(), []
    stand = counting(read(settings))
    for number, row in enumerate(_rows(file), 1):
        if not row["jawaban"]:
            told.kosong += 1
            continue
        date = day_of(row.get("tanggal", "")) if row.get("tanggal") else day
        code = _fault(row, known, date)
        if code or date is None:
            told.ditolak.append({"baris": str(number), **row, "kode": code or "TANGGAL_SALAH"})
            continue
        answer = Answer(row["id_butir"], row["penilai"], row["jawaban"], date)
        key = (answer.id_butir, who(answer.penilai))
        if key in stand and stand[key].jawaban == answer.jawaban:
            told.ada += 1
            continue
        stand[key] = answer
        fresh.append(answer)
    record(settings, fresh)
    told.baru = len(fresh)
    return told


def _fault(row: dict[str, str], known: Collection[str], date: dt.date | None) -> str | None:
    faults = {
        "BUTIR_TIDAK_DIKENAL": row["id_butir"] not in known,
        "PENILAI_SALAH": not row["penilai"] or holds_number(row["penilai"]),
        "JAWABAN_SALAH": row["jawaban"] not in ANSWERS,
        "TANGGAL_SALAH": date is None,
    }
    return next((code for code, wrong in faults.items() if wrong), None)


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise DtsenError("E-DAFTAR-RUSAK", reason=file.suffix or "?") from None
    head = text.split("\n", 1)[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    rows: list[dict[Any, Any]] = list(csv.DictReader(text.splitlines(), delimiter=mark))
    missing = [name for name in NEEDED if name not in head.strip().split(mark)]
    if missing:
        raise DtsenError("E-DAFTAR-RUSAK", reason=f"kolom / columns {', '.join(missing)}")
    # an apostrophe is what keeps a spreadsheet from rewriting a cell (worklist_files.safe)
    return [
        {str(k): (v or "").strip().removeprefix("'") for k, v in row.items() if k} for row in rows
    ]
