"""The blind second look: who is asked, that nothing tells, and what a disagreement leads to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dagster_dtsen.reviews_queue import QueueDesk
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import opinions
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.decisions import decisions
from dagster_dtsen.steward.opinions import Opinion, Opinions, summary, turn, wants_second
from tests.review.test_queue_desk import in_force, on, say
from tests.worklist.queue_rows import CLOSE, PAIR

Sit = Callable[..., QueueDesk]


def held(*told: tuple[str, str, str | None]) -> Opinions:
    return {name: Opinion("butir", name, answer, made) for name, answer, made in told}


FIRST = ("ani", "sama", "d1")


@pytest.mark.parametrize(
    ("standing", "told", "by", "expected"),
    [
        (None, (), "ani", "pertama"),
        (None, (("ani", "tidak_tahu", None),), "ani", "pertama"),
        ("d1", (FIRST,), "budi", "kedua"),
        ("d1", (FIRST,), "ani", None),
        ("d1", (FIRST,), " ANI ", None),
        # decided by command or list: nobody is asked
        ("d9", (), "budi", None),
        ("d9", (FIRST,), "budi", None),
        # not knowing is no second answer, and who said it is not asked again
        ("d1", (FIRST, ("budi", "tidak_tahu", None)), "budi", None),
        ("d1", (FIRST, ("budi", "tidak_tahu", None)), "citra", "kedua"),
        ("d1", (FIRST, ("budi", "sama", None)), "citra", None),
        ("d1", (FIRST, ("budi", "beda", None)), "citra", "ketiga"),
        ("d1", (FIRST, ("budi", "beda", None)), "budi", None),
        ("d1", (FIRST, ("budi", "beda", None), ("citra", "sama", None)), "dewi", None),
    ],
)
def test_who_is_asked_as_what(
    standing: str | None,
    told: tuple[tuple[str, str, str | None], ...],
    by: str,
    expected: str | None,
) -> None:
    assert turn("butir", standing, held(*told), by, share=1.0) == expected


def test_a_fixed_share_is_asked_twice() -> None:
    names = [f"butir {number}" for number in range(4_000)]
    marked = [name for name in names if wants_second(name)]
    assert 0.08 < len(marked) / len(names) < 0.12
    assert marked == [name for name in names if wants_second(name)]
    assert set(marked) < {name for name in names if wants_second(name, 0.3)}
    assert turn(marked[0], "d1", held(FIRST), "budi") == "kedua"
    other = next(name for name in names if name not in marked)
    assert turn(other, "d1", held(FIRST), "budi") is None


def test_the_second_sees_what_the_first_saw_and_writes_no_decision(
    desk: Sit, home: Settings
) -> None:
    first = desk("Ani")
    seen = first.view()
    told = say(first, "sama")
    assert told.baik
    second = desk("Budi")
    assert second.view() == seen
    assert say(second, "sama") == told
    assert len(decisions(home)) == 1
    # both agree: nobody else is asked
    assert on(desk("Citra")) == CLOSE


def test_a_third_who_sides_with_the_first_lets_the_decision_stand(
    desk: Sit, home: Settings
) -> None:
    seen = desk("Ani").view()
    say(desk("Ani"), "sama")
    say(desk("Budi"), "beda")
    # until a third has looked, the first decision stands
    assert in_force(home)[PAIR][0] == "satukan"
    third = desk("Citra")
    assert third.view() == seen
    say(third, "sama")
    assert len(decisions(home)) == 1
    assert on(desk("Dewi")) == CLOSE


def test_a_third_who_sides_with_the_second_replaces_it_and_may_take_that_back(
    desk: Sit, home: Settings
) -> None:
    say(desk("Ani"), "sama")
    say(desk("Budi"), "beda")
    third = desk("Citra")
    assert say(third, "beda").baik
    join, undo, apart = decisions(home)
    assert (undo.membatalkan, apart.tindakan, apart.oleh) == (join.id, "pisahkan", "Citra")
    assert in_force(home)[PAIR][0] == "pisahkan"
    assert on(desk("Dewi")) == CLOSE
    assert third.undo().baik
    assert in_force(home)[PAIR][0] == "satukan"
    assert on(desk("Dewi")) == PAIR


def test_the_first_may_take_back_what_a_second_has_looked_at(desk: Sit, home: Settings) -> None:
    first = desk("Ani")
    say(first, "sama")
    say(desk("Budi"), "beda")
    assert first.undo().baik
    assert in_force(home) == {}
    # the question is open again, for the second too
    other = desk("Budi")
    assert PAIR in {str(row["id_antrean"]) for row in other._todo}


def test_the_summary_counts_agreement_of_the_first_two_and_lists_differences(
    desk: Sit, home: Settings
) -> None:
    for name, answers in (("Ani", "sbs"), ("Budi", "ssb"), ("Citra", "b")):
        sitting = desk(name)
        for letter in answers:
            say(sitting, "sama" if letter == "s" else "beda")
    found = summary(opinions.read(home), list(Book.of(decisions(home)).known), share=1.0)
    assert found["butir"] == found["ditandai"] == found["dinilai_dua"] == 3
    assert found["kesepakatan"] == 0.3333
    assert found["petugas"] == {"Ani": 3, "Budi": 3, "Citra": 1}
    assert sorted((row["sama"], row["beda"], row["status"]) for row in found["berbeda"]) == [
        (1, 1, "menunggu ketiga"),
        (1, 2, "selesai"),
    ]
    assert summary({}, [])["kesepakatan"] is None
