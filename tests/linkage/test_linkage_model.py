from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.train import card_text, save
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
    (settings.models_dir / "individu_v1.json").write_text(text)
    with pytest.raises(DtsenError) as caught:
        linkage_model.load(settings)
    assert caught.value.kind.code == "E-MODEL-TIADA"


def test_a_model_of_this_home_wins(settings: Settings) -> None:
    model = linkage_model.load(settings)
    model["prior"]["pasangan_per_rekaman"] = 9.0
    card = {"nama": model["nama"], "rekaman": 1, "seed": 1, "sample": 1, "susunan": []}
    card |= {"tingkat": [], "pasangan_per_rekaman": 9.0}
    save(model, card, settings.models_dir, "Test.")
    assert linkage_model.load(settings)["prior"]["pasangan_per_rekaman"] == 9.0
    assert "Test." in card_text(card, "Test.")
