"""Term frequencies of the frozen model: how common a name is, settled in training.

Counted are the records of the identity provider, which holds a person once. Only names that at
least ``frekuensi_terkecil`` of them bear are kept, with their counts; such a name points at nobody.
All rarer names, and names the training never met, share one frequency: the chance that another
person bears the name of a person whose name is rare.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from dagster_dtsen.linkage import model as linkage_model

_COUNTS_SQL = """
select {column}, count(*) as jumlah
from {source}
where {column} is not null and penyedia = $penyedia
group by all
order by jumlah desc, {column}
"""


def count_terms(con: duckdb.DuckDBPyConnection, source: str) -> dict[str, Any]:
    """Frequency tables of the training input ``source``, per column.

    ``jumlah``: people with a value; ``terkecil``: least count of a kept value; ``nilai``: value ->
    count; ``lain``: number of rarer values; ``bagian_lain``: share of one of them (see
    :func:`rare_share`).
    """
    rules = linkage_model.config()
    least = int(rules["latih"]["frekuensi_terkecil"])
    tables = {}
    for column in linkage_model.term_columns():
        rows = con.execute(
            _COUNTS_SQL.format(column=column, source=source),
            {"penyedia": rules["penyedia_identitas"]},
        ).fetchall()
        rare = [int(count) for _, count in rows if count < least]
        total = sum(int(count) for _, count in rows)
        tables[column] = {
            "jumlah": total,
            "terkecil": least,
            "nilai": {str(value): int(count) for value, count in rows if count >= least},
            "lain": len(rare),
            "bagian_lain": rare_share(rare, total),
        }
    return tables


def rare_share(counts: list[int], total: int) -> float:
    """Chance that another of ``total`` people bears the value of someone with a rare one.

    ``counts``: bearers of each rare value. The sum of c(c - 1) over the bearers and the other
    people does not depend on the size of the sample, as the share 1/total of a value met once
    would. A sample without any repeat counts as half a repeat.
    """
    bearers, repeats = sum(counts), sum(count * (count - 1) for count in counts)
    lowest = 1 / max(total, 1) ** 2
    return max(repeats / (bearers * (total - 1)), lowest) if bearers and total > 1 else lowest


def lookup_table(
    con: duckdb.DuckDBPyConnection, model: dict[str, Any], column: str, source: str
) -> str:
    """Make the lookup that Splink joins: every value of ``source.column`` with its frequency.

    Gives the table's name, in the current database: columns ``<column>``, ``tf_<column>``.
    """
    frozen = model["frekuensi"][column]
    values = frozen["nilai"]
    known = pa.table(
        {
            "nilai": pa.array(list(values), pa.string()),
            "bagian": pa.array([n / frozen["jumlah"] for n in values.values()], pa.float64()),
        }
    )
    name = f"frekuensi_{column}"
    con.register("frekuensi_beku", known)
    con.execute(
        f"""
        create table {name} as
        select s.{column}, coalesce(f.bagian, cast(? as double)) as tf_{column}
        from (select distinct {column} from {source} where {column} is not null) as s
        left join frekuensi_beku as f on s.{column} = f.nilai
        """,
        [frozen["bagian_lain"]],
    )
    con.unregister("frekuensi_beku")
    return name
