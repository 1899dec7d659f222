"""What the desks of `dtsen review` share: a list, its answers, undo, and the audit trail."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from dagster_dtsen import audits
from dagster_dtsen.audit.acts import Outcome
from dagster_dtsen.audit.event import REFUSED, Kind
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.journal import holds_number
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.review.view import UNKNOWN, Count, Told, View
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import trail

PATIENCE = 2.0  # seconds in which another session's lock is waited for
STALE = Told("Butir itu sudah tidak di meja; yang tampak kini butir berikutnya.", "BUTIR_LAIN")
NEEDS_EVIDENCE = Told(
    "E-BUKTI-PERLU: belum dicatat. Menyatukan dua NIK sah memerlukan berkas bukti: pilih berkasnya "
    "di bawah, lalu jawab lagi.\n"
    "Not recorded yet: joining two valid NIKs needs an evidence file; choose it below and answer "
    "again.",
    "E-BUKTI-PERLU",
    perlu_bukti=True,
)
# this pair is proven, but other decisions without evidence tie it to further valid NIKs
SHORT_EVIDENCE = Told(
    "E-BUKTI-PERLU: belum dicatat. Keputusan lain tanpa bukti menyambung salah satunya ke NIK sah "
    "yang lain; sebutkan semua rekamannya dengan dtsen decide satukan … --bukti.\n"
    "Not recorded yet: other decisions without evidence tie one of them to a further valid NIK; "
    "name all the records with dtsen decide satukan … --bukti.",
    "E-BUKTI-PERLU",
)
NOTHING = Told("Belum ada jawaban yang dapat dibatalkan.", "TIADA")


@contextmanager
def patient_lock(settings: Settings) -> Iterator[None]:
    """The run lock, waited for a moment: two stewards may press a key at once."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            lock = run_lock(settings)
            lock.__enter__()
            break
        except DtsenError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def steward(name: str) -> str:
    """A steward's name. Raises DtsenError E-KEPUTUSAN-SALAH for none, or one with a number."""
    name = " ".join(name.split())
    if not name or holds_number(name):
        raise DtsenError("E-KEPUTUSAN-SALAH", reason="--oleh")
    return name


def people(row: Mapping[str, Any]) -> list[audits.Person]:
    """Whom a question shows: its records, and the persons they are counted to where it tells."""
    kinds: tuple[tuple[Kind, str], ...] = (("rekaman", "record_key"), ("individu", "orang"))
    told = [(kind, row.get(f"{side}_{name}")) for side in "abp" for kind, name in kinds]
    return [(kind, str(who)) for kind, who in told if who]


def refused(error: DtsenError, evident: bool = False) -> Told:
    """A refusal in the words of its error, Indonesian first; ``evident``: there was evidence."""
    if error.kind.code == "E-BUKTI-PERLU":
        return SHORT_EVIDENCE if evident else NEEDS_EVIDENCE
    lines = [line.removeprefix(f"[{error.kind.code}] ") for line in error.message.split("\n")]
    said = f"{error.kind.code}: {lines[0]}\n{lines[-1]}"
    return Told(said, error.kind.code)


@dataclass
class Done:
    """An answer of this session that can be taken back."""

    row: dict[str, Any]
    jawaban: str
    id_keputusan: str | None = None
    digantikan: tuple[str, ...] = ()  # undos that the decision brought along
    tanggal: dt.date | None = None


class BaseDesk:
    """A list of questions, what was answered of it, and the trail of both."""

    key = "id_antrean"
    catatan = True

    def __init__(self, settings: Settings, oleh: str, date: dt.date | None) -> None:
        self.settings, self.oleh, self.date = settings, steward(oleh), date
        self.rilis = ""
        self.hitungan = Count()
        self._todo: deque[dict[str, Any]] = deque()
        self._done: list[Done] = []
        self._trail = trail.Trail(settings, self.oleh, trail.account(), secrets.token_hex(4))

    def lay(self, rows: Iterable[dict[str, Any]], release: str) -> None:
        """Put the list on the desk."""
        self._todo, self.rilis = deque(rows), release
        self.hitungan.sisa = len(self._todo)
        self.note("mulai", butir_daftar=str(len(self._todo)), rilis=release)

    def note(self, act: str, item: str | None = None, **facts: str) -> None:
        """An act in the audit trail, with ids and codes only."""
        self._trail.note(act, item, **facts)

    def items(self) -> list[dict[str, Any]]:
        """All questions on the desk, in their order."""
        return list(self._todo)

    def view(self) -> View | None:
        """The question on the desk."""
        if not self._todo:
            return None
        row = self._todo[0]
        item = str(row[self.key])
        audits.looked(
            self.settings, "pertanyaan", audits.beginning(item), people(row), rilis=self.rilis
        )
        self.note("lihat", item)
        place = len(self._done) + 1
        return self.shown(row, place, place + len(self._todo) - 1)

    def answer(self, item: str, answer: str, note: str = "", evidence: bytes | None = None) -> Told:
        """Answer the question on the desk; what is refused stays on it."""
        if not self._todo or self._todo[0][self.key] != item:
            return STALE
        row = self._todo[0]
        try:
            with self._deciding(row, "jawab") as outcome:
                done, told = self.take(row, answer, " ".join(note.split()), evidence)
                if done is None:
                    outcome.result = REFUSED
        except DtsenError as error:
            self.hitungan.ditolak += 1
            self.note("ditolak", item, kode=error.kind.code)
            return refused(error, evidence is not None)
        self._todo.popleft()
        if done is not None:
            self._done.append(done)
            self.hitungan.tidak_tahu += answer == UNKNOWN
            self.hitungan.dijawab += answer != UNKNOWN
        self.hitungan.sisa = len(self._todo)
        return told

    def skip(self, item: str) -> Told:
        """Ask the question on the desk again at the end."""
        if not self._todo or self._todo[0][self.key] != item:
            return STALE
        self._todo.rotate(-1)
        self.note("lewati", item)
        return Told("Dilewati; ditanyakan lagi di akhir daftar.")

    def undo(self) -> Told:
        """Take the last answer back; its question is on the desk again."""
        if not self._done:
            return NOTHING
        done = self._done[-1]
        item = str(done.row[self.key])
        try:
            with self._deciding(done.row, "batalkan jawaban"):
                self.take_back(done)
        except DtsenError as error:
            self.note("ditolak", item, kode=error.kind.code)
            return refused(error)
        self._done.pop()
        self._todo.appendleft(done.row)
        self.hitungan.dibatalkan += 1
        self.hitungan.tidak_tahu -= done.jawaban == UNKNOWN
        self.hitungan.dijawab -= done.jawaban != UNKNOWN
        self.hitungan.sisa = len(self._todo)
        self.note("batal", item)
        return Told("Jawaban terakhir dibatalkan; butirnya ditanyakan lagi.")

    def _deciding(self, row: dict[str, Any], what: str) -> AbstractContextManager[Outcome]:
        """An answer, or its undo, under the audit log."""
        item = audits.beginning(str(row[self.key]))
        own = people(row)
        return audits.acting(self.settings, "putus", "pertanyaan", item, own, tujuan=what)

    def shown(self, row: dict[str, Any], place: int, of: int) -> View:
        """The view of one row."""
        raise NotImplementedError

    def take(
        self, row: dict[str, Any], answer: str, note: str, evidence: bytes | None
    ) -> tuple[Done | None, Told]:
        """Record an answer; no ``Done`` when nothing was to be recorded any more."""
        raise NotImplementedError

    def take_back(self, done: Done) -> None:
        """Undo what :meth:`take` recorded."""
        raise NotImplementedError
