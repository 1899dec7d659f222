"""Splink's own charts as self-contained pages: SVG in a small HTML file, no script, no address."""

from __future__ import annotations

import copy
import html
import json
import os
from pathlib import Path
from typing import Any

import vl_convert
from splink.internals.charts import WaterfallChart
from splink.internals.waterfall_chart import records_to_waterfall_data

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import words

Words = tuple[str, str]
_PAGE = """<!DOCTYPE html>
<html lang="id">
<head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font-family: sans-serif; margin: 2em; }} .en {{ color: #555; }}
svg {{ max-width: 100%; height: auto; overflow: visible; margin: 0 3em; }}
.awas {{ color: #b3443b; font-weight: bold; }}</style>
</head>
<body>
<h1>{title}</h1><p class="en">{english}</p>
{notes}
{chart}
</body>
</html>
"""
_WEIGHTS: Words = (
    "Bobot tiap tingkat perbandingan (log2 m/u)",
    "Match weight of each comparison level (log2 m/u)",
)
_SHARES: Words = (
    "Peluang m (pasangan benar) dan u (pasangan lain)",
    "m (among matches) and u (among non-matches)",
)
_PAIR: Words = (
    "Bobot satu pasangan rekaman, dari peluang awal sampai jumlah",
    "The weight of one pair of records, from the prior to the sum",
)
_VALUES: Words = (
    "Halaman ini memuat data pribadi; jangan disebarkan",
    "This page shows personal data; do not pass it on",
)
_FREQUENCY = "kelaziman nama / frequency"
_MODEL_TERMS = {
    "Comparison level match weight = log2(m/u)": "bobot / weight (bit)",
    '"Match weight"': '"bobot / weight"',
    "Amongst matching record comparisons:": "m: pasangan benar / matches",
    "Amongst non-matching record comparisons:": "u: pasangan lain / non-matches",
    "Proportion of record comparisons": "bagian pasangan / share of pairs",
}
_PAIR_TERMS = {
    "Final score": "jumlah / sum",
    "Prior match weight": "peluang awal / prior",
    '"Prior"': '"peluang awal / prior"',
    "'Prior'": "'peluang awal / prior'",
    '"Column"': "null",
    "Match Weight": "bobot / weight (bit)",
    '"Probability"': '"peluang / probability"',
}


def _both(pair: Words) -> str:
    return pair[0] if pair[0] == pair[1] else " / ".join(pair)


def _page(title: Words, notes: list[Words], chart: dict[str, Any], warning: bool = False) -> str:
    paragraphs = []
    for note in [*notes, *([_VALUES] if warning else [])]:
        kind = ' class="awas"' if note is _VALUES else ""
        lines = [html.escape(line) for line in dict.fromkeys(note)]
        lines[1:] = [f'<br><span class="en">{line}</span>' for line in lines[1:]]
        paragraphs.append(f"<p{kind}>{''.join(lines)}</p>")
    return _PAGE.format(
        title=html.escape(title[0]),
        english=html.escape(title[1]),
        notes="\n".join(paragraphs),
        chart=vl_convert.vegalite_to_svg(chart),
    )


def _splink(model: dict[str, Any], prior: float) -> Any:
    """Splink's settings of the frozen model, at a given prior."""
    creator = linkage_model.frozen_creator(model)
    creator.probability_two_random_records_match = prior
    return creator.get_settings(linkage_model.DIALECT)


def _in_words(chart: dict[str, Any], terms: dict[str, str]) -> dict[str, Any]:
    """A chart whose own English words are replaced, in its expressions too."""
    text = json.dumps(chart)
    for old, new in terms.items():
        text = text.replace(old, new)
    replaced: dict[str, Any] = json.loads(text)
    replaced.pop("title", None)  # the page has its own
    return replaced


