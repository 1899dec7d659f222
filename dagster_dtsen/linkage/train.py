"""Train the linkage model on deliveries (never on truth) and freeze it.

A job of its own: a release only loads what this has frozen.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker
from splink.blocking_rule_library import CustomRule

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.predict import SOURCE
from dagster_dtsen.settings import Settings

SCRATCH = "latih"


def _composition(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = con.execute(
        f"""
        select penyedia, cast(cast(max(tanggal_acuan) as date) as varchar), count(*), count(nik)
        from {SOURCE} group by penyedia order by penyedia
        """
    ).fetchall()
    names = ("penyedia", "tanggal_acuan", "rekaman", "dengan_nik")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _estimate(linker: Linker, seed: int, sample: int) -> None:
    """Prior, u by random pairs, m by expectation-maximisation within each training block."""
    rules = linkage_model.config()["latih"]
    linker.training.estimate_probability_two_random_records_match(
        [CustomRule(sql, linkage_model.DIALECT) for sql in rules["prior_dari"]],
        recall=rules["recall"],
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=sample, seed=seed)
    for sql in rules["em"]:
        linker.training.estimate_parameters_using_expectation_maximisation(
            CustomRule(sql, linkage_model.DIALECT),
            estimate_without_term_frequencies=True,
            max_pairs=sample,
        )


def _floor_m(trained: dict[str, Any]) -> None:
    """No level, however rare among the training matches, may veto a pair by itself."""
    lowest = float(linkage_model.config()["latih"]["m_terendah"])
    for comparison in trained["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"] = max(level.get("m_probability") or 0.0, lowest)


def _levels(trained: dict[str, Any]) -> list[dict[str, Any]]:
    """m, u and match weight per labelled level, for the card."""
    return [
        {
            "perbandingan": comparison["output_column_name"],
            "tingkat": level["label_for_charts"],
            "m": level.get("m_probability"),
            "u": level.get("u_probability"),
            "bobot": math.log2(level["m_probability"] / level["u_probability"])
            if level.get("m_probability") and level.get("u_probability")
            else None,
        }
        for comparison in trained["comparisons"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    ]


def train(
    con: duckdb.DuckDBPyConnection, settings: Settings, *, seed: int, sample: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Train on ``wh.standardised.individu``; give the model (JSON) and its card.

    ``sample`` is the largest number of pairs used for u and for each EM session, ``seed`` fixes
    their choice. Writes nothing that stays.
    """
    records = int(con.execute(f"select count(*) from {SOURCE}").fetchall()[0][0])
    with warehouse.scratch(con, settings, SCRATCH):
        con.execute(f"use {SCRATCH}")
        con.execute(f"create table masukan as {linkage_model.input_sql(SOURCE)}")
        table = DuckDBAPI(connection=con).register("masukan", dataset_display_name="masukan")
        linker = Linker(table, linkage_model.creator(), log_level=None)
        _estimate(linker, seed, sample)
        trained: dict[str, Any] = linker.misc.save_model_to_json()
    trained.pop("linker_uid", None)
    _floor_m(trained)
    k = float(trained["probability_two_random_records_match"]) * (records - 1) / 2
    name = linkage_model.config()["model"]
    model = {
        "nama": name,
        "prior": {"pasangan_per_rekaman": round(k, 4), "rekaman_latih": records},
        "splink": trained,
    }
    card = {
        "nama": name,
        "seed": seed,
        "sample": sample,
        "rekaman": records,
        "pasangan_per_rekaman": round(k, 4),
        "susunan": _composition(con),
        "tingkat": _levels(trained),
    }
    return model, card


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def card_text(card: dict[str, Any], source: str) -> str:
    """The model card as Markdown; ``source`` says in words what the training data were."""
    sources = [
        f"| {s['penyedia']} | {s['tanggal_acuan']} | {s['rekaman']:,} | {s['dengan_nik']:,} |"
        for s in card["susunan"]
    ]
    levels = [
        f"| {x['perbandingan']} | {x['tingkat']} "
        f"| {_number(x['m'])} | {_number(x['u'])} | {_number(x['bobot'])} |"
        for x in card["tingkat"]
    ]
    return f"""# Model card: {card["nama"]}

{linkage_model.config()["latih"]["catatan"].strip()}

## Trained on

{source or "Deliveries of this home"}: {card["rekaman"]:,} records; seed {card["seed"]};
at most {card["sample"]:,} pairs per estimate; k = {card["pasangan_per_rekaman"]}.

| penyedia | tanggal_acuan | rekaman | dengan NIK |
|---|---|---|---|
{chr(10).join(sources)}

## Levels

Match weight = log2(m / u), before term frequencies.

| comparison | level | m | u | weight |
|---|---|---|---|---|
{chr(10).join(levels)}
"""


def save(model: dict[str, Any], card: dict[str, Any], directory: Path, source: str = "") -> Path:
    """Write ``<nama>.json`` and ``<nama>.md`` into ``directory``; give the JSON's path."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{model['nama']}.json"
    text = json.dumps(model, indent=2, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(card_text(card, source), encoding="utf-8")
    return path
