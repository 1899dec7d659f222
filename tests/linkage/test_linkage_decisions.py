"""A decision outranks scores and rules, lasts over runs and models, and ends when it is undone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest
from decided_people import BUKTI, people, persons, released
from decision_rows import DAY, decision, given, statuses, undo
from linkage_rows import (
    clustered,
    clusters,
    given_edges,
    keep,
    load_rows,
)

from dagster_dtsen.linkage import decided
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings

NEXT = dt.date(2026, 6, 30)


@pytest.mark.usefixtures("alone")
def test_records_that_score_nothing_are_one_by_decision(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    join = decision("satukan", [3, 4])
    counts = released(con, settings, [join])
    found = persons(con)
    assert found[3] == found[4] != found[1]
    assert statuses(con) == {join.id: ("dipatuhi", None)}
    assert counts["keputusan"] | {"pasangan": 1, "ditahan": 0, "dipatuhi": 1} == counts["keputusan"]


@pytest.mark.usefixtures("alone")
def test_records_of_one_nik_are_two_by_decision(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    apart = decision("pisahkan", [1], [5])
    released(con, settings, [apart])
    found = persons(con)
    assert found[1] != found[5]
    # the supporting record with that NIK still goes to one of them
    assert found[8] in (found[1], found[5], None)
    assert statuses(con) == {apart.id: ("dipatuhi", None)}


@pytest.mark.usefixtures("alone")
def test_a_split_holds_its_groups_together_and_apart(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    split = decision("pecah", [1, 3], [5, 4])
    released(con, settings, [split])
    found = persons(con)
    assert found[1] == found[3] != found[5] == found[4]
    assert statuses(con) == {split.id: ("dipatuhi", None)}


@pytest.mark.usefixtures("alone")
def test_two_valid_niks_are_one_person_with_evidence_only(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    bare = decision("satukan", [1, 2])
    released(con, settings, [bare])
    assert persons(con)[1] != persons(con)[2]
    assert statuses(con) == {bare.id: ("menunggu", "BUKTI")}
    proven = decision("satukan", [1, 2], bukti=BUKTI)
    released(con, settings, [bare, proven])
    found = persons(con)
    # bearers of either NIK and supporting records follow
    assert found[1] == found[2] == found[5] == found[6] == found[8] == found[9]
    assert set(statuses(con).values()) == {("dipatuhi", None)}
    # two records of the population register in one person: no other way would have led there
    assert con.execute("select count(*) from wh.linkage.nik_keputusan").fetchall() == [(2,)]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("order", [1, -1])
def test_of_a_contradiction_the_separation_wins_and_the_join_is_listed(
    con: duckdb.DuckDBPyConnection, settings: Settings, order: int
) -> None:
    joins = [decision("satukan", [3, 4]), decision("satukan", [4, 7], day=DAY - dt.timedelta(9))]
    apart = decision("pisahkan", [3], [7])
    released(con, settings, [*joins, apart][::order])
    found = persons(con)
    assert found[3] == found[4] != found[7]  # the newer join stands
    told = statuses(con)
    assert told[joins[0].id] == told[apart.id] == ("dipatuhi", None)
    assert told[joins[1].id] == ("bertentangan", None)
    other = con.execute(
        "select id_lawan from wh.linkage.keputusan_tautan_status where id_keputusan = ?",
        [joins[1].id],
    ).fetchall()
    assert other == [(apart.id,)]


@pytest.mark.usefixtures("alone")
def test_a_decision_ends_by_undo_and_expiry_and_comes_back_when_the_undo_is_undone(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    join = decision("satukan", [3, 4])
    short = decision("satukan", [4, 7], berlaku_sampai=NEXT - dt.timedelta(1))
    ended = undo(join, NEXT)
    again = undo(ended, NEXT)
    late = decision("pisahkan", [1], [5], day=NEXT + dt.timedelta(1))
    released(con, settings, [join, short, ended, again, late])
    assert persons(con)[3] == persons(con)[4] == persons(con)[7]
    assert set(statuses(con)) == {join.id, short.id}  # the others are of a later release
    released(con, settings, [join, short, ended], day=NEXT)
    assert len({persons(con)[number] for number in (3, 4, 7)}) == 3
    assert statuses(con) == {
        join.id: ("dibatalkan", None),
        short.id: ("kedaluwarsa", None),
        ended.id: ("dipatuhi", None),
    }
    released(con, settings, [join, ended, again], day=NEXT)
    assert persons(con)[3] == persons(con)[4]
    assert statuses(con)[join.id] == ("dipatuhi", None)
    assert statuses(con)[ended.id] == ("dibatalkan", None)


def causes(con: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    rows = con.execute("select peristiwa, sebab from wh.linkage.peristiwa_individu").fetchall()
    return {(event, cause) for event, cause in rows}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("way", ["penuh", "bertahap"])
def test_events_say_that_a_decision_caused_them(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setitem(linkage_model.config(), "cara", way)
    base = keep(con)
    confirmed = decision("benarkan", [1, 5])
    released(con, settings, [confirmed], "2026T2", NEXT, base)
    assert causes(con) == set()
    join = decision("satukan", [3, 8])
    split = decision("pisahkan", [2], [6])
    released(con, settings, [join, split, decision("satukan", [4, 8])], "2026T2", NEXT, base)
    # joined through a supporting record
    assert causes(con) == {("gabung", "keputusan"), ("pisah", "keputusan")}
    second = keep(con, "kedua")
    decisions = [join, split, undo(split, NEXT)]
    released(con, settings, decisions, "2026T3", dt.date(2026, 9, 30), second)
    assert {cause for _, cause in causes(con)} == {"keputusan"}


@pytest.mark.usefixtures("alone")
def test_decisions_hold_under_another_model(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions = [decision("satukan", [3, 4]), decision("pecah", [1], [5, 8])]
    released(con, settings, decisions)
    base, before = keep(con), persons(con)
    model = linkage_model.load(settings)
    for comparison in model["splink"]["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.update({"m_probability": 0.2} if "m_probability" in level else {})
    monkeypatch.setattr(linkage_model, "load", lambda _: model)
    counts = released(con, settings, decisions, "2026T2", NEXT, base)
    assert counts["skor"]["cara"] == "penuh"
    after = persons(con)
    assert after[3] == after[4] == before[3]
    assert after[1] != after[5] == after[8]
    assert set(statuses(con).values()) == {("dipatuhi", None)}


def test_a_group_grows_by_its_edges_and_brings_its_rules_along(
    con: duckdb.DuckDBPyConnection, settings: Settings, tmp_path: Path
) -> None:
    """3 and 4 are one; 5 would join by 3, 6 by 4, and their NIKs are two."""
    load_rows(con, people())
    limits = given_edges(con, settings, [(3, 5, 20), (4, 6, 19)])
    given(con, [decision("satukan", [3, 4])])
    decided.settle(con, decided.LEDGER)
    clustered(con, settings, limits)
    assert {frozenset({3, 4, 5}), frozenset({6})} <= clusters(con)
