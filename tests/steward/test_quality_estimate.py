"""Precision and recall from judged pairs: what they must say whatever the numbers."""

from __future__ import annotations

import duckdb
import pytest

from dagster_dtsen.steward.estimate import Stratum, agreement, estimate
from dagster_dtsen.steward.quality import report, strata_of
from tests.proof.reviewers import population, simulate


def _joined(size: int, yes: int, no: int) -> Stratum:
    return Stratum("gabung", True, size, {(1, 1): yes, (0, 1): no})


def test_a_perfect_review_of_everything_is_the_truth() -> None:
    # two reviewers who always agree: the answers are all there is to know
    strata = [
        Stratum("gabung", True, 900, {(2, 2): 880, (0, 2): 20}),
        Stratum("pisah", False, 300, {(2, 2): 30, (0, 2): 270}),
    ]
    found = estimate(strata)
    assert found.precision.value == pytest.approx(880 / 900, abs=1e-3)
    assert found.recall.value == pytest.approx(880 / 910, abs=1e-3)
    assert found.agreement == 1


def test_the_error_of_reviewers_is_not_taken_for_an_error_of_the_linkage() -> None:
    # 3 % of the answers about right pairs are "two persons", and a second reviewer tells why
    blind = estimate([_joined(50_000, 970, 30)])
    both = Stratum("gabung", True, 50_000, {(2, 2): 941, (1, 2): 58, (0, 2): 1})
    told = estimate([both])
    assert blind.precision.value is not None and told.precision.value is not None
    assert told.precision.value > 0.995
    assert told.precision.low is not None and told.precision.low > 0.99
    assert told.wrong.low is not None and told.wrong.low < 0.03 < (told.wrong.high or 0)


def test_more_judged_pairs_make_a_narrower_interval() -> None:
    few, many = (
        estimate(
            [Stratum("gabung", True, 50_000, {(2, 2): n - n // 20, (0, 2): n // 20})]
        ).precision
        for n in (40, 2_000)
    )
    assert few.high is not None and few.low is not None
    assert many.high is not None and many.low is not None
    assert many.high - many.low < (few.high - few.low) / 2


def test_what_nobody_judged_is_not_called_right() -> None:
    seen = estimate([_joined(100, 100, 0)])
    unseen = estimate([_joined(100, 100, 0), Stratum("pisah", False, 5_000, {})])
    assert seen.recall.value == 1
    assert unseen.recall.low is not None and unseen.recall.low < 0.1
    assert not report([_joined(100, 100, 0), Stratum("pisah", False, 5_000, {})])["cukup"]
    assert report([_joined(100, 100, 0)])["cukup"]


def test_no_pairs_give_no_figure() -> None:
    found = estimate([])
    assert (found.precision.value, found.recall.value, found.agreement) == (None, None, None)
    only_apart = estimate([Stratum("pisah", False, 10, {(0, 1): 10})])
    assert only_apart.precision.value is None


def test_more_judged_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="more pairs judged"):
        estimate([_joined(5, 6, 0)])


def test_the_same_answers_give_the_same_figures() -> None:
    strata = [_joined(5_000, 190, 10)]
    assert estimate(strata) == estimate(strata)
    assert estimate(strata, seed=2) != estimate(strata)


def test_agreement_counts_pairs_of_answers() -> None:
    strata = [
        Stratum("a", True, 9, {(2, 2): 3, (1, 2): 1}),
        Stratum("b", False, 9, {(1, 3): 1, (1, 1): 4}),
    ]
    # 3 of 4 pairs of two answers agree, 1 of 3 pairs of the three answers
    assert agreement(strata) == pytest.approx(4 / 7)
    assert agreement([_joined(9, 3, 0)]) is None


def test_most_intervals_of_a_simulated_reviewer_hold_the_truth() -> None:
    """A dozen repetitions of the proof `tinjauan`, which runs 200."""
    found = [simulate(population(seed), seed) for seed in range(12)]
    assert sum(run["presisi"] for run in found) >= 10
    assert sum(run["recall"] for run in found) >= 10


def test_the_last_answer_of_a_reviewer_counts_and_not_knowing_is_no_answer() -> None:
    con = duckdb.connect()
    con.execute(
        """
        create table sampel as
        select * from (values
            ('1', 'gabung', true, 7), ('2', 'gabung', true, 7), ('3', 'pisah', false, 2)
        ) as t(id_butir, stratum, tergabung, jumlah_stratum);
        create table jawaban as
        select id_butir, penilai, jawaban, date '2026-01-02' as tanggal, nomor from (values
            ('1', 'ani', 'beda', 1), ('1', 'ani', 'sama', 2), ('1', 'budi', 'sama', 3),
            ('2', 'ani', 'tidak_tahu', 4), ('lain', 'ani', 'sama', 5)
        ) as t(id_butir, penilai, jawaban, nomor)
        """
    )
    assert strata_of(con, "sampel", "jawaban") == [
        Stratum("gabung", True, 7, {(2, 2): 1}),
        Stratum("pisah", False, 2, {}),
    ]
