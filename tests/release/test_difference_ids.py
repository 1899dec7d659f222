"""Ids that merged are told of families too, and no list tells an id of the restricted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen.release import difference_files
from dagster_dtsen.settings import Settings
from tests.release.lay_release import Rows, lay
from tests.release.test_difference import reasons, told_of
from tests.release.two_releases import A, family, lay_both, person

BASE = "2026T1.v1"


def lay_two(
    settings: Settings, old: dict[str, Rows], new: dict[str, Rows], base: str | None
) -> None:
    """Both releases; their records and members as they stand in the maps are all in use."""
    lay_both(settings)  # the readers' file
    for name, rows, of in (("2026T1", old, None), ("2026T2", new, base)):
        lay(settings, name, rows, ["d-1"], of)


def maps(persons: dict[str, tuple[str, ...]], families: dict[str, tuple[str, ...]]) -> Any:
    """The id maps of persons with their records and families with their members."""
    return {
        "peta_individu": [(r, name, True) for name, own in persons.items() for r in own],
        "peta_keluarga": [(m, name, True) for name, own in families.items() for m in own],
    }


@pytest.mark.parametrize("base", [None, BASE], ids=["version", "next quarter"])
def test_a_family_whose_members_have_other_ids_became_the_family_they_are_in(
    settings: Settings, base: str | None
) -> None:
    old: dict[str, Rows] = {
        "individu": [person("p1", "F1"), person("p2", "F1"), person("solo", "F2"),
                     person("q", "F3")],
        "keluarga": [family("F1", "p1"), family("F2", "solo"), family("F3", "q")],
        **maps(
            {"p1": ("r1",), "p2": ("r2",), "solo": ("r3",), "q": ("r4",)},
            {"F1": ("p1", "p2"), "F2": ("solo",), "F3": ("q",)},
        ),
    }  # fmt: skip
    new: dict[str, Rows] = {
        "individu": [person("n1", "G1"), person("n2", "G1"), person("q", "F3")],
        "keluarga": [family("G1", "n1"), family("F3", "q")],
        **maps(
            {"n1": ("r1",), "n2": ("r2",), "q": ("r3", "r4")},
            {"G1": ("n1", "n2"), "F3": ("q",)},
        ),
    }
    lay_two(settings, old, new, base)
    with told_of(settings) as (_, con):
        merged = con.execute("from keluarga_gabung order by all").fetchall()
        assert reasons(con, "keluarga", "keluar") == {
            "F1": ("gabung", None),
            "F2": ("gabung", None),
        }
        assert reasons(con, "keluarga", "masuk") == {"G1": ("pisah", None)}
    assert merged == [("F1", "G1", A, True), ("F2", "F3", A, True)]


@pytest.mark.parametrize(("base", "successor"), [(None, "F3"), (BASE, "F5")])
def test_from_the_base_on_members_with_their_own_id_go_first_as_in_the_events(
    settings: Settings, base: str | None, successor: str
) -> None:
    old: dict[str, Rows] = {
        "individu": [person(name, "F4") for name in "abc"] + [person("q", "F3")],
        "keluarga": [family("F4", "a"), family("F3", "q")],
        **maps(
            {"a": ("r1",), "b": ("r2",), "c": ("r3",), "q": ("r4",)},
            {"F4": ("a", "b", "c"), "F3": ("q",)},
        ),
    }
    new: dict[str, Rows] = {
        "individu": [person("q", "F3"), person("c", "F5")],
        "keluarga": [family("F3", "q"), family("F5", "c")],
        **maps({"q": ("r1", "r2", "r4"), "c": ("r3",)}, {"F3": ("q",), "F5": ("c",)}),
    }
    lay_two(settings, old, new, base)
    with told_of(settings) as (_, con):
        merged = con.execute("select id_keluarga, id_keluarga_lain from keluarga_gabung").fetchall()
    assert merged == [("F4", successor)]


@pytest.mark.parametrize(("base", "origin"), [(None, "F2"), (BASE, "F1")])
def test_a_new_family_is_split_off_the_one_that_events_tell(
    settings: Settings, base: str | None, origin: str
) -> None:
    """n, a new member, was b and c of F2 before; of F1 comes a, and of F3 two who were away."""
    old: dict[str, Rows] = {
        "individu": [person("a", "F1"), person("b", "F2"), person("c", "F2")],
        "keluarga": [family("F1", "a"), family("F2", "b")],
        "peta_individu": [("r1", "a", True), ("r2", "b", True), ("r3", "c", True)],
        "peta_keluarga": [
            ("a", "F1", True), ("b", "F2", True), ("c", "F2", True), ("d", "F3", False),
            ("e", "F3", False),
        ],
    }  # fmt: skip
    new: dict[str, Rows] = {
        "individu": [person(name, "G") for name in "ande"],
        "keluarga": [family("G", "a")],
        **maps(
            {"a": ("r1",), "n": ("r2", "r3"), "d": ("r4",), "e": ("r5",)},
            {"G": ("a", "n", "d", "e")},
        ),
    }
    lay_two(settings, old, new, base)
    with told_of(settings) as (_, con):
        split = con.execute("select id_keluarga, id_keluarga_lain from keluarga_pisah").fetchall()
    assert split == [("G", origin)]


def test_an_id_whose_earlier_record_comes_back_under_another_is_merged_as_in_the_events(
    settings: Settings,
) -> None:
    """Its active record is not sent any more: test_linkage_identity.py has the same case."""
    both: dict[str, Rows] = {"keluarga": [family("F", "b")]}
    old: dict[str, Rows] = {
        "individu": [person("a", "F"), person("b", "F")],
        "peta_individu": [("r1", "a", True), ("r2", "a", False), ("r3", "b", True)],
    }
    new: dict[str, Rows] = {
        "individu": [person("b", "F")],
        "peta_individu": [("r2", "b", True), ("r3", "b", True), ("r1", "b", False)],
    }
    lay_two(settings, both | old, both | new, BASE)
    with told_of(settings) as (_, con):
        assert reasons(con, "individu", "keluar") == {"a": ("gabung", None)}


SECRET = (
    *("I-tetap", "I-lebur", "I-batas", "I-belah", "I-asal", "I-pecah", "I-dulu"),
    *("K-rahasia", "K-lebur", "K-belah", "K-dulu", "K-susul"),
)
_MEMBERS = {
    "I-tetap": "K-rahasia", "I-batas": "K-rahasia", "I-sisa": "K-rahasia", "I-lebur": "K-lebur",
    "I-asal": "K-asal", "I-lain": "K-lain", "I-pecah": "K-lain",
}  # fmt: skip


def _restricted() -> tuple[dict[str, Rows], dict[str, Rows]]:
    """I-tetap, I-batas and I-belah are restricted now; I-lebur is I-tetap, I-belah was I-asal.

    Most of I-pecah is I-lain, a record of it I-belah; I-dulu was restricted then, too.
    """
    told, gone = ("I-lebur", "I-pecah"), ("I-tetap", "I-batas", "I-belah", "I-dulu")
    houses = ["K-rahasia", "K-lebur", "K-asal", "K-lain"]
    old: dict[str, Rows] = {
        "individu": [person(name, house) for name, house in _MEMBERS.items()],
        "keluarga": [family(house, "I-lain") for house in houses],
        "peta_individu": [
            *((f"r-{name}", name, True) for name in _MEMBERS), ("r-belah", "I-asal", True),
            ("r-pecah", "I-pecah", True), ("r-dulu", "I-dulu", True),
            ("r-pecah2", "I-pecah", True),
        ],
        "peta_keluarga": [
            *((name, house, True) for name, house in _MEMBERS.items()), ("I-dulu", "K-dulu", True),
        ],
        "dikeluarkan": [("I-dulu", "dibatasi")],
        "verdik_individu": [("I-asal", "sesuai", "x"), ("I-tetap", "sesuai", "x")],
        "fct_peringkat_kesejahteraan": [("K-rahasia", 1, "peringkat"), ("K-lain", 1, "peringkat")],
    }  # fmt: skip
    new: dict[str, Rows] = {
        "individu": [person("I-sisa", "K-lain"), person("I-lain", "K-lain"),
                     person("I-asal", "K-lain", A, "L9")],
        "keluarga": [family("K-lain", "I-lain")],
        "peta_individu": [
            *((f"r-{name}", name, True) for name in _MEMBERS if name not in told),
            ("r-I-pecah", "I-lain", True), ("r-pecah", "I-lain", True),
            ("r-pecah2", "I-belah", True), ("r-dulu", "I-dulu", True),
            ("r-I-lebur", "I-tetap", True), ("r-belah", "I-belah", True),
        ],
        "peta_keluarga": [
            ("I-tetap", "K-rahasia", True), ("I-batas", "K-rahasia", True),
            ("I-belah", "K-belah", True), ("I-dulu", "K-susul", True),
            *((name, "K-lain", True) for name in ("I-sisa", "I-lain", "I-asal")),
        ],
        "dikeluarkan": [(name, "dibatasi") for name in gone],
        "verdik_individu": [("I-asal", "beda", "x"), ("I-tetap", "beda", "x")],
        "fct_peringkat_kesejahteraan": [("K-rahasia", 2, "tunda"), ("K-lain", 2, "peringkat")],
    }  # fmt: skip
    return old, new


def test_no_list_tells_an_id_that_the_restricted_had_or_their_family(
    settings: Settings, tmp_path: Path
) -> None:
    lay_two(settings, *_restricted(), BASE)
    with told_of(settings) as (told, con):
        paths = difference_files.write(con, tmp_path / "selisih")
    text = {path.stem: path.read_text() for path in paths}
    for name, content in text.items():
        assert not [word for word in SECRET if word in content], name
    # the rows are there
    assert f",gabung,,{A}" in text["individu_keluar"]
    assert text["individu_gabung"].splitlines()[1:] == [f",,true,{A}"] * 2
    assert text["individu_pisah"].splitlines()[1:] == [",,false,"]
    assert f",,true,{A}" in text["keluarga_gabung"]
    assert ",,false," in text["keluarga_gabung"]
    assert text["keluarga_pisah"].splitlines()[1:] == [",,false,"]
    assert f"I-sisa,,K-lain,pindah,,{A}" in text["pindah_keluarga"]
    assert "individu,,alamat," in text["nilai_berubah"]
    assert text["verdik_berubah"].count("verdik_nik,,sesuai,beda") == 2
    assert "status_peringkat,,peringkat,tunda" in text["verdik_berubah"]
    assert f"K-lain,1,2,{A}" in text["desil_berubah"]
    assert ",1,2," in text["desil_berubah"].splitlines()
    for name, part in (("nilai_berubah", "nilai"), ("pindah_keluarga", "pindah_keluarga")):
        assert text[name].count("\n") == 1 + sum(row["jumlah"] for row in told[part])
