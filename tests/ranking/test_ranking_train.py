"""Training: true effects come back, gaps take the mean effect, equal rows give an equal model."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import duckdb
import numpy as np
import pytest
from ranking_rows import PLAN, effect, expenditure, families, load_survey

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import train
from dagster_dtsen.ranking.design import MISSING, NOT_ASKED, VALUE, design
from dagster_dtsen.ranking.features import features
from dagster_dtsen.ranking.measures import errors, poorest
from dagster_dtsen.ranking.model import MICRO, predict
from dagster_dtsen.ranking.survey import sample
from dagster_dtsen.settings import Settings

# noise 0.02 on 4,000 rows leaves a standard error near 0.001 per effect
NEAR = 0.006


def test_known_coefficients_come_back(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Where an item decides if another is asked, its effect holds the other's reference too."""
    raw = families(1, 4000)
    spent = expenditure(raw, 2, noise=0.02)
    load_survey(con, raw, spent)
    model = train.train(con, PLAN)
    deciders = {item.lewati.penentu for item in design().kategori if item.lewati}
    plain = [item for item in design().kategori if item.nama not in deciders]
    for item in plain:
        first, *others = item.kode[:4]
        for code in others:
            found = model.koefisien[item.nama][code] - model.koefisien[item.nama][first]
            true = effect(item.nama, code) - effect(item.nama, first)
            assert float(found) == pytest.approx(true, abs=NEAR), (item.nama, code)
    area = model.koefisien["log_luas_lantai_per_kapita"][VALUE]
    assert float(area) == pytest.approx(0.3, abs=NEAR)
    assert float(model.koefisien["jumlah_balita"][VALUE]) == pytest.approx(-0.05, abs=NEAR)
    score = predict(model, features(con, design())) / MICRO
    order = np.argsort([hashlib.sha256(name.encode()).hexdigest() for name in raw["id_keluarga"]])
    assert np.abs(score - np.log(spent[order])).max() < 6 * 0.02
    assert model.ukuran["r2"] > 0.99
    assert model.ukuran["kuota"]["40"]["eksklusi"]["nilai"] < 0.05
    assert model.ukuran["rumah_tangga"] == 4000


def test_a_gap_takes_the_weighted_mean_effect_and_a_skip_takes_none(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    raw = families(3, 2000, missing=0.03)
    rare = raw["jenis_atap_terluas"]
    rare[:5] = "8"
    load_survey(con, raw, expenditure(raw, 4, noise=0.1))
    model = train.train(con, PLAN)
    roof = model.koefisien["jenis_atap_terluas"]
    answers = np.array([code if code in ("1", "2", "3", "4") else None for code in rare], object)
    answered = answers != None  # noqa: E711 - elementwise
    mean = np.average(
        [float(roof[code]) for code in answers[answered]], weights=raw["penimbang"][answered]
    )
    assert float(roof[MISSING]) == pytest.approx(mean, abs=2e-6)
    assert roof["8"] == roof["7"] == roof[MISSING] != 0
    assert set(model.latih["tanpa_taksiran"]["jenis_atap_terluas"]) == {"5", "6", "7", "8"}
    assert model.koefisien["daya_terpasang"][NOT_ASKED] == Decimal(0)
    cattle = model.koefisien["jumlah_ternak_sapi"]
    known = raw["jumlah_ternak_sapi"] != None  # noqa: E711
    heads = np.average(
        raw["jumlah_ternak_sapi"][known].astype(float), weights=raw["penimbang"][known]
    )
    assert float(cattle[MISSING]) == pytest.approx(heads * float(cattle[VALUE]), abs=5e-6)


def test_order_of_rows_and_delivery_do_not_matter(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    raw = families(5, 800)
    spent = expenditure(raw, 6, noise=0.3)
    load_survey(con, raw, spent)
    first = train.train(con, PLAN)
    turned = {name: values[::-1] for name, values in raw.items()}
    load_survey(con, turned, spent[::-1])
    con.execute("update wh.standardised.rumah_tangga_latih set _delivery = 'd2'")
    assert train.train(con, PLAN) == first
    con.execute("delete from wh.standardised.rumah_tangga_latih where record_key < '01'")
    assert train.train(con, PLAN).latih["sidik"] != first.latih["sidik"]


def test_without_training_rows_it_refuses(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    with pytest.raises(DtsenError, match="E-LATIH-TIADA"):
        train.train(con, PLAN)
    raw = families(7, 20)
    load_survey(con, raw, expenditure(raw, 8, noise=0.1))
    con.execute("delete from wh.standardised.rumah_tangga_latih")
    with pytest.raises(DtsenError, match="E-LATIH-TIADA"):
        train.train(con, PLAN)


def test_measures_by_hand() -> None:
    """Ten equal households, the poorest four by truth 0-3; the score puts 4 before 3."""
    truth = np.arange(10.0)
    score = truth.copy()
    score[[3, 4]] = score[[4, 3]]
    weight = np.ones(10)
    assert poorest(truth, weight, 40).tolist() == [True] * 4 + [False] * 6
    units = np.arange(10).astype(str)
    found = errors(truth, score, sample(weight, units, np.full(10, "")), 40)
    assert found["eksklusi"]["nilai"] == pytest.approx(1 / 4)
    assert found["inklusi"]["nilai"] == pytest.approx(1 / 6)
    assert found["keseluruhan"]["nilai"] == pytest.approx(2 / 10)
