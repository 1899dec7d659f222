"""Bridges and hairballs are not made; everything else joins."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from dagster_dtsen.linkage.forest import Edges, Nodes, Shape, constrained_components

SHAPE = Shape(bridge_from=3, bridge_density=0.15, bridge_weight=15.0, ball_from=6, ball_density=0.5)
Weighted = dict[tuple[int, int], float]


def components(size: int, edges: Weighted, sources: list[int] | None = None) -> list[set[int]]:
    """Groups of nodes under ``SHAPE``; nothing else keeps them apart unless ``sources`` do."""
    ordered = sorted(edges.items(), key=lambda item: (-item[1], item[0]))
    none = np.empty(0, dtype=np.int64)
    found = constrained_components(
        Nodes(
            np.full(size, -1, dtype=np.int64),
            np.array(sources or [0] * size, dtype=np.int64),
            (none, none),
        ),
        Edges(
            np.array([pair[0] for pair, _ in ordered], dtype=np.int64),
            np.array([pair[1] for pair, _ in ordered], dtype=np.int64),
            np.array([weight for _, weight in ordered], dtype=np.float64),
        ),
        SHAPE,
    )
    return [set(np.flatnonzero(found == root).tolist()) for root in np.unique(found)]


def group(*members: int) -> Weighted:
    return dict.fromkeys(combinations(members, 2), 20.0)


def test_two_groups_on_one_thin_link_stay_two() -> None:
    groups = group(0, 1, 2) | group(3, 4, 5)
    assert components(6, groups | {(2, 3): 9.0}) == [{0, 1, 2}, {3, 4, 5}]


def test_a_strong_link_or_a_second_one_is_no_bridge() -> None:
    groups = group(0, 1, 2) | group(3, 4, 5)
    whole = group(0, 1, 2, 3, 4, 5).keys()
    strong = {(2, 3): 15.0} | dict.fromkeys([(0, 3), (1, 3), (0, 4)], 9.0)
    assert components(6, groups | strong) == [set().union(*whole)]
    assert components(6, groups | {(2, 3): 9.0, (1, 4): 8.0}) == [set().union(*whole)]


def test_a_pair_or_a_single_record_may_hang_on_one_link() -> None:
    assert components(5, group(0, 1, 2) | group(3, 4) | {(2, 3): 9.0}) == [{0, 1, 2, 3, 4}]


def test_a_long_chain_ends_where_it_would_become_a_hairball() -> None:
    """Seven records in a row know 6 of 21 others; six are few enough."""
    chain = {(i, i + 1): 20.0 - i for i in range(9)}
    sizes = sorted(len(part) for part in components(10, chain))
    assert max(sizes) == 6
    dense = group(*range(8))
    assert components(8, dense) == [set(range(8))]


def test_sources_that_hold_a_person_once_keep_their_own_bits() -> None:
    """Two records of one such source never meet; of two such sources they do."""
    edges = {(0, 1): 20.0, (1, 2): 19.0, (2, 3): 18.0}
    assert components(4, edges, sources=[1, 0, 2, 1]) == [{0, 1, 2}, {3}]
    assert components(4, edges, sources=[1, 0, 2, 4]) == [{0, 1, 2, 3}]
