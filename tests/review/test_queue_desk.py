"""The desk of the queues: answers are decisions, refusals lose nothing, all is in the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from dagster_dtsen import reviews, stewardship, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.review.view import Told
from dagster_dtsen.reviews_queue import QueueDesk
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import evidence, opinions
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.decisions import decisions
from tests.review.conftest import DAY
from tests.worklist.queue_rows import CLOSE, DANGER, FAMILY, NIK, PAIR, A, B, C, D, E

Sit = Callable[..., QueueDesk]


def on(desk: QueueDesk) -> str:
    """The question on the desk."""
    view = desk.view()
    return view.butir if view else ""


def say(desk: QueueDesk, answer: str, **others: object) -> Told:
    return desk.answer(on(desk), answer, **others)  # type: ignore[arg-type]


def in_force(home: Settings) -> dict[str, tuple[str, str, tuple[tuple[str, ...], ...]]]:
    """By question what stands: act, subject, groups."""
    book = Book.of(decisions(home))
    return {
        str(item.asal): (item.tindakan, item.objek, item.kelompok)
        for item in book.known.values()
        if item.records and book.holds(item.id, DAY)
    }


def test_a_question_is_shown_with_both_records_and_nothing_else(desk: Sit) -> None:
    sitting = desk()
    view = sitting.view()
    assert view is not None
    assert (view.butir, view.nomor, view.dari) == (PAIR, 1, 3)
    assert view.judul == "Apakah A dan B orang yang sama?"
    assert view.kalimat[0] == "Bobot 3,1, 0,9 di bawah 4,0."
    assert (view.jumlah, view.ambang, view.pembanding) == ("3,1", "4,0", False)
    lines = {line.label: line for line in view.baris}
    assert (lines["Nama"].a, lines["Nama"].b, lines["Nama"].tanda) == (
        "AHMAD SANTOSO",
        DANGER,
        "beda",
    )
    assert lines["Nama"].bobot is not None
    assert (lines["NIK"].a, lines["NIK"].b, lines["NIK"].tanda) == (NIK, "", "")
    assert lines["Kunci penyedia"].b == "ART-1"
    sitting.skip(PAIR)
    close = sitting.view()
    assert close is not None
    assert close.butir == CLOSE
    assert close.pembanding
    sitting.skip(CLOSE)
    family = sitting.view()
    assert family is not None
    assert (family.satu, family.dua, family.jumlah) == ("Satu keluarga", "Dua keluarga", None)
    sitting.skip(FAMILY)
    assert on(sitting) == PAIR


def test_answers_are_decisions_of_their_queue(desk: Sit, home: Settings) -> None:
    sitting = desk()
    assert say(sitting, "sama", note="berkas 7") == Told("Dicatat: satu orang.")
    assert say(sitting, "beda") == Told("Dicatat: dua orang.")
    assert say(sitting, "sama") == Told("Dicatat: satu keluarga.")
    assert sitting.view() is None
    assert in_force(home) == {
        PAIR: ("satukan", "individu", ((A, B),)),
        CLOSE: ("pisahkan", "individu", ((C,), (D,))),
        FAMILY: ("satukan", "keluarga", ((D, E),)),
    }
    first, second, _ = decisions(home)
    assert (first.alasan, first.oleh, first.tanggal) == ("berkas 7", "Ani", DAY)
    assert second.alasan == "Halaman tinjauan: Ditolak"
    # what was answered is not asked again, of nobody
    assert desk("Ani").view() is None
    assert desk("Budi", share=0.0).view() is None


def test_not_knowing_keeps_the_question_open_for_all(desk: Sit, home: Settings) -> None:
    sitting = desk()
    assert say(sitting, "tidak_tahu").baik
    assert on(sitting) == CLOSE
    assert decisions(home) == []
    assert on(desk("Budi")) == PAIR
    # of who did not know it is asked last
    again = desk("ani")
    assert [str(row["id_antrean"]) for row in again._todo] == [CLOSE, FAMILY, PAIR]


def test_an_answer_to_another_question_changes_nothing(desk: Sit, home: Settings) -> None:
    sitting = desk()
    assert sitting.answer(CLOSE, "sama").kode == "BUTIR_LAIN"
    assert sitting.skip(CLOSE).kode == "BUTIR_LAIN"
    assert sitting.undo().kode == "TIADA"
    assert decisions(home) == []


def test_what_was_decided_elsewhere_since_is_not_written_over(desk: Sit, home: Settings) -> None:
    sitting = desk()
    stewardship.decide(home, stewardship.Wish("pisahkan", "uji", "B", [[A], [B]], tanggal=DAY))
    assert say(sitting, "sama").kata.startswith("Butir ini sudah diputus")
    assert on(sitting) == CLOSE
    assert len(decisions(home)) == 1
    assert sitting.undo().kode == "TIADA"


def test_a_decision_that_has_expired_answers_nothing(desk: Sit, home: Settings) -> None:
    wish = stewardship.Wish("pisahkan", "uji", "Budi", [[A], [B]], tanggal=dt.date(2026, 4, 1))
    stewardship.decide(home, replace(wish, berlaku_sampai=dt.date(2026, 6, 30)))
    assert on(desk()) == PAIR
    stewardship.decide(home, replace(wish, berlaku_sampai=DAY))
    assert on(desk()) == CLOSE


def test_a_contradiction_is_told_and_the_question_stays(desk: Sit, home: Settings) -> None:
    for act, groups in (("satukan", [[A, C]]), ("pisahkan", [[C], [B]])):
        stewardship.decide(home, stewardship.Wish(act, "uji", "Budi", groups, tanggal=DAY))
    sitting = desk()
    told = say(sitting, "sama", note="berkas 7")
    assert told.kode == "E-KEPUTUSAN-BERTENTANGAN"
    assert all(item.id in told.kata for item in decisions(home))
    assert on(sitting) == PAIR
    assert (sitting.hitungan.ditolak, sitting.hitungan.dijawab) == (1, 0)
    assert say(sitting, "beda").baik


def test_a_reason_with_a_number_of_a_person_is_refused(desk: Sit, home: Settings) -> None:
    sitting = desk()
    told = say(sitting, "sama", note=f"NIK {NIK}")
    assert told.kode == "E-KEPUTUSAN-SALAH"
    assert NIK not in told.kata
    assert on(sitting) == PAIR
    assert decisions(home) == []
    with pytest.raises(DtsenError, match="E-KEPUTUSAN-SALAH"):
        desk(NIK)
    with pytest.raises(DtsenError, match="E-KEPUTUSAN-SALAH"):
        desk("  ")


def test_two_valid_niks_need_evidence_which_is_kept_by_hash(desk: Sit, home: Settings) -> None:
    with warehouse.connect(home) as con:
        con.execute(
            "delete from wh.stewardship.antrean_rekaman where id_antrean = $item and kelompok = 0",
            {"item": CLOSE},
        )
        con.execute(
            "update wh.stewardship.antrean_rekaman set record_key = $key "
            "where id_antrean = $item and kelompok = 1",
            {"item": CLOSE, "key": E},
        )
    sitting = desk()
    sitting.skip(PAIR)
    told = say(sitting, "sama")
    assert (told.kode, told.perlu_bukti) == ("E-BUKTI-PERLU", True)
    assert on(sitting) == CLOSE
    assert say(sitting, "sama", evidence=b"berita acara").baik
    bukti = decisions(home)[-1].bukti
    assert bukti is not None
    assert evidence.read(home, bukti) == b"berita acara"
    assert list(home.scratch_dir.iterdir()) == []


def test_evidence_that_does_not_reach_over_the_whole_chain_is_told(
    desk: Sit, home: Settings
) -> None:
    """C hangs on E by a decision without evidence; D and C being one does not prove D and E."""
    stewardship.decide(home, stewardship.Wish("satukan", "uji", "Budi", [[C, E]], tanggal=DAY))
    sitting = desk()
    sitting.skip(PAIR)
    told = say(sitting, "sama", evidence=b"berita acara")
    assert (told.kode, told.perlu_bukti) == ("E-BUKTI-PERLU", False)
    assert "dtsen decide" in told.kata
    assert not home.evidence_dir.exists()


def test_the_last_answers_are_taken_back_one_by_one(desk: Sit, home: Settings) -> None:
    sitting = desk()
    say(sitting, "sama")
    say(sitting, "tidak_tahu")
    assert sitting.undo().baik
    assert on(sitting) == CLOSE
    assert sitting.undo().baik
    assert on(sitting) == PAIR
    assert in_force(home) == {}
    assert opinions.read(home) == {CLOSE: {}, PAIR: {}}
    # the same answer again, and once more
    for _ in range(2):
        assert say(sitting, "sama").baik
        assert in_force(home)[PAIR][0] == "satukan"
        assert sitting.undo().baik
        assert in_force(home) == {}
    assert sitting.hitungan.dibatalkan == 4
    assert (sitting.hitungan.dijawab, sitting.hitungan.tidak_tahu) == (0, 0)


def test_a_run_at_work_is_told_and_nothing_is_lost(
    desk: Sit, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "PATIENCE", 0.1)
    sitting = desk()
    busy = DtsenError("E-SEDANG-BERJALAN", home=home.home)

    class Held:
        def __enter__(self) -> None:
            raise busy

        def __exit__(self, *_: object) -> None:
            """Never entered."""

    monkeypatch.setattr(reviews, "run_lock", lambda _: Held())
    assert say(sitting, "sama").kode == "E-SEDANG-BERJALAN"
    assert on(sitting) == PAIR
    monkeypatch.setattr(reviews, "run_lock", run_lock)
    assert say(sitting, "sama").baik
