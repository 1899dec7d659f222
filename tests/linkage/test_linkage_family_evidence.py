"""What families say of doubtful persons: whom they join, and whom they do not."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from linkage_rows import SINGLE, Row, clusters, filler, keep, link_rows, load_rows, record
from test_linkage_increments import everything

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.explain import explain_pair
from dagster_dtsen.linkage.explain_person import explain_person
from dagster_dtsen.settings import Settings

BORN = "1990-05-05"
OTHER_CARD = "1101010101019999"
PARENTS = (
    ("1", "AHMAD SUBARDI", "1960-02-03", "1101010302600001"),
    ("2", "MURNI ASIH", "1963-07-08", "1101014807630001"),
)
LEFT, RIGHT = 11, 12  # the doubtful pair: one birth and place, half a name
ONE, TWO = {frozenset({LEFT, RIGHT})}, {frozenset({LEFT}), frozenset({RIGHT})}


def in_list(number: int, name: str, listed: str, **others: Any) -> Row:
    """A record of a list: `A` of regsosek, `B` of p3ke, which knows another card."""
    own: Row = {"penyedia": "regsosek", "no_kk": "1101010101010001"}
    if listed != "A":
        own = {"penyedia": "p3ke", "no_kk": OTHER_CARD}
    own |= {"kunci_keluarga": listed, "jenis_kelamin": "2"} | others
    return record(number, str(own.pop("penyedia")), name, str(own.pop("lahir", BORN)), **own)


def household(parents_in_b: int = 2) -> list[Row]:
    """Parents in both lists, ``parents_in_b`` of them in list B; in each list half of the pair."""
    rows = [in_list(LEFT, "SRI WATI", "A"), in_list(RIGHT, "ENDANG WATI", "B")]
    for place, (sex, name, born, nik) in enumerate(PARENTS):
        same = {"lahir": born, "nik": nik, "jenis_kelamin": sex}
        rows.append(in_list(1 + 2 * place, name, "A", **same))
        if place < parents_in_b:
            rows.append(in_list(2 + 2 * place, name, "B", **same))
    return rows


def doubtful(con: duckdb.DuckDBPyConnection) -> set[frozenset[int]]:
    """The clusters with a record of the pair."""
    return {cluster for cluster in clusters(con) if cluster & {LEFT, RIGHT}}


def linked(
    con: duckdb.DuckDBPyConnection, settings: Settings, rows: list[Row]
) -> set[frozenset[int]]:
    load_rows(con, rows + filler(150))
    link_rows(con, settings)
    return doubtful(con)


def evidence(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select rekaman_id_l, rekaman_id_r, bersama, digabung from wh.linkage.bukti_keluarga"
    ).fetchall()


@pytest.mark.parametrize(("parents", "expected"), [(2, ONE), (1, ONE), (0, TWO)])
def test_persons_in_common_join_whom_a_weak_edge_leaves_doubtful(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    parents: int,
    expected: set[frozenset[int]],
) -> None:
    assert linked(con, settings, household(parents)) == expected
    told = [(LEFT, RIGHT, parents, True)] if parents else []
    assert evidence(con) == told
    first = con.execute(
        f"select klaster_awal from wh.linkage.clusters where rekaman_id in ({LEFT}, {RIGHT})"
    ).fetchall()
    assert sorted(first) == [(LEFT,), (RIGHT,)]


def test_the_explanation_says_that_families_join_them(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    assert linked(con, settings, household()) == ONE
    told = explain_pair(con, settings, (f"r{LEFT:06d}", f"r{RIGHT:06d}"), SINGLE)["hasil"]
    assert told == {"sama": True, "sebab": [{"sebab": "lewat_keluarga"}]}
    ((identity,),) = con.execute(
        "select id_individu from wh.linkage.peta_individu where record_key = ?", [f"r{LEFT:06d}"]
    ).fetchall()
    ((weight, bits),) = con.execute(
        "select cast(bukti + bobot_prior as double), cast(tambahan as double) "
        "from wh.linkage.bukti_keluarga, wh.linkage.ambang where digabung"
    ).fetchall()
    (pair,) = explain_person(con, identity, SINGLE)["lewat_keluarga"]
    assert {pair["a"], pair["b"]} == {f"r{LEFT:06d}", f"r{RIGHT:06d}"}
    assert (pair["bersama"], pair["bobot"], pair["tambahan"]) == (2, weight, bits)


def test_without_bits_for_families_nobody_is_joined(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = linkage_model.config()["bukti_keluarga"] | {"bit": [0.0]}
    monkeypatch.setitem(linkage_model.config(), "bukti_keluarga", rules)
    assert linked(con, settings, household()) == TWO


def test_who_stands_in_one_list_with_the_other_is_somebody_else(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """List A knows both: the second record of the sister there is the one that list B has."""
    sister = in_list(13, "ENDANG WATI", "A", no_kk=OTHER_CARD)
    found = linked(con, settings, [*household(), sister])
    assert found == {frozenset({LEFT}), frozenset({RIGHT, 13})}


def test_a_list_of_an_institution_says_nothing(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = linkage_model.config()["bukti_keluarga"] | {"daftar_terbesar": 2}
    monkeypatch.setitem(linkage_model.config(), "bukti_keluarga", rules)
    assert linked(con, settings, household()) == TWO


def test_two_who_may_be_meant_are_left_to_a_steward(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """A third list of the same parents knows a third of that birth, of another half name."""
    third = [
        in_list(21 + place, name, "C", lahir=born, nik=nik, jenis_kelamin=sex)
        for place, (sex, name, born, nik) in enumerate(PARENTS)
    ]
    other = in_list(14, "BUNGA WATI", "C")
    found = linked(con, settings, [*household(), *third, other])
    assert found == TWO
    assert evidence(con) == []


def test_a_source_that_holds_a_person_once_is_not_overruled(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    known = {"penyedia": "dukcapil", "kunci_keluarga": None}
    rows = [
        *household(),
        in_list(31, "SRI WATI", "A", **known),
        in_list(32, "ENDANG WATI", "B", **known, no_kk=OTHER_CARD),
    ]
    found = linked(con, settings, rows)
    assert found == {frozenset({LEFT, 31}), frozenset({RIGHT, 32})}
    assert [row[-1] for row in evidence(con)] == [False]


@pytest.mark.parametrize(("before", "after"), [(0, 2), (2, 0), (2, 1), (2, 2)])
def test_families_that_come_and_go_are_seen_from_the_base_as_in_the_whole(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    before: int,
    after: int,
) -> None:
    # somebody supporting, whose person changes with the pair
    helper = in_list(
        41, "ENDANG WATI", "B", peran="pendukung", penyedia="bpjs_kesehatan", kunci_keluarga=None
    )
    load_rows(con, [*household(before), helper, *filler(150)])
    link_rows(con, settings)
    base = keep(con)
    load_rows(con, [*household(after), helper, *filler(150)])
    results = []
    for how in ("penuh", "bertahap"):
        monkeypatch.setitem(linkage_model.config(), "cara", how)
        assert link_rows(con, settings, "2026T2", base)["skor"]["cara"] == how
        assert doubtful(con) == (ONE if after else TWO)
        results.append(everything(con))
    for name, rows in results[0].items():
        assert rows == results[1][name], name
