from __future__ import annotations

import numpy as np
import pytest

from dagster_dtsen.evaluation.measures import measure, resampled, scores


def test_scores_are_ratios_of_sums() -> None:
    found = scores(np.array([8.0, 10.0, 8.0, 16.0]))
    assert found == pytest.approx([0.8, 0.5, 2 * 0.8 * 0.5 / 1.3])


def test_nothing_found_or_true_has_no_value() -> None:
    empty = measure(np.zeros((0, 4)), np.zeros(0, dtype=np.int64), 10, 1)
    assert empty["presisi"] == {"nilai": None, "selang": None}
    unfound = measure(np.array([[0.0, 0.0, 0.0, 3.0]]), np.array([5]), 10, 1)
    assert unfound["presisi"]["nilai"] is None
    assert unfound["recall"] == {"nilai": 0.0, "selang": [0.0, 0.0]}


def test_drawing_groups_is_drawing_people() -> None:
    """The sums of whole groups have the spread of the sums of people drawn one by one."""
    values = np.array([[1.0, 1.0, 1.0, 1.0], [0.0, 0.5, 0.0, 1.0], [3.0, 3.0, 3.0, 3.0]])
    people = np.array([60, 30, 10])
    each = np.repeat(values, people, axis=0)
    rng = np.random.default_rng(5)
    one_by_one = each[rng.integers(0, 100, (4000, 100))].sum(axis=1)
    grouped = resampled(values, people, 4000, seed=6)
    assert grouped.mean(axis=0) == pytest.approx(one_by_one.mean(axis=0), rel=0.02)
    assert grouped.std(axis=0) == pytest.approx(one_by_one.std(axis=0), rel=0.06)


def test_the_interval_holds_the_value_and_repeats_with_the_seed() -> None:
    values = np.array([[2.0, 2.0, 2.0, 2.0], [1.0, 1.5, 1.0, 2.0]])
    people = np.array([900, 100])
    found = measure(values, people, 500, 3)
    for name in ("presisi", "recall", "f1"):
        low, high = found[name]["selang"]
        assert low < found[name]["nilai"] < high
    assert measure(values, people, 500, 3) == found
    assert measure(values, people, 500, 4) != found


def test_more_people_give_a_narrower_interval() -> None:
    values = np.array([[2.0, 2.0, 2.0, 2.0], [1.0, 1.5, 1.0, 2.0]])

    def width(people: int) -> float:
        low, high = measure(values, np.array([people, people]), 500, 1)["recall"]["selang"]
        return float(high - low)

    assert width(10_000) < width(100) / 5
