"""What protection took away: cells told more coarsely or as ``*``, rows withheld, keys taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from dagster_dtsen.microdata.cascade import Passed
from dagster_dtsen.microdata.rules import STAR
from dagster_dtsen.microdata.units import Unit


def of(
    con: duckdb.DuckDBPyConnection,
    unit: Unit,
    passed: Passed,
    steps: Sequence[Mapping[str, int]],
) -> dict[str, Any]:
    """Shares of the cells of quasi-identifiers, rows by step, rows withheld."""
    rows = sum(passed.steps)
    cells = rows * len(unit.quasi)
    starred = 0
    for column in unit.quasi:
        query = f"select count(*) from {unit.name} where {column.alias} = '{STAR}'"
        starred += int(con.execute(query).fetchall()[0][0])
    coarser = sum(
        passed.steps[at] * sum(levels[column.name] > 0 for column in unit.quasi)
        for at, levels in enumerate(steps)
    )
    return {
        "populasi": rows + passed.withheld,
        "baris": rows,
        "ditahan": passed.withheld,
        "menurut_langkah": list(passed.steps),
        "sel_disamarkan": round(starred / cells, 6) if cells else 0.0,
        "sel_dikasarkan": round((coarser - starred) / cells, 6) if cells else 0.0,
    }
