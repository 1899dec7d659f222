"""The model card: Markdown and charts that say what a frozen model is and where it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dagster_dtsen.files import write_text
from dagster_dtsen.linkage import charts
from dagster_dtsen.linkage import model as linkage_model


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
    terms = [
        f"| {name} | {x['disimpan']:,} | {x['terkecil']} | {x['bagian']:.3f} | {x['lain']:,} "
        f"| {x['bagian_lain']:.2g} |"
        for name, x in card["frekuensi"].items()
    ]
    return f"""# Model card: {card["nama"]}

{linkage_model.config()["latih"]["catatan"].strip()}

## Trained on

{source or "Deliveries of this home"}: {card["rekaman"]:,} records; seed {card["seed"]};
at most {card["sample"]:,} pairs per estimate; k = {card["pasangan_per_rekaman"]}.

| penyedia | tanggal_acuan | rekaman | dengan NIK |
|---|---|---|---|
{chr(10).join(sources)}

## Term frequencies

| column | names kept | least count | share of people | rarer names | share of one of them |
|---|---|---|---|---|---|
{chr(10).join(terms)}

## Levels

Match weight = log2(m / u), before term frequencies. Charts: `{card["nama"]}.bobot.svg` (weights),
`{card["nama"]}.peluang.svg` (m and u).

| comparison | level | m | u | weight |
|---|---|---|---|---|
{chr(10).join(levels)}
"""


def save(model: dict[str, Any], card: dict[str, Any], directory: Path, source: str = "") -> Path:
    """Write ``<nama>.json``, its card ``.md`` and two charts into ``directory``; give the JSON."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{model['nama']}.json"
    text = json.dumps(model, indent=2, ensure_ascii=False, sort_keys=True)
    write_text(path, text + "\n")
    path.with_suffix(".md").write_text(card_text(card, source), encoding="utf-8")
    for name, draw in (("bobot", charts.weights_chart), ("peluang", charts.probabilities_chart)):
        chart = directory / f"{model['nama']}.{name}.svg"
        chart.write_text(draw(card["tingkat"]) + "\n", encoding="utf-8")
    return path
