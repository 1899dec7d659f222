"""The table of an ablation, made from docs/results/ablation.jsonl."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
KINDS = {
    "perbandingan": "comparison silent",
    "aturan_nama": "rule of names off",
    "blok": "blocking rule off",
    "pertentangan": "contradiction off",
    "lain": "device off",
}


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _points(value: float, whole: float) -> str:
    return f"{100 * (value - whole):+.3f}"


def markdown(records: list[Record]) -> str:
    """Differences to the whole linkage in percentage points, then the oracle; newest code only."""
    code, twin = records[-1]["versions"]["code"], records[-1]["twin"]
    known = {
        (item["kind"], item["name"]): item
        for item in records
        if item["versions"]["code"] == code and item["twin"] == twin
    }
    whole = known[("semua", "—")]
    rows = [
        _row(["without", "pair P", "pair R", "cluster P", "cluster R", "cluster F1"]),
        "|---|---|---|---|---|---|",
    ]
    measures = [("edge", "presisi"), ("edge", "recall")]
    measures += [("klaster", name) for name in ("presisi", "recall", "f1")]
    rows.append(_row(["nothing", *(f"{whole[a][b]:.5f}" for a, b in measures)]))
    for kind, title in KINDS.items():
        for (found, name), item in known.items():
            if found == kind:
                cells = [_points(item[a][b], whole[a][b]) for a, b in measures]
                rows.append(_row([f"{title}: `{name}`", *cells]))
    rows += ["", _row(["threshold", "cluster F1", "oracle's cluster F1"]), "|---|---|---|"]
    for (kind, name), item in known.items():
        if kind == "oracle":
            own = known[("ambang", name)]["klaster"]["f1"]
            rows.append(_row([name, f"{own:.5f}", f"{item['klaster']['f1']:.5f}"]))
    best = max(x["klaster"]["f1"] for (kind, _), x in known.items() if kind == "oracle")
    share = whole["klaster"]["f1"] / best
    rows.append(f"\nThe whole linkage reaches {share:.4f} of the best oracle ({twin}).")
    return "\n".join(rows)
