"""Which unknowns are moved together: those about one measure in regions that lie side by side."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dagster_dtsen.disclosure.system import Ints, System

# children through which a region's change goes further down, and how many regions upwards a block
# may reach
CHAIN, REACH = 3, 3


class Map:
    """Which regions lie below which, the largest first, and the cells of each."""

    def __init__(self, system: System) -> None:
        summed = np.bincount(system.sums.indices, minlength=len(system.true)) > 0
        told = summed | system.small
        cells = np.flatnonzero((system.region >= 0) & told)
        size = len(system.parent)
        self.measures = int(system.measure.max(initial=-1)) + 1
        place = system.region[cells] * self.measures + system.measure[cells]
        self.cells = cells[np.argsort(place, kind="stable")]
        self.ends = np.searchsorted(np.sort(place), np.arange(size * self.measures + 1))
        units = np.bincount(system.region[cells], system.true[cells], minlength=size)
        children = _grouped(np.arange(size), system.parent + 1, size + 1)
        self.top, *below = (found[np.argsort(-units[found], kind="stable")] for found in children)
        self.below = below
        self.parent = system.parent
        self._known: dict[tuple[int, int], Ints] = {}

    def of(self, region: int, measure: int) -> Ints:
        """The cells of a region about one measure."""
        place = region * self.measures + measure
        return self.cells[self.ends[place] : self.ends[place + 1]]

    def reached(self, above: int, reach: int) -> Ints:
        """As :meth:`_reached`, worked out once."""
        if (above, reach) not in self._known:
            self._known[above, reach] = self._reached(above, reach)
        return self._known[above, reach]

    def _reached(self, above: int, reach: int) -> Ints:
        """Regions that move together: those below ``above``, its neighbours, theirs, as far as
        ``reach`` goes, of each a few further down, since a change there has to go somewhere, and
        all that lie above, since every total is rounded on its own.
        """
        if reach == REACH:
            return np.arange(len(self.parent))
        found = [self._chain(region) for region in self._beside(above)]
        while above >= 0:
            found.append(np.array([above]))
            above = int(self.parent[above])
            if reach > 0:
                found += [self._chain(region) for region in self._beside(above)]
            reach -= 1
        return np.unique(np.concatenate([*found, self.top]))

    def _beside(self, above: int) -> Ints:
        return self.below[above] if above >= 0 else self.top

    def _chain(self, region: int) -> Ints:
        parts = [self._chain(child) for child in self.below[region][:CHAIN]]
        return np.concatenate([np.array([region]), *parts])


def blocks(
    system: System, map_: Map, targets: Ints, reach: int, least: int
) -> Iterator[tuple[Ints, Ints]]:
    """Unknowns to be moved together, at least ``least``, and the targets among them."""
    if not len(targets):
        return
    home, measure = _home(system), system.measure
    order = targets[np.lexsort((measure[targets], home[targets]))]
    cuts = np.flatnonzero(np.diff(home[order]) | np.diff(measure[order])) + 1
    places, size, waiting = [], 0, []
    for own in np.split(order, cuts):
        above, what = int(home[own[0]]), int(measure[own[0]])
        waiting.append(own)
        for cells in (map_.of(region, what) for region in map_.reached(above, reach)):
            places.append(cells)
            size += len(cells)
        if size >= least:
            yield np.unique(np.concatenate(places)), np.concatenate(waiting)
            places, size, waiting = [], 0, []
    if waiting:
        yield np.unique(np.concatenate(places)), np.concatenate(waiting)


def _home(system: System) -> Ints:
    """The region above the one that an unknown belongs to; what is left over goes with a part."""
    home = np.where(system.region >= 0, system.parent[system.region], -1)
    hidden = np.flatnonzero(system.region < 0)
    if len(hidden):
        # each stands in one sum, whose parts and total do not
        beside = np.maximum.reduceat(home[system.sums.indices], system.sums.indptr[:-1])
        home[hidden] = beside[system.sums[:, hidden].tocsc().indices]
    return home


def _grouped(items: Ints, key: Ints, size: int) -> list[Ints]:
    keys = key[items]
    order = np.argsort(keys, kind="stable")
    return np.split(items[order], np.searchsorted(keys[order], np.arange(1, size)))
