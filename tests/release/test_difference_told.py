"""What a difference says of the two releases themselves, on screen and page; types that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dagster_dtsen import difference_page, differences, display_releases
from dagster_dtsen.display import console
from dagster_dtsen.release import acts
from dagster_dtsen.settings import Settings
from tests.release import two_releases as two
from tests.release.lay_release import COLUMNS, TYPE_OF, lay
from tests.release.test_difference import told_of

LINE = "Yang satu bukan dasar yang lain"


def screen(settings: Settings, told: dict[str, Any]) -> str:
    with console.capture() as shown:
        display_releases.difference(told, differences.words(settings))
    return shown.get()


@pytest.mark.parametrize("gone", [[], ["2026T1.v1"], ["2026T2.v1"]])
def test_a_withdrawn_release_is_said_to_be_so(settings: Settings, gone: list[str]) -> None:
    two.lay_both(settings)
    acts.enter(settings, acts.POINT, "2026T1.v1", "uji", "x", ditarik=gone, dipulihkan=[])
    with told_of(settings) as (told, _):
        pass
    assert told["ditarik"] == {name: name in gone for name in ("2026T1.v1", "2026T2.v1")}
    shown, page = screen(settings, told), difference_page.html(settings, told)
    for name in told["ditarik"]:
        assert (f"{name}: DITARIK" in shown) is (name in gone)
        assert (f"Rilis {name} ditarik" in page) is (name in gone)


def test_the_screen_says_what_is_not_compared_and_whether_one_is_the_base(
    settings: Settings,
) -> None:
    two.lay_both(settings)
    with told_of(settings) as (told, _):
        pass
    shown = screen(settings, told)
    assert LINE not in shown
    assert "tidak dibandingkan" not in shown
    without = COLUMNS | {"individu": COLUMNS["individu"].removesuffix(", ijazah")}
    lay(settings, "2026T2", {}, [], None, without)
    with told_of(settings) as (told, _):
        pass
    shown = screen(settings, told)
    assert told["tak_dibandingkan"] == ["ijazah"]
    assert LINE in shown
    assert "tidak dibandingkan / in one only, not compared: ijazah" in shown
    assert LINE not in screen(settings, told | {"ke": told["dari"]})


def test_the_page_says_that_deciles_are_of_the_unranked_too(settings: Settings) -> None:
    two.lay_both(settings)
    with told_of(settings) as (told, _):
        pass
    assert {"objek": "keluarga", "dari": "3", "ke": None, "jumlah": 1} in told["desil"]
    assert "also those unranked" in difference_page.html(settings, told)


@pytest.mark.parametrize(
    ("before", "after", "values", "changed"),
    [
        ("smallint", "decimal(9,2)", ((1, 2), (1, 3)), 1),
        ("decimal(9,2)", "double", (("0.10", "2.50"), ("0.1", "2.5")), 0),
        ("float", "double", (("0.1", "2.5"), ("0.1", "2.75")), 1),
        ("decimal(9,2)", "float", (("0.10", "2.50"), ("0.1", "2.5")), 0),
        ("smallint", "varchar", ((1, 2), ("1", "02")), 1),
        ("smallint", "smallint[]", ((1, 2), ("[1]", "[2]")), 2),
    ],
)
def test_where_a_type_changed_numbers_are_compared_as_numbers(
    settings: Settings,
    before: str,
    after: str,
    values: Sequence[Sequence[int | str]],
    changed: int,
) -> None:
    two.lay_both(settings)
    sides = zip(("2026T1", "2026T2"), (before, after), values, strict=True)
    for name, kind, own in sides:
        rows = [(f"K{at}", None, two.A, "L", 1, "R", own[at]) for at in (0, 1)]
        lay(settings, name, {"keluarga": rows}, [], None, types=TYPE_OF | {"jumlah": kind})
    with told_of(settings) as (told, _):
        pass
    assert sum(row["jumlah"] for row in told["nilai"]) == changed
