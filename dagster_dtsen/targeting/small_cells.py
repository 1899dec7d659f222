"""Closes counts of few families, and as many others as keep them from being worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

OTHER = "*"
Relation = Sequence[str]


def closed(
    cells: Mapping[str, int],
    relations: Sequence[Relation],
    limit: int,
    kept: frozenset[str] = frozenset(),
    late: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Name → what stands instead of the count, for every cell that is closed.

    Counts above zero and below ``limit`` are closed (``<5``). A relation names a total and its
    parts: of it never one cell alone is closed, and the closed parts below an open total are no
    small count together. The smallest others are closed for that (``*``), cells in ``late`` after
    all others, a total last, cells in ``kept`` never, and nothing that is zero.
    """
    found = {name: f"<{limit}" for name, count in cells.items() if 0 < count < limit}
    changed = True
    while changed:
        changed = False
        for relation in relations:
            while another := _another(cells, relation, limit, (kept, late), found):
                found[another] = OTHER
                changed = True
    return found


def _another(
    cells: Mapping[str, int],
    relation: Relation,
    limit: int,
    spared: tuple[frozenset[str], frozenset[str]],
    found: Mapping[str, str],
) -> str | None:
    """The cell to be closed next so that this relation gives nothing away, or none."""
    total, *parts = relation
    kept, late = spared
    hidden = [name for name in relation if name in found]
    if not hidden:
        return None
    told = sum(cells[name] for name in parts if name in found)
    if len(hidden) > 1 and (total in found or told >= limit):
        return None
    others = [n for n in parts if n not in found and n not in kept and cells[n] > 0]
    if others:
        return min(others, key=lambda name: (name in late, cells[name], name))
    # without other parts the closed ones are the total itself
    if total in found or total in kept or len(hidden) > 1:
        return None
    return total
