"""Events say their members and cause; crosswalk and continuity follow from them."""

from __future__ import annotations

import duckdb
import pytest
from id_maps import BASE, UJI, A, B, lay_clusters, memory, step

from dagster_dtsen.linkage.identity import persist_ids


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    return memory()


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
    lay_clusters(con, moved)
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
