"""Folds, candidates and the rule that chooses among them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from ranking_rows import BOOSTED, TREES, expenditure, families, load_survey
from threadpoolctl import threadpool_limits

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import boosting, candidates, train
from dagster_dtsen.ranking.choose import choose, searched
from dagster_dtsen.ranking.design import Candidate, Design, design
from dagster_dtsen.ranking.features import FOLD, STRATUM, UNIT, features
from dagster_dtsen.ranking.model import MICRO, predict

PLAIN = Candidate("ols", "ols", {}, False, None, False)
STRONG = TREES | {"laju": 0.3, "jumlah": 40}
PAIRS = Candidate("pasangan", "ols", {}, False, STRONG, False)
FREE = Candidate("bebas", "ols", {}, False, STRONG | {"interaksi": "bebas"}, True)


def plan_of(*tried: Candidate) -> Design:
    return replace(design(), kandidat=tried, lipatan=3)


def survey(con: duckdb.DuckDBPyConnection, n: int, joint: float) -> pa.Table:
    """Households; a car is worth ``joint`` only together with cooled air."""
    raw: dict[str, Any] = families(11, n)
    both = (raw["aset_bergerak_mobil"] == "1") & (raw["aset_bergerak_ac"] == "1")
    spent = expenditure(raw, 12, noise=0.2) * np.exp(joint * both)
    load_survey(con, raw, spent.round(2))
    return features(con, plan_of())


def test_a_sampling_unit_lies_in_one_fold_and_strata_are_spread(
    con: duckdb.DuckDBPyConnection,
) -> None:
    table = survey(con, 1200, 0.0)
    unit, fold, stratum = (table.column(n).to_pylist() for n in (UNIT, FOLD, STRATUM))
    assert len(set(zip(unit, fold, strict=True))) == len(set(unit))
    assert set(fold) == set(range(3))
    for name in set(stratum):
        counts = np.bincount([f for f, s in zip(fold, stratum, strict=True) if s == name])
        assert counts.min() > 0.5 * counts.mean()


def test_a_part_for_the_search_holds_whole_units(con: duckdb.DuckDBPyConnection) -> None:
    table = survey(con, 1200, 0.0)
    part = searched(replace(design(), pencarian=500), table)
    assert 400 < len(part) <= 500
    kept = set(part.column(UNIT).to_pylist())
    assert sum(name in kept for name in table.column(UNIT).to_pylist()) == len(part)
    assert searched(design(), table) is table


def test_trees_are_chosen_where_welfare_is_joint_and_not_where_it_is_linear(
    con: duckdb.DuckDBPyConnection,
) -> None:
    plan = plan_of(PLAIN, PAIRS)
    table = survey(con, 3000, 2.0)
    found = choose(plan, table)
    assert found.tried[found.chosen].candidate.nama == "pasangan"
    losses = [row["eksklusi"]["40"] for row in found.rows]
    assert losses[1] < 0.9 * losses[0]
    found = choose(plan, survey(con, 3000, 0.0))
    assert found.tried[found.chosen].candidate.nama == "ols"


def test_free_trees_are_measured_and_never_chosen(con: duckdb.DuckDBPyConnection) -> None:
    found = choose(plan_of(PLAIN, FREE), survey(con, 1500, 2.0))
    assert found.tried[found.chosen].candidate.nama == "ols"
    assert found.rows[1]["eksklusi"]["40"] < found.rows[0]["eksklusi"]["40"]
    assert not found.rows[1]["boleh"]


def test_too_few_units_or_nothing_to_choose_from_is_refused(
    con: duckdb.DuckDBPyConnection,
) -> None:
    table = survey(con, 600, 0.0)
    with pytest.raises(DtsenError, match="E-SURVEI"):
        choose(plan_of(FREE), table)
    with pytest.raises(DtsenError, match="E-SURVEI"):
        choose(replace(plan_of(PLAIN), lipatan=4), table.slice(0, 1))


def test_tables_say_what_the_trees_say(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all pairs kept, on households without missing answers and rare codes."""
    monkeypatch.setattr(boosting.pairs, "found", lambda *_: {})
    table = survey(con, 1500, 0.6)
    plan = replace(plan_of(PAIRS), paling_sedikit=1)
    weight = table.column("bobot").to_numpy()
    with threadpool_limits(limits=1):
        base = candidates._based(plan, table, PAIRS)
        rest = candidates.rest(base, table)
        boxed, names, place = boosting.boxed(base, table, weight, 1)
        coded = ["nilai" not in base.koefisien[name] for name in names]
        trees = boosting.grown(STRONG, place, coded, rest, weight)
        told = predict(base, table) / MICRO + trees.predict(boosting.values(place))
        model = boosting.boost(base, table, STRONG | {"pasangan": 10_000}, rest, 1)
    assert boxed.koefisien == base.koefisien
    assert len(model.pasangan) > 3
    whole = (place > 0).all(axis=1)
    assert whole.mean() > 0.9
    # every table is rounded to six decimals
    assert np.abs(predict(model, table) / MICRO - told)[whole].max() < 5e-5
    assert np.ptp(trees.predict(boosting.values(place))) > 0.1


def test_threads_do_not_change_a_boosted_model(con: duckdb.DuckDBPyConnection) -> None:
    survey(con, 900, 0.6)
    with threadpool_limits(limits=1):
        con.execute("set threads = 1")
        first = train.train(con, BOOSTED)
    with threadpool_limits(limits=2):
        con.execute("set threads = 2")
        assert train.train(con, BOOSTED) == first