def _of_model(chart: dict[str, Any], count: int) -> dict[str, Any]:
    """A chart of all levels, comparisons and levels in words; the prior is that of ``count``."""
    spec = copy.deepcopy(chart)
    known = words.book()["perbandingan"]
    for row in spec["data"]["values"]:
        name = row["comparison_name"]
        if name in known:
            row["label_for_charts"] = _both(words.level(name, row["label_for_charts"]))
            row["comparison_name"] = _both(words.said("perbandingan", name))
    for part in spec.get("hconcat") or spec["vconcat"]:
        # words are longer than codes: above their rows, and never cut
        part["encoding"].setdefault("y", {}).setdefault("axis", {})["labelLimit"] = 600
        if "row" in part["encoding"]:
            part["encoding"]["row"]["header"] = {"labelOrient": "top", "labelAnchor": "start"}
    prior = f"peluang awal, {count:,} rekaman / prior, {count:,} records"
    return _in_words(spec, _MODEL_TERMS | {"Prior (starting) match weight": prior})


def write_model(model: dict[str, Any], folder: Path) -> list[Path]:
    """Write the pages of match weights and of m and u into ``folder``; give their paths."""
    count = int(model["prior"]["rekaman_latih"])
    splink = _splink(model, linkage_model.prior(model, count))
    weights = _of_model(splink.match_weights_chart().chart_dict, count)
    shares = _of_model(splink.m_u_parameters_chart().chart_dict, count)
    name = str(model["nama"])
    note = (
        f"Model {name}; peluang awal bergantung pada jumlah rekaman",
        f"Model {name}; the prior depends on the number of records",
    )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, title, chart in (("bobot", _WEIGHTS, weights), ("peluang", _SHARES, shares)):
        path = folder / f"{name}.{kind}.html"
        path.write_text(_page(title, [note], chart), encoding="utf-8")
        written.append(path)
    return written


def _waterfall(model: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Splink's waterfall chart of an explained pair; values only where ``told`` has ``nilai``."""
    gammas = linkage_model.gammas()
    prior = 2.0 ** told["bobot_prior"]
    splink = _splink(model, prior / (1 + prior))
    record: dict[str, Any] = {"match_weight": told["bobot"]}
    for part in told["perbandingan"]:
        record[f"gamma_{part['nama']}"] = gammas[part["nama"]][part["tingkat"]]
        record[f"mw_tf_adj_{part['nama']}"] = part["frekuensi"] or 0.0
    to_rows: Any = records_to_waterfall_data  # without types there
    rows = to_rows([record], splink, hide_details=True)
    shown = told.get("nilai")
    for row in rows:
        name = row["column_name"].removeprefix("tf_")
        if name not in gammas:
            continue
        row["column_name"] = _both(words.said("perbandingan", name))
        if row["term_frequency_adjustment"]:
            row["column_name"] = _FREQUENCY
        elif shown:
            for side, key in (("a", "value_l"), ("b", "value_r")):
                given = (shown[side][column] for column in words.columns(name))
                row[key] = ", ".join(value or "–" for value in given)
        else:
            row["value_l"], row["value_r"] = words.level(name, row["label_for_charts"])
    chart = _in_words(WaterfallChart(rows).chart_dict, _PAIR_TERMS)
    chart["width"] = {"step": 170}
    chart["params"] = [{"name": "record_number", "value": 0}]  # one pair: no slider
    return chart


def write_pair(model: dict[str, Any], told: dict[str, Any], path: Path) -> None:
    """Write the waterfall page of a pair (:func:`explain.explain_pair`).

    With values of persons the page says so and only its owner may read the file.
    """
    values = "nilai" in told
    notes = [
        (f"{name.upper()}: {side['penyedia']}/{side['dataset']}, {side['tanggal_acuan']}",) * 2
        for name, side in told["rekaman"].items()
    ]
    notes.append(
        (
            f"Ambang klaster {told['ambang_klaster']:.2f} bit, rilis {told['rilis']}",
            f"Cluster threshold {told['ambang_klaster']:.2f} bits, release {told['rilis']}",
        )
    )
    text = _page(_PAIR, notes, _waterfall(model, told), values)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    mode = 0o600 if values else 0o644
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8"
    ) as file:
        file.write(text)
