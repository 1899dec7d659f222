"""How many rows are alone in three variables: a report for the agency, counts only.

After SUDA (Elliot, Manning and Ford 2002), which looks for the smallest sets of variables that
single somebody out. All triples of what an outsider may know or see are counted, also those that
make no class; the more a row is alone in, the sooner somebody who knows a little finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import duckdb

TOP = 20


def report(con: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[str]) -> dict[str, Any]:
    """Rows alone by triple of columns: totals and the triples with most of them.

    Fewer than three columns are taken as they are.
    """
    names = list(columns)
    codes = ", ".join(f"dense_rank() over (order by {name}) as {name}" for name in names)
    con.execute(
        "create or replace temp table tiga as select row_number() over () as baris"
        f"{', ' + codes if codes else ''} from {relation}"
    )
    con.execute("create or replace temp table sendirian (baris bigint, kali bigint)")
    found = []
    sets = list(combinations(names, min(3, len(names)))) if names else []
    for chosen in sets:
        key = ", ".join(chosen)
        con.execute(
            "create or replace temp table satu as "
            f"select any_value(baris) as baris from tiga group by {key} having count(*) = 1"
        )
        con.execute("insert into sendirian select baris, 1 from satu")
        alone = con.execute("select count(*) from satu").fetchall()[0][0]
        found.append((int(alone), chosen))
    rows = con.execute("select count(*) from tiga").fetchall()[0][0]
    single, most = con.execute(
        "select count(*), max(kali) from (select sum(kali) as kali from sendirian group by baris)"
    ).fetchall()[0]
    found.sort(key=lambda item: (-item[0], item[1]))
    return {
        "baris": int(rows),
        "variabel": names,
        "rangkai": len(sets),
        "sendirian_dalam_satu_rangkai_atau_lebih": int(single),
        "terbanyak_per_baris": int(most or 0),
        "teratas": [
            {"variabel": list(chosen), "baris": alone} for alone, chosen in found[:TOP] if alone
        ],
    }
