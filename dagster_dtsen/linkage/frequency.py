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


def with_terms(con: duckdb.DuckDBPyConnection, model: dict[str, Any], query: str) -> str:
    """``query`` (Splink's input columns) with the frequency ``tf_<column>`` of every term column.

    Makes the tables of the frozen frequencies in the current database. Splink takes such columns
    as they are and counts nothing itself.
    """
    for column in linkage_model.term_columns():
        frozen = model["frekuensi"][column]
        values = frozen["nilai"]
        con.register(
            "frekuensi_beku",
            pa.table(
                {
                    "nilai": pa.array(list(values), pa.string()),
                    "bagian": pa.array(
                        [n / frozen["jumlah"] for n in values.values()], pa.float64()
                    ),
                }
            ),
        )
        con.execute(f"create or replace table frekuensi_{column} as from frekuensi_beku")
        con.unregister("frekuensi_beku")
        rest = repr(float(frozen["bagian_lain"]))
        query = f"""
        select
            s.*,
            case when s.{column} is not null then coalesce(f.bagian, cast({rest} as double)) end
                as tf_{column}
        from ({query}) as s
        left join frekuensi_{column} as f on s.{column} = f.nilai
        """
    return query
