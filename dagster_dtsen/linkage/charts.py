"""Charts of a model card: Vega-Lite specifications, rendered to self-contained SVG."""

from __future__ import annotations

from typing import Any

import vl_convert

_HEIGHT = 16
_WIDTH = 420
_GREEN, _RED, _GREY = "#2b7a4b", "#b3443b", "#8a8a8a"
_SIDES = {"m": "m: pasangan benar / matches", "u": "u: pasangan lain / non-matches"}

Levels = list[dict[str, Any]]


def _chart(title: str, values: Levels, mark: dict[str, Any], x: Any, color: Any) -> str:
    """SVG with one row per level, in the order of the card."""
    rows = len({value["nama"] for value in values})
    return str(
        vl_convert.vegalite_to_svg(
            {
                "title": title,
                "data": {"values": values},
                "mark": mark,
                "width": _WIDTH,
                "height": _HEIGHT * rows,
                "encoding": {
                    "x": x,
                    "y": {
                        "field": "nama",
                        "type": "nominal",
                        "sort": {"field": "urut"},
                        "title": None,
                    },
                    "color": color,
                },
            }
        )
    )


def _rows(levels: Levels) -> Levels:
    return [
        level | {"nama": f"{level['perbandingan']}: {level['tingkat']}", "urut": number}
        for number, level in enumerate(levels)
    ]


def weights_chart(levels: Levels) -> str:
    """SVG of the match weight (log2 m/u) of every level; ``levels`` as in the model card."""
    sign = {"test": "datum.bobot > 0", "value": _GREEN}
    return _chart(
        "Bobot tiap tingkat (log2 m/u) / match weight of each level",
        _rows(levels),
        {"type": "bar"},
        {"field": "bobot", "type": "quantitative", "title": "bobot / weight (bit)"},
        {"condition": sign, "value": _RED},
    )


def probabilities_chart(levels: Levels) -> str:
    """SVG of m (among matches) and u (among non-matches) of every level, on a log scale."""
    values = [
        {"nama": row["nama"], "urut": row["urut"], "peluang": row[key], "apa": label}
        for row in _rows(levels)
        for key, label in _SIDES.items()
        if row[key]
    ]
    return _chart(
        "Peluang m dan u / m and u probabilities",
        values,
        {"type": "point", "filled": True, "size": 60},
        {
            "field": "peluang",
            "type": "quantitative",
            "scale": {"type": "log"},
            "title": "peluang / probability",
        },
        {"field": "apa", "type": "nominal", "title": None, "scale": {"range": [_GREEN, _GREY]}},
    )
