"""Precision, recall and F1 of pairs and clusters against the truth of a gold set."""

from __future__ import annotations

from typing import Any

import duckdb

# pairs among n records of one group
_PAIRS = "coalesce(sum(n * (n - 1) // 2), 0)::bigint"


def _counted(con: duckdb.DuckDBPyConnection, by: str) -> int:
    query = (
        f"select {_PAIRS} from (select count(*) as n from kebenaran "
        f"inner join klaster using (rekaman_id) group by {by})"
    )
    return int(con.execute(query).fetchall()[0][0])


def rates(true: int, found: int, right: int) -> dict[str, Any]:
    """Counts with precision, recall and F1; None where nothing could be counted."""
    f1 = 2 * right / (true + found) if true + found else None
    return {
        "true": true,
        "found": found,
        "right": right,
        "precision": round(right / found, 6) if found else None,
        "recall": round(right / true, 6) if true else None,
        "f1": None if f1 is None else round(f1, 6),
    }


def measure(con: duckdb.DuckDBPyConnection, limit: float) -> dict[str, Any]:
    """``pairs``: edges of ``dinilai`` from weight ``limit`` on. ``clusters``: all pairs that
    ``klaster`` implies. ``candidates``: the recall of blocking. All against every pair of records
    of one person in ``kebenaran``."""
    true = _counted(con, "orang")
    found, right, reached = con.execute(
        f"""
        select
            count(*) filter (edge), count(*) filter (edge and same), count(*) filter (same)
        from (
            select d.aturan is null and d.bobot >= {limit} as edge, l.orang = r.orang as same
            from dinilai as d
            inner join kebenaran as l on d.rekaman_id_l = l.rekaman_id
            inner join kebenaran as r on d.rekaman_id_r = r.rekaman_id
        )
        """
    ).fetchall()[0]
    return {
        "pairs": rates(true, int(found), int(right)),
        "clusters": rates(true, _counted(con, "klaster"), _counted(con, "klaster, orang")),
        "blocking_recall": round(int(reached) / true, 6) if true else None,
    }
