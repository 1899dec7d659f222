from __future__ import annotations

import duckdb
import pytest
from id_maps import BASE, A, B, C, memory, minted, step


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return memory()


def test_ids_are_minted_from_the_founding_key_and_the_birth_release(
    con: duckdb.DuckDBPyConnection,
) -> None:
    mapping, events, counts = step(con, "t1", BASE)
    assert {key: name for key, (name, _) in mapping.items()} == {
        "a1": A, "a2": A, "a3": A, "b1": B, "b2": B, "c1": C,
    }  # fmt: skip
    assert {event[0] for event in events} == {"lahir"}
    assert counts["baru"] == counts["lahir"] == counts["klaster"] == 3


def test_the_same_records_again_give_no_event(con: duckdb.DuckDBPyConnection) -> None:
    first, _, _ = step(con, "t1", BASE)
    again, events, counts = step(con, "t2", list(reversed(BASE)), "peta_t1")
    assert again == first
    assert events == []
    assert counts["baru"] == 0


def test_a_rerun_gives_the_same_tables(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    changed = [["a1", "b1"], ["b2", "a3", "d1"], ["e1"]]
    assert step(con, "t2", changed, "peta_t1") == step(con, "t2", changed, "peta_t1")


CASES = {
    "born": ([*BASE, ["d1", "d2"]], [("lahir", minted("d1", "t2"), None, 2)]),
    "grown": ([["a1", "a2", "a3", "a4"], ["b1", "b2"], ["c1"]], []),
    "merged": ([["a1", "a2", "a3", "b1", "b2"], ["c1"]], [("gabung", B, A, 2)]),
    "split": (
        [["a2", "a3"], ["a1"], ["b1", "b2"], ["c1"]],
        [("pisah", minted("a1", "t2"), A, 1)],
    ),
    "retired": ([["a1", "a2", "a3"], ["b1", "b2"]], [("pensiun", C, None, 1)]),
    # a and b exchange a member: nobody is born and nobody goes
    "exchanged": ([["a1", "a2", "b2"], ["b1", "a3"], ["c1"]], []),
    # the middle piece prefers A, which goes to the larger piece, and so takes B
    "second choice": (
        [["a1", "a2"], ["a3", "b1"], ["b2"], ["c1"]],
        None,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_changes_are_events(con: duckdb.DuckDBPyConnection, case: str) -> None:
    groups, expected = CASES[case]
    step(con, "t1", BASE)
    mapping, events, _ = step(con, "t2", groups, "peta_t1")
    active = {key: name for key, (name, live) in mapping.items() if live}
    for group in groups:
        assert len({active[key] for key in group}) == 1
    names = [active[group[0]] for group in groups]
    assert len(set(names)) == len(groups)
    if expected is not None:
        assert events == expected


def test_a_cluster_whose_first_choice_is_taken_takes_its_second(
    con: duckdb.DuckDBPyConnection,
) -> None:
    step(con, "t1", [["a1", "a2", "a3", "a4"], ["b1"]])
    mapping, events, _ = step(con, "t2", [["a1", "a2"], ["a3", "a4", "b1"]], "peta_t1")
    old_a, old_b = minted("a1", "t1"), minted("b1", "t1")
    assert mapping["a1"] == (old_a, True)
    assert mapping["b1"] == mapping["a3"] == (old_b, True)
    assert events == []


def test_an_absent_person_gets_the_old_id_back(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    mapping, _, _ = step(con, "t2", BASE[:2], "peta_t1")
    assert mapping["c1"] == (C, False)
    _, events, _ = step(con, "t3", BASE[:2], "peta_t2")
    assert events == []  # retired once, not in every release
    mapping, events, _ = step(con, "t4", BASE, "peta_t3")
    assert mapping["c1"] == (C, True)
    assert events == [("kembali", C, None, 1)]


def test_absent_keys_of_an_absorbed_id_follow_the_survivor(
    con: duckdb.DuckDBPyConnection,
) -> None:
    step(con, "t1", BASE)
    mapping, events, _ = step(con, "t2", [["a1", "a2", "a3", "b1"], ["c1"]], "peta_t1")
    assert mapping["b2"] == (A, False)
    assert events == [("gabung", B, A, 1)]


def test_a_returning_id_does_not_push_out_a_living_one(con: duckdb.DuckDBPyConnection) -> None:
    """c (retired, with the smaller key overlap order) comes back inside b's cluster."""
    step(con, "t1", BASE)
    step(con, "t2", BASE[1:], "peta_t1")
    mapping, events, _ = step(con, "t3", [["a1", "a2", "a3", "b1"], ["c1"]], "peta_t2")
    assert mapping["a1"] == (*mapping["b2"][:1], True) == (B, True)
    assert events == [("gabung", A, B, 3)]


def test_an_id_whose_earlier_record_comes_back_under_another_is_absorbed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """Its active record is not sent any more; the absent key follows too (`dtsen diff` agrees)."""
    step(con, "t1", [["a1", "a2"], ["b1"]])
    step(con, "t2", [["a1"], ["b1"]], "peta_t1")
    mapping, events, _ = step(con, "t3", [["a2", "b1"]], "peta_t2")
    assert mapping["a1"] == (*mapping["a2"][:1], False) == (B, False)
    assert events == [("gabung", minted("a1", "t1"), B, 1)]


def test_nothing_current(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    mapping, events, counts = step(con, "t2", [], "peta_t1")
    assert not any(active for _, active in mapping.values())
    assert counts["pensiun"] == len(events) == 3
