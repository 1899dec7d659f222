from __future__ import annotations

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from linkage_rows import clustered, clusters, given_edges, load_rows, record

from dagster_dtsen.linkage.forest import Edges, Nodes, constrained_components
from dagster_dtsen.settings import Settings

Pairs = list[tuple[int, int]]


def naive(edges: Pairs, nik: list[int], identity: list[bool], apart: Pairs) -> list[int]:
    """The rule taken edge by edge."""
    component = list(range(len(nik)))
    for left, right in edges:
        a, b = component[left], component[right]
        group_a = [i for i, c in enumerate(component) if c == a]
        group_b = [i for i, c in enumerate(component) if c == b]
        niks = {nik[i] for i in group_a + group_b} - {-1}
        barred = any({component[x], component[y]} == {a, b} for x, y in apart)
        if (
            a != b
            and not barred
            and len(niks) < 2
            and sum(identity[i] for i in group_a + group_b) < 2
        ):
            for i in group_a + group_b:
                component[i] = min(a, b)
    return component


def ends(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    left = np.array([pair[0] for pair in pairs], dtype=np.int64)
    return left, np.array([pair[1] for pair in pairs], dtype=np.int64)


@given(data=st.data())
@budget(max_examples=200, deadline=None)
def test_rounds_give_what_one_edge_at_a_time_gives(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 9))
    node = st.integers(0, size - 1)
    edges = data.draw(
        st.lists(st.tuples(node, node).filter(lambda e: e[0] != e[1]), max_size=20, unique=True)
    )
    nik = data.draw(st.lists(st.integers(-1, 2), min_size=size, max_size=size))
    identity = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    apart = data.draw(st.lists(st.tuples(node, node).filter(lambda e: e[0] != e[1]), max_size=4))
    found = constrained_components(
        Nodes(np.array(nik, dtype=np.int64), np.array(identity, dtype=np.int64), ends(apart)),
        Edges(*ends(edges), np.arange(len(edges), 0, -1, dtype=np.float64)),
    )
    assert found.tolist() == naive(edges, nik, identity, apart)


def people(con: duckdb.DuckDBPyConnection) -> None:
    """Two valid persons (1, 2), two records without NIK (3, 4), two with the NIKs of 1 and 2."""
    load_rows(
        con,
        [
            record(1, "dukcapil", "AGUS SALIM", "1980-01-02", nik="1101010201800001"),
            record(2, "dukcapil", "AGUS SALIM", "1980-01-02", nik="1101010201800002"),
            record(3, "regsosek", "AGUS SALIM", "1980-01-02"),
            record(4, "dtks", "AGUS SALIM", "1980-01-02"),
            record(5, "dtks", "AGUS SALIM", "1980-01-02", nik="1101010201800001"),
            record(6, "dtks", "AGUS SALIM", "1980-01-02", nik="1101010201800002"),
        ],
    )


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        # straight: two records of the identity provider
        ([(1, 2, 30)], [{1}, {2}, {3}, {4}, {5}, {6}]),
        # a chain of records without NIK: it is cut at its weakest edge
        ([(1, 3, 20), (3, 4, 12), (2, 4, 15)], [{1, 3}, {2, 4}, {5}, {6}]),
        ([(1, 3, 20), (3, 4, 18), (2, 4, 15)], [{1, 3, 4}, {2}, {5}, {6}]),
        # valid NIKs on records of other providers are as good as the identity record
        ([(5, 3, 20), (3, 6, 19)], [{5, 3}, {6}, {1}, {2}, {4}]),
        ([(1, 5, 40), (5, 3, 20), (3, 6, 19), (2, 6, 40)], [{1, 5, 3}, {2, 6}, {4}]),
        # equal weights: the lower ids first
        ([(1, 3, 20), (2, 3, 20)], [{1, 3}, {2}, {4}, {5}, {6}]),
        # below the threshold nothing is joined
        ([(1, 3, 1)], [{1}, {2}, {3}, {4}, {5}, {6}]),
    ],
)
def test_two_valid_niks_never_meet(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    edges: list[tuple[int, int, float]],
    expected: list[set[int]],
) -> None:
    people(con)
    limits = given_edges(con, settings, [(min(a, b), max(a, b), w) for a, b, w in edges])
    counts = clustered(con, settings, limits)
    assert clusters(con) == {frozenset(group) for group in expected}
    assert counts["klaster"] == len(expected)


def test_the_nik_of_a_dead_person_is_not_valid(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    people(con)
    limits = given_edges(con, settings, [(3, 5, 20), (3, 6, 19)])
    con.execute(
        "update wh.standardised.individu set status_kependudukan = 'meninggal' where rekaman_id = 2"
    )
    clustered(con, settings, limits)
    assert frozenset({3, 5, 6}) in clusters(con)


def test_records_that_contradict_stay_apart_through_others(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    people(con)
    limits = given_edges(con, settings, [(1, 3, 20), (1, 4, 19), (3, 5, 18)])
    con.execute("insert into wh.linkage.larangan values (3, 4, 'satu_daftar')")
    clustered(con, settings, limits)
    assert {frozenset({1, 3, 5}), frozenset({4})} <= clusters(con)
