"""Counts of few families are closed, and so much else that nobody works them out."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dagster_dtsen.settings import Settings
from dagster_dtsen.targeting.small_cells import closed
from tests.targeting.small_release import Family, Person, publish_release, reached

RECEIVES = {"variabel": "program_pkh", "salah_satu": ["1"]}


def test_a_small_part_takes_the_next_with_it() -> None:
    cells = {"all": 100, "a": 3, "b": 30, "c": 67, "none": 0}
    relation = ["all", "a", "b", "c", "none"]
    assert closed(cells, [relation], 5) == {"a": "<5", "b": "*"}
    assert closed(cells, [relation], 5, late=frozenset("b")) == {"a": "<5", "c": "*"}
    assert closed(cells, [relation], 5, kept=frozenset("b")) == {"a": "<5", "c": "*"}
    assert closed(cells | {"a": 5}, [relation], 5) == {}


def test_two_small_parts_that_are_few_together_take_a_third() -> None:
    cells = {"all": 50, "a": 1, "b": 2, "c": 47}
    assert closed(cells, [["all", "a", "b", "c"]], 5) == {"a": "<5", "b": "<5", "c": "*"}


def test_a_part_alone_takes_its_total_and_what_that_adds_up_to() -> None:
    cells = {"all": 60, "p": 3, "p1": 3, "q": 57, "q1": 20, "q2": 37}
    found = closed(cells, [["all", "p", "q"], ["p", "p1"], ["q", "q1", "q2"]], 5)
    assert found == {"p": "<5", "p1": "<5", "q": "*", "q1": "*"}


@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_relation_ever_gives_a_small_count_away(counts: list[list[int]]) -> None:
    """Provinces and their districts: of every sum several cells are closed, or none."""
    cells = {"all": sum(map(sum, counts))}
    relations = [["all"]]
    for at, districts in enumerate(counts):
        names = [f"{at}.{n}" for n in range(len(districts))]
        cells |= {str(at): sum(districts), **dict(zip(names, districts, strict=True))}
        relations[0].append(str(at))
        relations.append([str(at), *names])
    found = closed(cells, relations, 5)
    assert {name for name, count in cells.items() if 0 < count < 5} == {
        name for name, mark in found.items() if mark == "<5"
    }
    assert all(cells[name] for name in found)
    for relation in relations:
        hidden = [name for name in relation if name in found]
        assert len(hidden) != 1
        if hidden and relation[0] not in found:
            assert sum(cells[name] for name in hidden) >= 5


def test_few_chosen_families_close_everything_about_them(
    settings: Settings, tmp_path: Path
) -> None:
    publish_release(settings, [Family(desil=1)] * 4 + [Family(desil=9)] * 30)
    told = reached(settings, tmp_path, desil=[1], manfaat={"jumlah": 1, "periode": "bulan"},
                   penerima_kini=[{"keluarga": RECEIVES}])  # fmt: skip
    figures = ("keluarga", "individu", "anggaran_per_periode", "anggaran_setahun", "kebocoran",
               "cakupan", "galat_cakupan")  # fmt: skip
    assert {told[name] for name in figures} == {"<5"}
    assert told["desil_benar"] is None
    assert {row["keluarga"] for row in told["rincian"]} == {"<5"}
    shown = [row["keluarga"] for row in told["tahap"]]
    assert "<5" in shown
    assert "*" in shown
    assert 4 not in [*shown, *(row["keluarga"] for row in told["penerima_kini"])]


def test_a_small_district_cannot_be_worked_out_from_its_neighbours(
    settings: Settings, tmp_path: Path
) -> None:
    towns = {"3201": 40, "3202": 3, "3203": 9, "3301": 30}
    families = [
        Family(kode=(town[:2], town, None), anggota=[Person(), Person()])
        for town, count in towns.items()
        for _ in range(count)
    ]
    publish_release(settings, families)
    told = reached(settings, tmp_path, desil=[1])
    found = {row["kode"]: row["keluarga"] for row in told["rincian"]}
    assert found == {"32": 52, "3201": 40, "3202": "<5", "3203": "*", "33": 30, "3301": 30}
    assert all(
        (row["individu"] == row["keluarga"]) == isinstance(row["keluarga"], str)
        for row in told["rincian"]
    )


def test_a_closed_document_holds_no_small_number_of_families(
    settings: Settings, tmp_path: Path
) -> None:
    families = [
        Family(desil=d, program_pkh=p, kode=("32", f"32{d}{p or 0}", None))
        for d, p, n in itertools.product(range(1, 7), ("1", "2", None), range(7))
        if n < 1 + d + (p == "1")
    ]
    publish_release(settings, families)
    told = reached(settings, tmp_path, desil=[1, 2, 3], penerima_kini=[{"keluarga": RECEIVES}])
    text = json.dumps(told)
    counts = [
        row[name]
        for part in ("tahap", "rincian", "penerima_kini", "bantuan")
        for row in told[part]
        for name in ("keluarga", "ya", "tidak", "kosong")
        if name in row
    ]
    assert "<5" in text
    assert not [each for each in counts if isinstance(each, int) and 0 < each < 5]
