"""Randomness as a function: hash(seed, purpose, entity), never a stream.

A new purpose, provider or person therefore changes no draw that exists already. The mixing is
the finaliser of splitmix64 (Steele, Lea, Flood 2014), applied twice with two keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Days = NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)


def _mix(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * _M1
    z = (z ^ (z >> np.uint64(27))) * _M2
    return np.asarray(z ^ (z >> np.uint64(31)), dtype=np.uint64)


@dataclass(frozen=True)
class Dice:
    """Draws of one seed; every method maps ids (n,) to values (n,), element by element."""

    seed: int

    def bits(self, purpose: str, ids: Ids) -> NDArray[np.uint64]:
        """64 hashed bits per entity id."""
        digest = hashlib.blake2b(f"{self.seed}|{purpose}".encode(), digest_size=16).digest()
        first, second = (np.uint64(v) for v in np.frombuffer(digest, dtype="<u8"))
        return _mix(_mix(ids.astype(np.uint64) * _GOLDEN + first) ^ second)

    def uniform(self, purpose: str, ids: Ids) -> Floats:
        """Uniform on the open interval (0, 1), 53 bits."""
        return ((self.bits(purpose, ids) >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53

    def normal(self, purpose: str, ids: Ids) -> Floats:
        """Standard normal by the inverse distribution function."""
        return np.asarray(ndtri(self.uniform(purpose, ids)), dtype=np.float64)

    def chance(self, purpose: str, ids: Ids, p: float | Floats) -> Bools:
        """True with probability p (one number or one per id)."""
        return np.asarray(self.uniform(purpose, ids) < p, dtype=np.bool_)

    def integer(self, purpose: str, ids: Ids, low: int, high: int) -> Ints:
        """Integers low..high, both included."""
        return low + (self.uniform(purpose, ids) * (high - low + 1)).astype(np.int64)

    def pick(self, purpose: str, ids: Ids, weights: Sequence[float]) -> Ints:
        """Index 0..k-1 with probability proportional to ``weights``."""
        cumulative = np.cumsum(np.asarray(weights, dtype=np.float64))
        u = self.uniform(purpose, ids) * cumulative[-1]
        place = np.searchsorted(cumulative, u, side="right")
        return np.asarray(np.minimum(place, len(weights) - 1), dtype=np.int64)

    def zipf(self, purpose: str, ids: Ids, size: int, power: float = 1.7) -> Ints:
        """Index 0..size-1, small indexes much more often (rank r with cdf (r/size)^(1/power))."""
        return np.minimum((size * self.uniform(purpose, ids) ** power).astype(np.int64), size - 1)


def rank_within(keys: Ints) -> Ints:
    """0-based order of appearance of every element among the elements of the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.r_[0, np.flatnonzero(np.diff(ordered)) + 1]
    lengths = np.diff(np.r_[starts, len(ordered)])
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[order] = np.arange(len(keys)) - np.repeat(starts, lengths)
    return ranks
