from __future__ import annotations

import re

import duckdb
from linkage_rows import filler, load_rows

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.card import save
from dagster_dtsen.linkage.train import train
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


def test_the_card_has_two_charts_that_need_nothing_else(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, filler())
    model, card = train(con, settings, seed=3, sample=100_000)
    path = save(model, card, settings.models_dir)
    for name in ("bobot", "peluang"):
        chart = path.with_suffix(f".{name}.svg").read_text()
        assert chart.startswith("<svg")
        assert "nik: sama" in chart
        assert not re.search(r"<(script|image)|xlink:href=.http", chart)
