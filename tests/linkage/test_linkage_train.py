from __future__ import annotations

import duckdb
from linkage_rows import filler, load_rows

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.train import save, train
from dagster_dtsen.settings import Settings


def test_training_is_repeatable_and_leaves_nothing(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, filler())
    model, card = train(con, settings, seed=3, sample=100_000)
    again, _ = train(con, settings, seed=3, sample=100_000)
    assert model == again
    assert card["rekaman"] == 800
    assert [row["penyedia"] for row in card["susunan"]] == ["dtks", "dukcapil"]
    assert 0.3 < model["prior"]["pasangan_per_rekaman"] < 0.8
    assert list(settings.scratch_dir.iterdir()) == []
    assert con.execute("select current_catalog()").fetchall() == [("wh",)]
    save(model, card, settings.models_dir)
    assert linkage_model.load(settings) == model
