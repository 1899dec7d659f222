"""Single linkage under constraints: edges join components from the strongest to the weakest.

A join that breaks a rule is refused (Kruskal's order). Hard rules are monotone: components that
must stay apart stay so as they grow. Rules of shape look at the edges between two components at
the moment of their join: a bridge is one thin link between two groups, a hairball a large cluster
of few edges. Rounds over arrays, no loop over records; the result is that of one edge at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """When a join is a bridge or makes a hairball; density = edges / possible pairs.

    A join of two components of at least ``bridge_from`` records each needs a density of
    ``bridge_density`` between them or an edge of ``bridge_weight``; a component of more than
    ``ball_from`` records needs a density of ``ball_density``.
    """

    bridge_from: int
    bridge_density: float
    bridge_weight: float
    ball_from: int
    ball_density: float


@dataclass(frozen=True)
class Nodes:
    """What keeps nodes apart. ``nik``: index of the valid NIK or -1; ``sources``: bit per source
    that holds a person at most once; ``apart``: node indices of pairs that must not meet; ``root``:
    lowest of the nodes that are one whatever the edges say (None: there are none such)."""

    nik: Ints
    sources: Ints
    apart: tuple[Ints, Ints]
    root: Ints | None = None


@dataclass(frozen=True)
class Edges:
    """Node indices of both ends and the weight, strongest first (a total order)."""

    left: Ints
    right: Ints
    weight: Floats


class _Forest:
    """Components of the nodes so far: component per node, and per component what it holds."""

    def __init__(self, nodes: Nodes, edges: Edges) -> None:
        self.count = len(nodes.nik)
        self.component = np.arange(self.count, dtype=np.int64)
        self.size = np.ones(self.count, dtype=np.int64)
        self.nik, self.sources = nodes.nik.copy(), nodes.sources.copy()
        self.apart, self.edges = nodes.apart, edges
        if nodes.root is not None:
            self._gather(nodes.root)

    def _gather(self, root: Ints) -> None:
        """Begin with components instead of single nodes."""
        inner = np.flatnonzero(root != self.component)
        target = root[inner]
        np.add.at(self.size, target, 1)
        np.maximum.at(self.nik, target, self.nik[inner])
        np.bitwise_or.at(self.sources, target, self.sources[inner])
        self.component = root.copy()

    def pair_key(self, left: Ints, right: Ints) -> Ints:
        """One integer per unordered pair of components."""
        return np.minimum(left, right) * self.count + np.maximum(left, right)

    def clash(self, left: Ints, right: Ints) -> Flags:
        """Which pairs of components must stay apart by a hard rule."""
        niks = (self.nik[left] >= 0) & (self.nik[right] >= 0) & (self.nik[left] != self.nik[right])
        barred = self.pair_key(self.component[self.apart[0]], self.component[self.apart[1]])
        result: Flags = niks | ((self.sources[left] & self.sources[right]) != 0)
        return result | np.isin(self.pair_key(left, right), barred)

    def misshapen(self, left: Ints, right: Ints, weight: Floats, shape: Shape) -> Flags:
        """Which joins (disjoint pairs of components) would be bridges or make hairballs."""
        a, b = self.size[left], self.size[right]
        bridge = np.minimum(a, b) >= shape.bridge_from
        bridge &= weight < shape.bridge_weight
        ball = a + b > shape.ball_from
        asked = np.flatnonzero(bridge | ball)
        result = np.zeros(len(left), dtype=np.bool_)
        if not len(asked):
            return result
        # number of the asked join that a component takes part in; components are in one join
        join = np.full(self.count, -1, dtype=np.int64)
        join[left[asked]] = join[right[asked]] = np.arange(len(asked))
        ends_l, ends_r = self.component[self.edges.left], self.component[self.edges.right]
        here = (join[ends_l] >= 0) & (join[ends_l] == join[ends_r])
        ends_l, ends_r = ends_l[here], ends_r[here]
        within = np.bincount(join[ends_l], minlength=len(asked))
        across = np.bincount(join[ends_l[ends_l != ends_r]], minlength=len(asked))
        a, b = a[asked], b[asked]
        thin = bridge[asked] & (across < shape.bridge_density * a * b)
        loose = ball[asked] & (within < shape.ball_density * (a + b) * (a + b - 1) / 2)
        result[asked] = thin | loose
        return result

    def join(self, left: Ints, right: Ints) -> None:
        """Merge disjoint pairs of components into the lower one of each pair."""
        low, high = np.minimum(left, right), np.maximum(left, right)
        self.nik[low] = np.maximum(self.nik[low], self.nik[high])
        self.sources[low] |= self.sources[high]
        self.size[low] += self.size[high]
        target = np.arange(self.count, dtype=np.int64)
        target[high] = low
        self.component = target[self.component]


def constrained_components(nodes: Nodes, edges: Edges, shape: Shape | None = None) -> Ints:
    """Component of each node: the lowest node index in it.

    Each round joins the pairs of components that are each other's strongest remaining edge. All
    stronger edges at either component have been decided then, so that every edge meets the
    components it would meet if edges were taken one by one.
    """
    forest = _Forest(nodes, edges)
    left, right, weight = edges.left, edges.right, edges.weight
    while len(left):
        ends_l, ends_r = forest.component[left], forest.component[right]
        keep = (ends_l != ends_r) & ~forest.clash(ends_l, ends_r)
        left, right, weight = left[keep], right[keep], weight[keep]
        ends_l, ends_r = ends_l[keep], ends_r[keep]
        order = np.arange(len(left), dtype=np.int64)
        best = np.full(forest.count, len(left), dtype=np.int64)
        # strongest first: written backwards, the first edge of a component is written last
        best[ends_l[::-1]] = order[::-1]
        np.minimum.at(best, ends_r, order)
        mutual = (best[ends_l] == order) & (best[ends_r] == order)
        chosen = np.flatnonzero(mutual)
        if shape is not None and len(chosen):
            bad = forest.misshapen(ends_l[chosen], ends_r[chosen], weight[chosen], shape)
            open_ = np.ones(len(left), dtype=np.bool_)
            open_[chosen[bad]] = False
            chosen = chosen[~bad]
            forest.join(ends_l[chosen], ends_r[chosen])
            left, right, weight = left[open_], right[open_], weight[open_]
        else:
            forest.join(ends_l[chosen], ends_r[chosen])
    return forest.component
