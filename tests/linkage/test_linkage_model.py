from __future__ import annotations

import json
import math
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.card import card_text, save
from dagster_dtsen.linkage.limits import limits_of
from dagster_dtsen.settings import Settings

SHIPPED = Settings(home=Path("nowhere"))


def test_the_frozen_model_is_the_declared_one() -> None:
    declared = linkage_model.creator().create_settings_dict("duckdb")["comparisons"]
    frozen = linkage_model.load(SHIPPED)["splink"]["comparisons"]
    for expected, found in zip(declared, frozen, strict=True):
        for level, kept in zip(
            expected["comparison_levels"], found["comparison_levels"], strict=True
        ):
            assert kept["sql_condition"] == level["sql_condition"]
            assert kept["label_for_charts"] == level["label_for_charts"]
            if level.get("fix_u_probability"):
                assert kept["u_probability"] == pytest.approx(level["u_probability"])


def test_every_level_of_the_frozen_model_is_trained() -> None:
    lowest = linkage_model.config()["latih"]["m_terendah"]
    for comparison in linkage_model.load(SHIPPED)["splink"]["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                assert lowest <= level["m_probability"] <= 1
                assert 0 < level["u_probability"] <= 1


def test_the_prior_falls_with_the_number_of_records() -> None:
    model = linkage_model.load(SHIPPED)
    k = model["prior"]["pasangan_per_rekaman"]
    assert linkage_model.prior(model, 1_000_001) == pytest.approx(2 * k / 1_000_000)
    assert linkage_model.prior(model, 3) == linkage_model.config()["prior"]["paling_tinggi"]


def test_the_threshold_rises_with_the_number_of_records() -> None:
    rule = linkage_model.config()["ambang"]
    size = int(rule["acuan"])
    assert linkage_model.threshold(2) == linkage_model.threshold(size) == rule["klaster"]
    assert linkage_model.threshold(4 * size) == rule["klaster"] + 2 * rule["kenaikan"]
    assert rule["kenaikan"] > 0


def test_the_evidence_asked_for_grows_faster_than_the_random_pairs_per_record() -> None:
    """Twice the records: one bit by the prior, and the rise of the threshold on top."""
    model = linkage_model.load(SHIPPED)

    def evidence(records: int) -> float:
        prior = linkage_model.prior(model, records)
        return linkage_model.threshold(records) - math.log2(prior / (1 - prior))

    size = 4 * int(linkage_model.config()["ambang"]["acuan"])
    grown = evidence(2 * size) - evidence(size)
    assert grown == pytest.approx(1 + linkage_model.config()["ambang"]["kenaikan"], abs=1e-4)


def test_the_joining_evidence_is_exact() -> None:
    """A pair exactly at the threshold joins; a binary fraction more would lose it."""
    model = linkage_model.load(SHIPPED)
    found = [limits_of(model, records) for records in range(1_000, 200_000, 997)]
    exact = [float(Decimal(str(x.cluster)) - Decimal(str(x.prior_weight))) for x in found]
    assert [x.joining for x in found] == exact
    assert [x.cluster - x.prior_weight for x in found] != exact


def test_a_model_without_term_frequencies_is_refused(settings: Settings) -> None:
    model = linkage_model.load(SHIPPED)
    del model["frekuensi"]
    settings.models_dir.mkdir(parents=True)
    linkage_model.model_path(settings)
    (settings.models_dir / f"{model['nama']}.json").write_text(json.dumps(model))
    with pytest.raises(DtsenError, match="E-MODEL-TIADA"):
        linkage_model.load(settings)


def test_every_rule_but_the_nik_rule_carries_the_veto() -> None:
    rules = linkage_model.config()["blok"]
    assert [rule["nama"] for rule in rules if not rule.get("veto")] == ["nik"]
    assert len(set(linkage_model.rule_names())) == len(rules)


def test_labels_give_splinks_comparison_values() -> None:
    labels = linkage_model.level_labels("nik")
    assert linkage_model.gamma("nik", "sama") == len(labels) - 1
    assert linkage_model.gamma("nik", "lain") == 0
    assert linkage_model.gamma("nik", "kosong") == -1


@pytest.mark.parametrize("text", ["", "{", '{"prior": {}}', '{"splink": {"comparisons": []}}'])
def test_a_damaged_model_is_refused(settings: Settings, text: str) -> None:
    settings.models_dir.mkdir(parents=True)
    (settings.models_dir / f"{linkage_model.config()['model']}.json").write_text(text)
    with pytest.raises(DtsenError) as caught:
        linkage_model.load(settings)
    assert caught.value.kind.code == "E-MODEL-TIADA"


def test_a_model_of_this_home_wins(settings: Settings) -> None:
    model = linkage_model.load(settings)
    model["prior"]["pasangan_per_rekaman"] = 9.0
    card = {"nama": model["nama"], "rekaman": 1, "seed": 1, "sample": 1, "susunan": []}
    card |= {"tingkat": [], "pasangan_per_rekaman": 9.0, "frekuensi": {}}
    save(model, card, settings.models_dir, "Test.")
    assert linkage_model.load(settings)["prior"]["pasangan_per_rekaman"] == 9.0
    assert "Test." in card_text(card, "Test.")
