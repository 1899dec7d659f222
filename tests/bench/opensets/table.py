"""The table of open gold sets in docs/linkage.md, made from docs/results/opensets.jsonl."""

from __future__ import annotations

from typing import Any

HEADER = (
    "| set | part | records | people | true pairs | candidates | pair P | pair R | pair F1 "
    "| cluster P | cluster R | cluster F1 | s |\n|" + "---|" * 13
)
Record = dict[str, Any]


def _rates(measured: Record) -> list[str]:
    values = (measured[name] for name in ("precision", "recall", "f1"))
    return ["–" if value is None else f"{value:.4f}" for value in values]


def line(record: Record) -> str:
    """One row."""
    result = record["result"]
    cells = [
        record["set"],
        record["part"],
        f"{record['records']:,}",
        f"{record['people']:,}",
        f"{result['pairs']['true']:,}",
        f"{sum(record['candidates'].values()):,}",
        *_rates(result["pairs"]),
        *_rates(result["clusters"]),
        f"{sum(record['seconds'].values()):.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def markdown(records: list[Record]) -> str:
    """The last line of every set and part."""
    found = {(record["set"], record["part"]): record for record in records}
    return "\n".join([HEADER, *(line(found[key]) for key in sorted(found))])
