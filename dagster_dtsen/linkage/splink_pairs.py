"""The pairs of a linkage as Splink itself scores them (``penilai: splink``)."""

from __future__ import annotations

from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from dagster_dtsen.linkage import model as linkage_model


def splink_pairs(
    con: duckdb.DuckDBPyConnection,
    model: dict[str, Any],
    lowest: int,
    changed: bool,
    retain: tuple[str, ...],
) -> str:
    """Query of what Splink predicts over ``masukan``, pairs under ``lowest`` left out.

    ``retain``: columns whose both sides are kept.
    ``changed``: only pairs with a record of ``baru``, within it and between it and the others.
    """
    engine = DuckDBAPI(connection=con)
    table = engine.register("masukan", dataset_display_name="masukan")
    creator = linkage_model.frozen_creator(model)
    creator.additional_columns_to_retain = list(retain)
    linker = Linker(table, creator, log_level=None)
    options: dict[str, Any] = {"threshold_match_weight": lowest, "warning_mode": "never"}
    if not changed:
        return f"from {linker.inference.predict(**options).physical_name}"
    # predict_within and predict_between join registered frequencies; a column of them is in the way
    shares = ", ".join(f"tf_{column}" for column in linkage_model.term_columns())
    for name, rows in (("kiri", "baru"), ("kanan", "not baru")):
        con.execute(f"create table {name} as select * exclude ({shares}) from masukan where {rows}")
    for column in linkage_model.term_columns():
        name = f"istilah_{column}"
        con.execute(
            f"create table {name} as "
            f"select distinct {column}, tf_{column} from masukan where {column} is not null"
        )
        terms = engine.register(name, dataset_display_name=name)
        linker.table_management.register_term_frequency_lookup(terms, column)
    fresh, others = (engine.register(name, dataset_display_name=name) for name in ("kiri", "kanan"))
    found = [
        linker.inference.predict_within(fresh, **options).physical_name,
        linker.inference.predict_between(fresh, others, **options).physical_name,
    ]
    return " union all by name ".join(f"from {name}" for name in found)
