from __future__ import annotations

import hashlib

import duckdb
import pytest

from dagster_dtsen.linkage.identity import Kind, persist_ids

Events = list[tuple[str, str, str | None, int]]
Map = dict[str, tuple[str, bool]]


UJI = Kind("uji", "I", "kunci", "jumlah")


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as wh; create schema wh.linkage")
    return connection


def clusters(con: duckdb.DuckDBPyConnection, groups: list[list[str]]) -> None:
    """Lay ``kini``: clusters of member keys."""
    con.execute("create or replace table kini (kunci varchar, nomor bigint, klaster bigint)")
    members = [(key, 70 + i) for i, group in enumerate(groups) for key in group]
    if members:
        con.executemany("insert into kini values (?, null, ?)", members)


def step(
    con: duckdb.DuckDBPyConnection,
    release: str,
    groups: list[list[str]],
    previous: str | None = None,
    changed: tuple[str, ...] = (),
    rules_changed: bool = False,
) -> tuple[Map, Events, dict[str, int]]:
    """One release: clusters of member keys → (map, events, counts)."""
    clusters(con, groups)
    con.execute("create or replace table diubah (kunci varchar)")
    if changed:
        con.executemany("insert into diubah values (?)", [[key] for key in changed])
    counts = persist_ids(
        con,
        UJI,
        current="kini",
        previous=f"(select kunci, null::bigint as nomor, id_uji as id, aktif from {previous})"
        if previous
        else None,
        release=release,
        changed="diubah",
        rules_changed=rules_changed,
    )
    con.execute(f"create or replace table peta_{release} as from wh.linkage.peta_uji")
    mapping = con.execute(f"select kunci, id_uji, aktif from peta_{release}").fetchall()
    events = con.execute(
        "select peristiwa, id_uji, id_uji_lain, jumlah from wh.linkage.peristiwa_uji order by all"
    ).fetchall()
    return {key: (name, active) for key, name, active in mapping}, events, counts


def minted(key: str, release: str) -> str:
    return "I" + hashlib.sha256(f"{key}{release}".encode()).hexdigest()[:20]


A, B, C = minted("a1", "t1"), minted("b1", "t1"), minted("c1", "t1")
BASE = [["a1", "a2", "a3"], ["b1", "b2"], ["c1"]]


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


def test_nothing_current(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    mapping, events, counts = step(con, "t2", [], "peta_t1")
    assert not any(active for _, active in mapping.values())
    assert counts["pensiun"] == len(events) == 3


def table(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return con.execute(
        f"select * exclude (rilis) from wh.linkage.{name}_uji order by all"
    ).fetchall()


def causes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select peristiwa, sebab from wh.linkage.peristiwa_uji").fetchall())


def test_an_event_names_its_members_before_and_after(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    step(con, "t2", [["a1", "a2", "a3", "b1", "d1"], ["c1"]], "peta_t1")
    assert table(con, "anggota_peristiwa") == [
        ("gabung", B, "a1", A, A),
        ("gabung", B, "a2", A, A),
        ("gabung", B, "a3", A, A),
        ("gabung", B, "b1", B, A),
        ("gabung", B, "b2", B, None),
        ("gabung", B, "d1", None, A),
    ]


def test_a_first_release_says_its_members_in_the_map_alone(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    assert table(con, "anggota_peristiwa") == []
    assert causes(con) == {"lahir": "baru"}
    assert table(con, "kesinambungan") == [(0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("groups", "changed", "rules", "expected"),
    [
        ([["a1", "a2", "a3", "b1", "b2"], ["c1"]], (), False, {"gabung": "sekitar"}),
        ([["a1", "a2", "a3", "b1", "b2"], ["c1"]], ("b1",), False, {"gabung": "berubah"}),
        ([["a1", "a2", "a3", "b1", "b2"], ["c1"]], ("b1",), True, {"gabung": "aturan"}),
        ([["a1", "a2", "a3", "b1", "b2", "d1"], ["c1"]], (), False, {"gabung": "baru"}),
        ([["a1", "a2", "a3", "b1"], ["c1"]], ("b1",), False, {"gabung": "hilang"}),
        ([*BASE, ["d1"]], (), False, {"lahir": "baru"}),
        (BASE[:2], (), False, {"pensiun": "hilang"}),
        ([["a1"], ["a2", "a3"], *BASE[1:]], ("a1",), False, {"pisah": "berubah"}),
    ],
)
def test_an_event_has_a_cause(
    con: duckdb.DuckDBPyConnection,
    groups: list[list[str]],
    changed: tuple[str, ...],
    rules: bool,
    expected: dict[str, str],
) -> None:
    step(con, "t1", BASE)
    step(con, "t2", groups, "peta_t1", changed, rules)
    assert causes(con) == expected


def test_the_crosswalk_leads_on_from_ids_that_lost_members(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    step(con, "t2", [["a2", "a3"], ["a1", "b1"], ["c1", "c2"]], "peta_t1")
    assert set(table(con, "silang")) == {(A, A, 2), (A, B, 1), (B, B, 1), (B, None, 1)}


def test_continuity_counts_members_that_kept_their_id(con: duckdb.DuckDBPyConnection) -> None:
    step(con, "t1", BASE)
    _, _, counts = step(con, "t2", [["a1", "a2"], ["a3", "b1", "b2", "c1"]], "peta_t1")
    assert counts["anggota_bersama"] == 6
    assert counts["anggota_tetap"] == 4
    assert table(con, "kesinambungan") == [(6, 4, 3, 2)]


def test_a_closed_part_leaves_the_rest_as_it_is(con: duckdb.DuckDBPyConnection) -> None:
    """The same clusters, once looked at whole and once only where something moved."""
    step(con, "t1", [*BASE, ["d1", "d2"]])
    moved = [["a1", "a2", "b1"], ["a3"], ["b2"]]
    names = ("peta", "peristiwa", "anggota_peristiwa", "silang", "kesinambungan")
    step(con, "t2", [*moved, ["c1"], ["d1", "d2"]], "peta_t1")
    whole = [table(con, name) if name != "peta" else peta(con) for name in names]
    con.execute("create or replace table wh.linkage.peta_uji as from peta_t1")
    clusters(con, moved)
    persist_ids(
        con,
        UJI,
        current="kini",
        previous="(select kunci, null::bigint as nomor, id_uji as id, aktif from peta_t1 "
        "where kunci[1] in ('a', 'b'))",
        release="t2",
        within=True,
    )
    part = [table(con, name) if name != "peta" else peta(con) for name in names]
    assert part == whole


def peta(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute("from wh.linkage.peta_uji order by all").fetchall()
