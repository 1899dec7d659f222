"""The desk of the review sample, and what its answers say of a release (Pasal 7)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, reviews_view, stewardship, warehouse, worklists
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.review.view import UNKNOWN, Told, View
from dagster_dtsen.reviews import BaseDesk, Done, patient_lock
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import (
    answers,
    opinions,
    review_quality,
    sample_items,
    trail,
    worklist_files,
)
from dagster_dtsen.steward.answers import Answer
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.decisions import decisions

SEALED = "sampel_tinjauan"
# of the sample more is judged twice: the error of reviewers is estimated from these pairs alone
SHARE = 0.30
LIMIT = 200


class SampleDesk(BaseDesk):
    """The drawn pairs of the release in the working file that this reviewer has not judged."""

    key = "id_butir"
    catatan = False

    def __init__(
        self,
        settings: Settings,
        oleh: str,
        limit: int = LIMIT,
        date: dt.date | None = None,
        share: float = SHARE,
    ) -> None:
        """Raises DtsenError E-RILIS-TIADA, E-SEDANG-BERJALAN, E-KEPUTUSAN-SALAH (a name)."""
        super().__init__(settings, oleh, date)
        self._day = date or stewardship.open_day(settings)
        with patient_lock(settings), worklists.opened(settings) as opened:
            drawn = opened.con.execute(
                f"select id_butir from {sample_items.TABLE} order by nomor, id_butir"
            ).fetchall()
            wanted = self._wanted([str(row[0]) for row in drawn], share)[:limit]
            rows = sample_items.rows(opened.con, wanted, opened.sources)
            release = opened.release
        self.lay(rows, release)

    def _wanted(self, drawn: list[str], share: float) -> list[str]:
        """What nobody has judged, and of what one other has the part that is judged twice."""
        told: dict[str, dict[str, str]] = {}
        for (item, reviewer), answer in answers.counting(answers.read(self.settings)).items():
            told.setdefault(item, {})[reviewer] = answer.jawaban
        mine, found = opinions.who(self.oleh), []
        for item in drawn:
            held = told.get(item, {})
            definite = sum(answer != UNKNOWN for answer in held.values())
            most = 2 if opinions.wants_second(item, share) else 1
            if mine not in held and definite < most:
                found.append(item)
        return found

    def shown(self, row: dict[str, Any], place: int, of: int) -> View:
        return reviews_view.of_sample(row, place, of)

    def take(
        self, row: dict[str, Any], answer: str, note: str, evidence: bytes | None
    ) -> tuple[Done | None, Told]:
        self._record(row, answer)
        self.note("nilai", str(row["id_butir"]))
        return Done(row, answer), Told("Dicatat.")

    def take_back(self, done: Done) -> None:
        self._record(done.row, answers.BACK)

    def _record(self, row: dict[str, Any], answer: str) -> None:
        told = Answer(str(row["id_butir"]), self.oleh, answer, self._day)
        answers.record(self.settings, [told])


def write_sheet(
    settings: Settings, oleh: str, file: Path, limit: int = LIMIT, date: dt.date | None = None
) -> int:
    """Write what a reviewer would be asked as a CSV to fill in elsewhere; gives the pairs.

    Columns ``id_butir``, ``penilai``, ``jawaban`` (empty), then both records side by side. Filled
    in it is a file for :func:`take_answers`. Raises what :class:`SampleDesk` does.
    """
    desk = SampleDesk(settings, oleh, limit, date)
    rows = []
    if not desk.items():
        return 0
    with audits.exported(settings, "daftar", SEALED, desk.rilis) as outcome:
        for row in desk.items():
            item = str(row["id_butir"])
            desk.note("unduh", item)
            rows.append({"id_butir": item, "penilai": desk.oleh, "jawaban": None, **row})
        worklist_files.write_sheet(file, rows)
        outcome.rows = len(rows)
    return len(rows)


def take_answers(settings: Settings, file: Path) -> answers.Taken:
    """Enter a file of answers about samples of published releases; rows without a date are dated
    as decisions are. Raises DtsenError E-DAFTAR-RUSAK, E-RILIS-TIADA.
    """
    day = stewardship.open_day(settings)
    known: set[str] = set()
    with warehouse.connect(settings, read_only=settings.warehouse_file.exists()) as con:
        for item in store.stored(settings):
            if SEALED in item.manifest["lapisan"][SNAPSHOT]:
                table = item.table(settings, SNAPSHOT, SEALED)
                known |= {row[0] for row in con.execute(f"select id_butir from {table}").fetchall()}
    with audits.acting(settings, "putus", "daftar", SEALED, tujuan="jawab dari berkas") as outcome:
        taken = answers.take(settings, file, known, day)
        outcome.rows = taken.baru
    note = trail.Trail(settings, "berkas", trail.account(), "berkas").note
    note("nilai_berkas", baru=str(taken.baru), ditolak=str(len(taken.ditolak)))
    return taken


def status(settings: Settings) -> dict[str, Any]:
    """What reviews say today: the second looks, the newest release's sample, the trail.

    Keys: ``tinjauan`` (see :func:`opinions.summary`), ``rilis``, ``mutu`` (rows of
    :func:`review_quality.measures`), ``jejak`` (``baris``, ``rusak``: first line that does not
    follow from the one before). Raises DtsenError E-RILIS-TIADA.
    """
    chain = store.stored(settings)
    if not chain:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    newest, measured = chain[-1], []
    if SEALED in newest.manifest["lapisan"][SNAPSHOT]:
        with warehouse.connect(settings, read_only=settings.warehouse_file.exists()) as con:
            table = newest.table(settings, SNAPSHOT, SEALED)
            con.execute("use memory")
            con.execute(f"create table sampel as select * from {table}")
            answers.replay(con, settings)
            measured = review_quality.measures(con, "sampel", "date '9999-12-31'")
    book = Book.of(decisions(settings))
    stands = [
        name
        for name in book.known
        if not any(book.holds(item, dt.date.max) for item in book.undone_by.get(name, ()))
    ]
    return {
        "rilis": newest.name,
        "tinjauan": opinions.summary(opinions.read(settings), stands),
        "mutu": measured,
        "jejak": {"baris": len(trail.entries(settings)), "rusak": trail.broken_at(settings)},
    }
