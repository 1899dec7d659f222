"""What is entered makes sense, contradicts nothing in force, and leaves no trace when refused."""

from __future__ import annotations

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.steward import check
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.check import Register
from dagster_dtsen.steward.decisions import Decision
from tests.steward.made import day, decision, key, register, undo

BUKTI = "b" * 64


def enter(book: Book, *entry: Decision, known: Register | None = None) -> list[str]:
    return check.enter(book, list(entry), lambda _: known or register())


def refused(book: Book, *entry: Decision, known: Register | None = None) -> DtsenError:
    """The refusal; the book is as it was."""
    before = Book.of(book.known.values())
    with pytest.raises(DtsenError) as caught:
        enter(book, *entry, known=known)
    assert book.known == before.known
    return caught.value


@pytest.mark.parametrize(
    "bad",
    [
        decision("satukan", "a"),
        decision("satukan", "aa"),
        decision("satukan", "ab", "cd"),
        decision("benarkan"),
        decision("pisahkan", "ab"),
        decision("pecah", "ab"),
        decision("pisahkan", "ab", "bc"),
        decision("satukan", "ab", membatalkan="x"),
        decision("satukan", "ab", berlaku_sampai=day(0)),
        decision("satukan", "ab", alasan="NIK 3171 0101 0101 0001"),
        decision("satukan", "ab", oleh="3171010101010001"),
        decision("satukan", "ab", alasan="  "),
        decision("satukan", "ab", bukti="berkas.pdf"),
        decision("satukan", "ab", asal="dua kata"),
        decision("satukan", kelompok=[["3171010101010001", "3171010101010002"]]),
        decision("satukan", kelompok=[[f"rek-{i}" for i in range(check.LARGEST + 1)]]),
        decision("batalkan"),
        decision("batalkan", "ab", membatalkan="x"),
        decision("batalkan", membatalkan="x", berlaku_sampai=day(9)),
    ],
)
def test_what_makes_no_sense_is_refused(bad: Decision) -> None:
    assert refused(Book(), bad).kind.code == "E-KEPUTUSAN-SALAH"


@pytest.mark.parametrize("field", ["tindakan", "objek", "alasan", "oleh", "tanggal"])
def test_a_draft_names_the_field_that_is_wrong(field: str) -> None:
    values = decision("satukan", "ab").model_dump()
    with pytest.raises(DtsenError, match=field):
        check.draft(**values | {field: ""})


def test_the_order_of_words_makes_no_other_decision() -> None:
    one = decision("pecah", "ab", "cd")
    assert one.id == decision("pecah", "dc", "ba").id
    assert one.id != decision("pecah", "ab", "cd", on=1).id
    assert one.same() == [(key("a"), key("b")), (key("c"), key("d"))]
    assert len(one.apart()) == 4
    assert decision("pisahkan", "ab", "c").same() == []
    assert decision("satukan", "abc").apart() == []


def test_records_that_are_not_there_are_waited_for() -> None:
    assert enter(Book(), decision("satukan", "az")) == [key("z")]


def test_a_contradiction_names_every_decision_on_its_way() -> None:
    first, second = decision("satukan", "ab"), decision("satukan", "bc")
    book = Book.of([first, second, decision("satukan", "de")])
    error = refused(book, decision("pisahkan", "a", "c"))
    assert error.kind.code == "E-KEPUTUSAN-BERTENTANGAN"
    assert error.details["decisions"] == ", ".join(sorted([first.id, second.id]))
    # not one with f, which nothing speaks against, but with d
    enter(book, decision("pisahkan", "a", "f"))
    enter(book, decision("pisahkan", "a", "d"))
    assert refused(book, decision("satukan", "ce")).kind.code == "E-KEPUTUSAN-BERTENTANGAN"
    assert refused(book, decision("pecah", "ac", "b")).kind.code == "E-KEPUTUSAN-BERTENTANGAN"


def test_a_contradiction_is_entered_with_the_undo_of_what_it_contradicts() -> None:
    old = decision("satukan", "ab")
    book = Book.of([old])
    new = decision("pisahkan", "a", "b", on=3)
    instead = check.counter(new, old.id)
    enter(book, instead, new)
    assert not book.holds(old.id, day(3))
    assert book.holds(old.id, day(2))
    # undoing the undo would bring it back against what is in force
    error = refused(book, undo(instead, 5))
    assert error.details["decisions"] == new.id


def test_decisions_of_different_days_or_subjects_do_not_contradict() -> None:
    book = Book.of([decision("satukan", "ab", berlaku_sampai=day(10))])
    assert refused(book, decision("pisahkan", "a", "b", on=10)).kind.code.endswith("BERTENTANGAN")
    enter(book, decision("pisahkan", "a", "b", on=11))
    enter(book, decision("pisahkan", "a", "b", objek="keluarga"))
    # one of today meets one that was taken for a later day
    error = refused(book, decision("satukan", "ab", on=1))
    assert error.kind.code == "E-KEPUTUSAN-BERTENTANGAN"
    enter(book, decision("satukan", "ab", on=1, berlaku_sampai=day(9)))


def test_a_contradiction_that_stands_keeps_nothing_else_out() -> None:
    book = Book.of([decision("satukan", "ab"), decision("pisahkan", "a", "b")])
    enter(book, decision("satukan", "bc"))
    assert refused(book, decision("satukan", "bc", on=1, berlaku_sampai=day(1)))


def test_undos_name_something_that_holds() -> None:
    join = decision("satukan", "ab", on=2)
    book = Book.of([join])
    unknown = decision("batalkan", membatalkan="tiada")
    assert refused(book, unknown).kind.code == "E-KEPUTUSAN-TIADA"
    assert refused(book, undo(join, 1)).kind.code == "E-KEPUTUSAN-SALAH"
    ended = undo(join, 2)
    enter(book, ended)
    assert refused(book, undo(join, 3)).kind.code == "E-KEPUTUSAN-SALAH"
    # the same words again would be the same decision, which is undone
    assert refused(book, join).kind.code == "E-KEPUTUSAN-SALAH"
    enter(book, undo(ended, 4))
    assert book.holds(join.id, day(4))
    enter(book, join)


def test_two_valid_niks_need_evidence_over_any_chain() -> None:
    known = register(a="1", b="2", c="1", d="2")
    book = Book()
    assert refused(book, decision("satukan", "ab"), known=known).kind.code == "E-BUKTI-PERLU"
    enter(book, decision("satukan", "ac"), known=known)
    enter(book, decision("satukan", "ae"), known=known)
    assert refused(book, decision("satukan", "be"), known=known).kind.code == "E-BUKTI-PERLU"
    enter(book, decision("satukan", "ab", bukti=BUKTI), known=known)
    # what evidence has made one needs no more of it
    enter(book, decision("satukan", "cd"), known=known)
    enter(book, decision("pecah", "gh", "a"), known=known)
    enter(book, decision("satukan", "ab", objek="keluarga"), known=known)
