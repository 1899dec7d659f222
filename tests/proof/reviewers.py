"""Simulated reviewers: does the interval of an estimate hold the truth? (proof ``tinjauan``)

A population of pairs by stratum with a known number of true ones, as releases have them; some are
drawn, judged by reviewers who are wrong in 2 % of their answers, a part of them twice.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from dagster_dtsen.steward.estimate import Estimate, Interval, Stratum, estimate

WRONG, TWICE = 0.02, 0.3
REPETITIONS, AT_LEAST = 200, 0.93
# name, joined, pairs at the smallest, share of true pairs (lowest and highest), pairs drawn
STRATA = (
    ("tergabung_kuat", True, 60_000, 0.9990, 1.0, 400),
    ("tergabung_sedang", True, 12_000, 0.985, 1.0, 200),
    ("tergabung_tipis", True, 3_000, 0.85, 1.0, 150),
    ("tergabung_lewat", True, 200, 0.85, 1.0, 150),
    ("terpisah_ditolak", False, 300, 0.3, 0.95, 150),
    ("terpisah_lemah", False, 500, 0.3, 0.8, 150),
    ("terpisah_larangan", False, 1_000, 0.0, 0.1, 150),
    ("terpisah_dua_nik", False, 100, 0.5, 1.0, 100),
)
Population = list[tuple[str, bool, int, int, int]]  # name, joined, pairs, true pairs, drawn


def population(seed: int) -> Population:
    """Sizes and true pairs of every stratum, another for every seed."""
    rng = np.random.default_rng([seed, 1])
    scale = int(rng.integers(1, 12))
    found = []
    for name, joined, size, low, high, drawn in STRATA:
        pairs = size * scale
        true = round(pairs * rng.uniform(low, high)) if rng.random() < 0.9 else round(pairs * high)
        found.append((name, joined, pairs, true, min(drawn, pairs)))
    return found


def simulate(pairs: Population, seed: int) -> dict[str, Any]:
    """Review once; whether the intervals hold the true precision and recall, and their widths."""
    rng = np.random.default_rng([seed, 2])
    strata = []
    for name, joined, size, true, drawn in pairs:
        hits = int(rng.hypergeometric(true, size - true, drawn))
        truth = np.arange(drawn) < hits
        rounds = 1 + (rng.random(drawn) < TWICE)
        yes = np.zeros(drawn, dtype=np.int64)
        for turn in (1, 2):
            answer = truth ^ (rng.random(drawn) < WRONG)
            yes += answer & (rounds >= turn)
        kinds, counts = np.unique(np.c_[yes, rounds], axis=0, return_counts=True)
        answers = {(int(a), int(b)): int(n) for (a, b), n in zip(kinds, counts, strict=True)}
        strata.append(Stratum(name, joined, size, answers))
    found: Estimate = estimate(strata)
    right = sum(true for _, joined, _, true, _ in pairs if joined)
    made = sum(size for _, joined, size, _, _ in pairs if joined)
    there = sum(true for _, _, _, true, _ in pairs)
    return {
        "presisi": _holds(found.precision, right / made),
        "recall": _holds(found.recall, right / there),
        "lebar_presisi": _width(found.precision),
        "lebar_recall": _width(found.recall),
        "salah_penilai": found.wrong.value,
    }


def _holds(interval: Interval, truth: float) -> bool:
    return (
        interval.low is not None
        and interval.high is not None
        and (interval.low <= truth <= interval.high)
    )


def _width(interval: Interval) -> float:
    return round((interval.high or 0) - (interval.low or 0), 5)


def review_all(_reference_dir: Path, _work_dir: Path, seed: int) -> dict[str, Any]:
    """``REPETITIONS`` reviews of other populations; fails when too few intervals hold the truth."""
    began = time.monotonic()
    runs = [simulate(population(number), number) for number in range(REPETITIONS)]
    shares = {name: sum(run[name] for run in runs) / REPETITIONS for name in ("presisi", "recall")}
    widths = {
        name: round(sum(run[name] for run in runs) / REPETITIONS, 5)
        for name in ("lebar_presisi", "lebar_recall", "salah_penilai")
    }
    return {
        "seed": seed,
        "repetitions": REPETITIONS,
        "hold_the_truth": shares,
        "mean": widths,
        "seconds": round(time.monotonic() - began, 1),
        "failures": [name for name, share in shares.items() if share < AT_LEAST],
    }
