"""The arithmetic of fits and errors beside other ways to the same numbers."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pytest
import statsmodels.api as sm
from ranking_rows import PLAN, expenditure, families, load_survey

from dagster_dtsen.ranking import linear, pooling
from dagster_dtsen.ranking.blocks import blocks
from dagster_dtsen.ranking.design import MISSING, VALUE, Candidate, design
from dagster_dtsen.ranking.features import features
from dagster_dtsen.ranking.measures import rank_correlation, tenths
from dagster_dtsen.ranking.survey import ratio, sample
from dagster_dtsen.ranking.uncertainty import LEVELS, bands


def test_the_quantile_fit_is_that_of_statsmodels(con: duckdb.DuckDBPyConnection) -> None:
    raw = families(21, 700)
    raw["penimbang"] = np.ones(700)
    load_survey(con, raw, expenditure(raw, 22, noise=0.3))
    names = ("umur_kepala", "jumlah_balita")
    plan = replace(
        PLAN, kategori=(), numerik=tuple(item for item in PLAN.numerik if item.nama in names)
    )
    table = features(con, plan)
    found = linear.fit(plan, table, Candidate("k", "kuantil", {"tau": 0.3}, False, None, False))
    x = np.column_stack([table.column(name).to_numpy().astype(float) for name in names])
    other = sm.QuantReg(table.column("sasaran").to_numpy(), sm.add_constant(x)).fit(q=0.3)
    own = [float(found["tetapan"]["1"]), *(float(found[name][VALUE]) for name in names)]
    assert own == pytest.approx(other.params.tolist(), abs=0.01)
    below = table.column("sasaran").to_numpy() < own[0] + x @ own[1:]
    assert below.mean() == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize("kind", ["ridge", "lasso"])
def test_penalties_draw_coefficients_to_zero(con: duckdb.DuckDBPyConnection, kind: str) -> None:
    raw = families(23, 900)
    load_survey(con, raw, expenditure(raw, 24, noise=0.3))
    table = features(con, design())

    def size(penalty: float) -> float:
        chosen = Candidate("x", kind, {"lambda": penalty}, False, None, False)
        found = linear.fit(PLAN, table, chosen)
        return sum(
            abs(float(value))
            for name, codes in found.items()
            if name != "tetapan"
            for code, value in codes.items()
            if code not in (MISSING, VALUE)
        )

    assert size(0.0001) > size(0.05) > size(5.0)
    if kind == "lasso":
        assert size(5.0) == 0
    assert blocks(PLAN, table)


def test_regions_are_drawn_to_zero_by_how_little_they_tell() -> None:
    rng = np.random.default_rng(3)
    units = np.repeat(np.arange(200), 10)
    region = np.where(units < 4, "A", np.where(units < 100, "B", "C"))
    level = {"A": 0.3, "B": 0.3, "C": -0.3}
    rest = np.array([level[name] for name in region]) + rng.normal(0, 0.5, 2000)
    found = pooling.effects(rest, np.ones(2000), region, units.astype(str))
    own = {name: float(rest[region == name].mean()) for name in "ABC"}
    assert found[MISSING] == 0
    assert abs(float(found["A"]) / own["A"]) < abs(float(found["B"]) / own["B"]) < 1
    assert float(found["B"]) == pytest.approx(own["B"], rel=0.05)
    alike = pooling.effects(rng.normal(0, 0.5, 2000), np.ones(2000), region, units.astype(str))
    assert max(abs(float(value)) for value in alike.values()) < 0.03


def test_the_standard_error_is_that_of_the_design() -> None:
    """Whole units alike: as many observations as units, not as households."""
    rng = np.random.default_rng(5)
    unit = np.repeat(np.arange(400), 8)
    value = np.repeat(rng.random(400) < 0.3, 8).astype(float)
    weight = np.ones(3200)
    design_of = sample(weight, unit.astype(str), np.full(3200, ""))
    share, error = ratio(design_of, value, np.ones(3200))
    assert share == pytest.approx(value.mean())
    assert error == pytest.approx(np.sqrt(share * (1 - share) / 399), rel=1e-6)
    alone = sample(weight, np.arange(3200).astype(str), np.full(3200, ""))
    assert ratio(alone, value, np.ones(3200))[1] < error / 2.5


def test_strata_take_their_differences_out_of_the_error() -> None:
    unit = np.arange(400)
    value = (unit < 200).astype(float)
    ones = np.ones(400)
    apart = sample(ones, unit.astype(str), np.where(unit < 200, "a", "b"))
    mixed = sample(ones, unit.astype(str), np.full(400, ""))
    assert ratio(apart, value, ones)[1] == pytest.approx(0.0, abs=1e-9)
    assert ratio(mixed, value, ones)[1] > 0.02


def test_ranks_and_tenths_count_weight() -> None:
    value = np.array([1.0, 2.0, 3.0, 4.0])
    assert tenths(value, np.array([1.0, 1.0, 1.0, 7.0])).tolist() == [1, 2, 3, 10]
    assert rank_correlation(value, -value, np.ones(4)) == pytest.approx(-1)
    assert rank_correlation(value, value**3, np.array([1, 5, 2, 3.0])) == pytest.approx(1)


def test_bands_follow_a_spread_that_grows() -> None:
    rng = np.random.default_rng(7)
    score = rng.normal(0, 1, 24000)
    rest = rng.normal(0, 1, 24000) * np.where(score > 0, 2.0, 0.5)
    own = bands(score[:12000], rest[:12000], np.ones(12000))
    at = own.of(score[12000:])
    low, high = LEVELS.index(0.05), LEVELS.index(0.95)
    inside = (rest[12000:] >= own.quantile[at, low]) & (rest[12000:] <= own.quantile[at, high])
    for part in (score[12000:] > 0.5, score[12000:] < -0.5):
        assert inside[part].mean() == pytest.approx(0.9, abs=0.03)
    assert own.quantile[-1, high] > 2 * own.quantile[0, high]
