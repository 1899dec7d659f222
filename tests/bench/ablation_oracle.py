"""The model that knows the true error rates: m of every level counted on the true pairs."""

from __future__ import annotations

import copy
from typing import Any

import duckdb

from dagster_dtsen.linkage import borrowed, compiled, frequency
from dagster_dtsen.linkage import model as linkage_model

RECORDS = "wh.standardised.individu"


def oracle_model(con: duckdb.DuckDBPyConnection, model: dict[str, Any]) -> dict[str, Any]:
    """``model`` with the m that the true pairs of the last evaluation give, and its k.

    Reads the temporary table ``pasangan_benar`` of the evaluation. Counted are all true pairs,
    whether a blocking rule finds them or not; u stays as it is, for it speaks of others.
    """
    knowing = copy.deepcopy(model)
    query = borrowed.without_borrowed(
        frequency.with_terms(con, model, linkage_model.input_sql(RECORDS))
    )
    con.execute(f"create or replace temp table masukan_tahu as {query}")
    con.execute(
        "create or replace temp table benar_tahu as "
        "select rekaman_id_l, rekaman_id_r, 0 as match_key from pasangan_benar where not dua_nik"
    )
    scorer = compiled.compile_model(model["splink"])
    scored = compiled.scored_sql(scorer, "masukan_tahu", "benar_tahu")
    con.execute(f"create or replace temp table skor_tahu as {scored}")
    lowest = float(linkage_model.config()["latih"]["m_terendah"])
    gammas = linkage_model.gammas()
    for comparison in knowing["splink"]["comparisons"]:
        name = comparison["output_column_name"]
        counts = dict(
            con.execute(
                f"select gamma_{name}, count(*) from skor_tahu where gamma_{name} >= 0 group by all"
            ).fetchall()
        )
        total = sum(counts.values())
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                seen = counts.get(gammas[name][level["label_for_charts"]], 0)
                level["m_probability"] = max(seen / total, lowest)
    pairs, records = con.execute(
        f"select (select count(*) from benar_tahu as b "
        f"inner join masukan_tahu as l on b.rekaman_id_l = l.rekaman_id and l.utama "
        f"inner join masukan_tahu as r on b.rekaman_id_r = r.rekaman_id and r.utama), "
        f"count(*) from {RECORDS} where peran = 'utama'"
    ).fetchall()[0]
    knowing["prior"] = {"pasangan_per_rekaman": pairs / records, "rekaman_latih": records}
    return knowing
