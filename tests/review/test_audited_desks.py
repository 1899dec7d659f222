"""What a desk shows and takes stands in the audit log; what cannot be written there is not done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_dtsen import audits, stewardship, worklists
from dagster_dtsen.audit import log
from dagster_dtsen.reviews_queue import QueueDesk
from dagster_dtsen.reviews_sample import SampleDesk, take_answers, write_sheet
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import answers, opinions, trail
from dagster_dtsen.steward.decisions import decisions
from dagster_dtsen.steward.trail import Trail
from tests.audit.told import ended, persons, unwritable
from tests.review.client import Browser
from tests.review.conftest import DAY
from tests.worklist.queue_rows import NIK, PAIR, A, B, C

Sit = Callable[..., QueueDesk]


def test_a_view_names_both_records_and_their_persons(desk: Sit, home: Settings) -> None:
    sitting = desk()
    assert sitting.view() is not None
    assert ended(home, "rilis", "baris") == [("lihat", "pertanyaan", "2026T2", None)]
    (entry,) = log.entries(home)
    assert (entry["objek"]["id"], persons(home)) == (PAIR, 4)
    for key in (A, B):
        assert len(audits.who_saw(home, key, kind="rekaman")["peristiwa"]) == 1
    assert len(audits.who_saw(home, "I1")["peristiwa"]) == 1
    assert audits.who_saw(home, C, kind="rekaman")["peristiwa"] == []
    text = home.audit_log.read_text()
    assert not [word for word in (A, B, NIK, '"I1"') if word in text]


def test_a_view_that_cannot_be_noted_is_not_shown(
    desk: Sit, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = desk()
    unwritable(home, monkeypatch, sitting.view)
    assert [line["tindak"] for line in trail.entries(home)] == ["mulai"]
    browser = Browser(sitting)
    with monkeypatch.context() as patch:
        patch.setattr(audits, "looked", lambda *_, **__: (_ for _ in ()).throw(OSError))
        page = browser.enter()
    assert (page.status, NIK in page.text) == (503, False)
    assert NIK in browser.page().text


def test_an_answer_is_one_act_on_its_question_and_one_decision(desk: Sit, home: Settings) -> None:
    sitting = desk()
    view = sitting.view()
    assert view is not None and sitting.answer(view.butir, "sama").baik
    assert ended(home, "tujuan")[1:] == [
        ("putus", "keputusan", "satukan"),
        ("putus", "pertanyaan", "jawab"),
    ]
    assert (persons(home, -1), persons(home, -2)) == (4, 2)
    assert sitting.undo().baik
    assert ended(home, "tujuan")[-2:] == [
        ("putus", "keputusan", "batalkan"),
        ("putus", "pertanyaan", "batalkan jawaban"),
    ]
    # the undo names no record itself: those of what it undoes
    assert persons(home, -2) == 2
    assert len(audits.who_saw(home, A, kind="rekaman")["peristiwa"]) == 9


def test_an_answer_that_cannot_be_noted_is_not_taken(
    desk: Sit, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = desk()
    for answer in ("sama", "tidak_tahu"):
        unwritable(home, monkeypatch, lambda answer=answer: sitting.answer(PAIR, answer))
    assert (decisions(home), opinions.read(home)) == ([], {})
    assert sitting.hitungan.sisa == 3
    assert sitting.answer(PAIR, "sama").baik
    unwritable(home, monkeypatch, sitting.undo)
    assert len(decisions(home)) == 1
    assert sitting.undo().baik


def test_the_sample_is_shown_judged_taken_and_entered_under_the_log(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = SampleDesk(home, "Ani", date=DAY, share=1.0)
    view = sitting.view()
    # blind: the records alone
    assert view is not None and persons(home) == 2
    unwritable(home, monkeypatch, lambda: sitting.answer(view.butir, "sama"))
    assert answers.read(home) == []
    assert sitting.answer(view.butir, "sama").baik
    file = tmp_path / "sampel.csv"
    unwritable(home, monkeypatch, lambda: write_sheet(home, "Budi", file, date=DAY))
    assert not file.exists()
    assert write_sheet(home, "Budi", file, date=DAY) == 3
    assert ended(home, "baris", "rilis")[-1] == ("ekspor", "daftar", 3, "2026T2")


def test_a_file_of_answers_is_one_act(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stewardship, "open_day", lambda _: DAY)
    monkeypatch.setattr(answers, "take", lambda *_: answers.Taken(2, 0, 0, []))
    monkeypatch.setattr(Trail, "note", lambda *_, **__: None)
    unwritable(home, monkeypatch, lambda: take_answers(home, tmp_path / "jawaban.csv"))
    assert take_answers(home, tmp_path / "jawaban.csv").baru == 2
    assert ended(home, "baris", "tujuan") == [("putus", "daftar", 2, "jawab dari berkas")]


def test_a_worklist_is_taken_under_the_log(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "daftar"
    unwritable(home, monkeypatch, lambda: worklists.write(home, "pasangan", out=out))
    assert not out.exists()
    told = worklists.write(home, "pasangan", out=out)
    assert ended(home, "baris", "rilis") == [("ekspor", "antrean", told.items, "2026T2")]
    assert [entry["objek"]["id"] for entry in log.entries(home)] == ["pasangan"] * 2
