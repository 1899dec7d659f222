"""Lay the frozen model out as tables, so that SQL scores with it and explains by it."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from dagster_dtsen.ranking.model import Model

KOEFISIEN = pa.schema(
    [("variabel", pa.string()), ("kode", pa.string()), ("koefisien", pa.decimal128(18, 6))]
)
RANCANGAN = pa.schema(
    [
        ("variabel", pa.string()),
        ("peran", pa.string()),
        ("penentu", pa.string()),
        ("kode", pa.string()),
        ("pengganti", pa.string()),
        ("dari", pa.int16()),
        ("sampai", pa.int16()),
    ]
)
META = pa.schema(
    [
        ("id_model", pa.string()),
        ("sidik", pa.string()),
        ("jumlah_butir", pa.int16()),
        ("rumah_tangga_latih", pa.int32()),
        ("tanggal_acuan_latih", pa.string()),
        ("sidik_latih", pa.string()),
    ]
)


def _replace(
    con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], schema: pa.Schema
) -> None:
    table = pa.Table.from_pylist([dict.fromkeys(schema.names) | row for row in rows], schema=schema)
    con.register("_model_rows", table)
    con.execute(f"create or replace table wh.model.{name} as select * from _model_rows")
    con.unregister("_model_rows")


def write_coefficients(con: duckdb.DuckDBPyConnection, model: Model) -> dict[str, Any]:
    """Replace the three tables of schema ``model``; gives id, fingerprint and counts.

    ``koefisien_kesejahteraan``: variabel, kode, koefisien decimal(18,6); the intercept is
    (tetapan, 1), numeric variables have the code ``nilai``, all have ``kosong``.
    ``rancangan_kesejahteraan``: peran ``butir`` (counts when unanswered), ``lewati`` (with code
    ``kode`` in ``penentu`` the item is not asked and becomes ``pengganti``), ``umur`` (members from
    ``dari`` to ``sampai`` completed years are counted). ``meta_kesejahteraan``: one row.
    """
    con.execute("create schema if not exists wh.model")
    rows = [
        {"variabel": name, "kode": code, "koefisien": value}
        for name, codes in model.koefisien.items()
        for code, value in codes.items()
    ]
    items = sum(row["peran"] == "butir" for row in model.rancangan)
    _replace(con, "koefisien_kesejahteraan", rows, KOEFISIEN)
    _replace(con, "rancangan_kesejahteraan", model.rancangan, RANCANGAN)
    meta = {
        "id_model": model.nama,
        "sidik": model.sidik,
        "jumlah_butir": items,
        "rumah_tangga_latih": model.latih["rumah_tangga"],
        "tanggal_acuan_latih": model.latih["tanggal_acuan"],
        "sidik_latih": model.latih["sidik"],
    }
    _replace(con, "meta_kesejahteraan", [meta], META)
    return {"id_model": model.nama, "sidik": model.sidik, "koefisien": len(rows), "butir": items}
