"""Groups of keys that are made one, unless they are kept apart or hold NIKs that are not one."""

from __future__ import annotations

from collections.abc import Mapping


class Union:
    """A forest of keys; ``niks``: the valid NIK of a key. Joins are asked one by one, in order."""

    def __init__(self, niks: Mapping[str, str]) -> None:
        self._above: dict[str, str] = {}
        self._given = niks
        self._nik: dict[str, str] = dict(niks)
        self._nik_above: dict[str, str] = {}
        # top -> tops it is kept apart from, each with the lowest decision that says so
        self._apart: dict[str, dict[str, str]] = {}

    def top(self, key: str) -> str:
        """Lowest key of the group."""
        return _top(self._above, key)

    def part(self, left: str, right: str, identity: str) -> None:
        """Keep two keys apart; asked before any join."""
        for one, other in ((left, right), (right, left)):
            known = self._apart.setdefault(one, {})
            known[other] = min(identity, known.get(other, identity))

    def barred(self, left: str, right: str) -> str | None:
        """The decision that keeps the groups of two keys apart."""
        return self._apart.get(self.top(left), {}).get(self.top(right))

    def join(self, left: str, right: str, *, proven: bool) -> bool:
        """Make the groups of two keys one, if they may be; ``proven``: their NIKs are one then."""
        a, b = sorted((self.top(left), self.top(right)))
        self._above.setdefault(a, a)
        if a == b:
            return True
        if self.barred(a, b):
            return False
        one, other = (self._class(key) for key in (a, b))
        if one and other and one != other:
            if not proven:
                return False
            low, high = sorted((one, other))
            self._nik_above[high] = low
        self._above[b] = a
        if nik := one or other:
            self._nik[a] = nik
        for neighbour, identity in self._apart.pop(b, {}).items():
            for near, far in ((a, neighbour), (neighbour, a)):
                known = self._apart.setdefault(near, {})
                known[far] = min(identity, known.get(far, identity))
            self._apart[neighbour].pop(b, None)
        return True

    def _class(self, key: str) -> str | None:
        nik = self._nik.get(key)
        return None if nik is None else _top(self._nik_above, nik)

    def groups(self) -> list[tuple[str | None, ...]]:
        """Key and group of every key that was joined with another."""
        keys = set(self._above)
        found = {key: self.top(key) for key in keys}
        shared = {top for key, top in found.items() if key != top}
        return [(key, top) for key, top in sorted(found.items()) if top in shared]

    def niks(self) -> list[tuple[str | None, ...]]:
        """NIKs that count as one with another, with the one they count as."""
        found = {nik: _top(self._nik_above, nik) for nik in set(self._given.values())}
        shared = {top for nik, top in found.items() if nik != top}
        return [(nik, top) for nik, top in sorted(found.items()) if top in shared]


def _top(above: dict[str, str], key: str) -> str:
    """The end of the chain, which is made short on the way; a key that is not there is an end."""
    end = key
    while above.get(end, end) != end:
        end = above[end]
    while above.get(key, key) != key:
        above[key], key = end, above[key]
    return end
