"""Charts of a welfare model's card: Vega-Lite specifications, rendered to self-contained SVG."""

from __future__ import annotations

from typing import Any

import vl_convert

_GREEN, _RED, _GREY = "#2b7a4b", "#b3443b", "#8a8a8a"
_SIZE = {"width": 360, "height": 220}
Rows = list[dict[str, Any]]


def _svg(title: str, layers: Rows, **more: Any) -> str:
    spec = {"title": title, **_SIZE, "layer": layers, **more}
    return str(vl_convert.vegalite_to_svg(spec)) + "\n"


def _axis(field: str, title: str, kind: str = "quantitative", **more: Any) -> dict[str, Any]:
    return {"field": field, "type": kind, "title": title, **more}


def coverage(measured: dict[str, Any]) -> str:
    """Share of each true decile that lies under the first quota by the score."""
    rows = [
        {"desil": place + 1, "tercakup": share}
        for place, share in enumerate(measured["desil"]["tercakup"])
    ]
    return _svg(
        "Tercakup menurut desil sebenarnya / covered, by true decile",
        [
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "color": _GREEN},
                "encoding": {
                    "x": _axis("desil", "desil sebenarnya / true decile", "ordinal"),
                    "y": _axis("tercakup", "bagian / share", scale={"domain": [0, 1]}),
                },
            }
        ],
    )


def calibration(measured: dict[str, Any]) -> str:
    """Mean target against mean prediction, by predicted decile."""
    own = measured["desil"]
    rows = [
        {"dugaan": told, "benar": true}
        for told, true in zip(own["dugaan"], own["benar"], strict=True)
    ]
    ends = [min(own["dugaan"]), max(own["dugaan"])]
    line = [{"dugaan": end, "benar": end} for end in ends]
    free = {"zero": False}
    encoding = {
        "x": _axis("dugaan", "dugaan / predicted (ln)", scale=free),
        "y": _axis("benar", "sebenarnya / true (ln)", scale=free),
    }
    return _svg(
        "Kalibrasi menurut desil dugaan / calibration, by predicted decile",
        [
            {
                "data": {"values": line},
                "mark": {"type": "line", "color": _GREY},
                "encoding": encoding,
            },
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "color": _GREEN, "size": 60},
                "encoding": encoding,
            },
        ],
    )


def roc(measured: dict[str, Any]) -> str:
    """The curve of finding the poor."""
    own = measured["roc"]
    rows = [
        {"salah": wrong, "benar": right}
        for wrong, right in zip(own["salah"], own["benar"], strict=True)
    ]
    return _svg(
        f"ROC, luas / area {own['luas']:.3f}" if own["luas"] is not None else "ROC",
        [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "color": _GREEN, "point": True},
                "encoding": {
                    "x": _axis("salah", "bukan miskin yang terjaring / non-poor caught"),
                    "y": _axis("benar", "miskin yang terjaring / poor caught"),
                },
            }
        ],
    )


def candidates(measured: dict[str, Any]) -> str:
    """Exclusion error of every candidate at the first quota."""
    quota = measured["kuota_pertama"]
    rows = [
        {"nama": row["nama"], "eksklusi": row["eksklusi"][quota], "dipilih": row["dipilih"]}
        for row in measured["kandidat"]
    ]
    return _svg(
        f"Galat eksklusi pada kuota {quota} % / exclusion error at that quota",
        [
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "size": 60},
                "encoding": {
                    "x": _axis("eksklusi", "galat / error", scale={"zero": False}),
                    "y": _axis("nama", "", "nominal", sort=None),
                    "color": {
                        "condition": {"test": "datum.dipilih", "value": _RED},
                        "value": _GREY,
                    },
                },
            }
        ],
    )


CHARTS = {
    "tercakup": coverage,
    "kalibrasi": calibration,
    "roc": roc,
    "kandidat": candidates,
}
