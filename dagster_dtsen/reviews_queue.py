"""The desk of the queues: first answers become decisions, second ones are compared with them."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from dagster_dtsen import reviews_view, stewardship, worklists
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.journal import holds_number
from dagster_dtsen.linkage import explain_pairs
from dagster_dtsen.review.view import ONE, TWO, UNKNOWN, Told, View
from dagster_dtsen.reviews import BaseDesk, Done, patient_lock
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import opinions, queue_items, trail
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.decisions import JOIN, SEPARATE, UNDO, Decision, decisions
from dagster_dtsen.steward.opinions import Opinion

LIMIT = 100
SAID = {ONE: "satu", TWO: "dua"}


class QueueDesk(BaseDesk):
    """The open questions of the queues, first looks and blind second ones alike."""

    def __init__(
        self,
        settings: Settings,
        oleh: str,
        queue: str | None = None,
        limit: int = LIMIT,
        date: dt.date | None = None,
        share: float = opinions.SHARE,
    ) -> None:
        """Raises DtsenError E-RILIS-TIADA, E-SEDANG-BERJALAN, E-KEPUTUSAN-SALAH (a name)."""
        super().__init__(settings, oleh, date)
        self._share = share
        with patient_lock(settings), worklists.opened(settings) as opened:
            row = opened.con.execute("select tanggal_rilis from wh.kendali.rilis").fetchall()[0]
            self._open_day = row[0] + dt.timedelta(days=1)
            leave = self._answered(opened)
            opened.choose(queue, limit, leave)
            rows = list(queue_items.rows(opened.con, explain_pairs.TABLE))
            release = opened.release
        self._rules = explain_pairs.rule_words()
        mine = {
            item
            for item, held in opinions.read(settings).items()
            if opinions.who(self.oleh) in held
        }
        # what this steward did not know before comes last
        self.lay(sorted(rows, key=lambda row: row["id_antrean"] in mine), release)

    def _answered(self, opened: worklists.Opened) -> set[str]:
        """Items of the queues that this steward is not asked about any more."""
        book = Book.of(decisions(self.settings))
        keys = sorted({key for _, key in book.by_record})
        found: dict[str, dict[int, str]] = {}
        objek: dict[str, str] = {}
        for item, kind, group, key in opened.con.execute(
            """
            select r.id_antrean, t.objek, r.kelompok, r.record_key
            from wh.stewardship.antrean_rekaman as r
            inner join wh.stewardship.antrean_tinjauan as t on r.id_antrean = t.id_antrean
            where r.kelompok > 0 and r.record_key in (select unnest($keys::varchar[]))
            """,
            {"keys": keys},
        ).fetchall():
            found.setdefault(item, {})[group] = key
            objek[item] = kind
        told = opinions.read(self.settings)
        leave = set()
        for item, sides in found.items():
            if len(sides) == 2:
                decided = book.answer(objek[item], sides[1], sides[2], self._open_day)
                held = told.get(item, {})
                named = decided.id if decided else None
                if opinions.turn(item, named, held, self.oleh, self._share) is None:
                    leave.add(item)
        return leave

    def shown(self, row: dict[str, Any], place: int, of: int) -> View:
        return reviews_view.of_item(row, self._rules, place, of)

    def take(
        self, row: dict[str, Any], answer: str, note: str, evidence: bytes | None
    ) -> tuple[Done | None, Told]:
        item = str(row["id_antrean"])
        if answer == UNKNOWN:
            opinions.record(self.settings, Opinion(item, self.oleh, UNKNOWN))
            self.note("tidak_tahu", item)
            return Done(row, UNKNOWN), Told("Dicatat: tidak tahu. Butir tetap terbuka.")
        if holds_number(note):
            raise DtsenError("E-KEPUTUSAN-SALAH", reason="nomor orang / a person's number")
        with patient_lock(self.settings):
            return self._decide(row, answer, note, evidence)

    def _decide(
        self, row: dict[str, Any], answer: str, note: str, evidence: bytes | None
    ) -> tuple[Done | None, Told]:
        item = str(row["id_antrean"])
        book = Book.of(decisions(self.settings))
        sides = (str(row["a_record_key"]), str(row["b_record_key"]))
        decided = book.answer(row["objek"], *sides, self._open_day)
        held = opinions.read(self.settings).get(item, {})
        named = decided.id if decided else None
        turn = opinions.turn(item, named, held, self.oleh, self._share)
        if turn is None:
            self.note("terlambat", item)
            return None, Told("Butir ini sudah diputus petugas lain; jawaban ini tidak dicatat.")
        done = Done(row, answer)
        if decided is None or (turn == opinions.THIRD and answer != _said(decided, *sides)):
            wish = self._wish(book, row, answer, note)
            if decided is not None:
                wish = replace(wish, ganti=(decided.id,))
            entered = self._enter(wish, evidence)
            done.id_keputusan = entered.keputusan.id
            done.tanggal = entered.keputusan.tanggal
            done.digantikan = entered.membatalkan
        opinions.record(self.settings, Opinion(item, self.oleh, answer, done.id_keputusan))
        facts = {"id_keputusan": done.id_keputusan} if done.id_keputusan else {}
        self.note("putus" if done.id_keputusan else "pendapat", item, jawaban=answer, **facts)
        what = "keluarga" if row["objek"] == "keluarga" else "orang"
        return done, Told(f"Dicatat: {SAID[answer]} {what}.")

    def _wish(self, book: Book, row: dict[str, Any], answer: str, note: str) -> stewardship.Wish:
        keys = [str(row["a_record_key"]), str(row["b_record_key"])]
        reason = note or f"Halaman tinjauan: {row['sebab']}"
        # the same words again would be a decision that was undone
        before = [d for d in book.known.values() if d.asal == row["id_antrean"] and d.records]
        if before:
            reason += f" (jawaban ke-{len(before) + 1})"
        return stewardship.Wish(
            tindakan=JOIN if answer == ONE else SEPARATE,
            alasan=reason,
            oleh=self.oleh,
            kelompok=[keys] if answer == ONE else [[key] for key in keys],
            objek=row["objek"],
            tanggal=self.date,
            asal=str(row["id_antrean"]),
        )

    def _enter(self, wish: stewardship.Wish, evidence: bytes | None) -> stewardship.Entered:
        if evidence is None:
            return stewardship.decide(self.settings, wish, trail.now())
        self.settings.scratch_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.settings.scratch_dir) as folder:
            file = Path(folder) / "bukti"
            file.write_bytes(evidence)
            return stewardship.decide(self.settings, replace(wish, bukti=file), trail.now())

    def take_back(self, done: Done) -> None:
        item, objek = str(done.row["id_antrean"]), str(done.row["objek"])
        if done.id_keputusan:
            with patient_lock(self.settings):
                for name in (done.id_keputusan, *done.digantikan):
                    wish = stewardship.Wish(
                        tindakan=UNDO,
                        alasan="Dibatalkan pada halaman tinjauan",
                        oleh=self.oleh,
                        objek=objek,
                        tanggal=done.tanggal,
                        membatalkan=name,
                        asal=item,
                    )
                    stewardship.decide(self.settings, wish, trail.now())
        opinions.record(self.settings, Opinion(item, self.oleh, None))


def _said(decision: Decision, left: str, right: str) -> str:
    pair = (min(left, right), max(left, right))
    return ONE if pair in decision.same() else TWO
