"""Lay the frozen model out as tables, so that SQL scores with it and explains by it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from dagster_dtsen.ranking.design import MISSING, VALUE, design, rows
from dagster_dtsen.ranking.linear import decimal
from dagster_dtsen.ranking.model import Model, codes_of

NUMBER = pa.decimal128(18, 6)
KOEFISIEN = pa.schema(
    [
        ("variabel", pa.string()),
        ("kode", pa.string()),
        ("koefisien", NUMBER),
        ("kotak", pa.int16()),
    ]
)
TANGGA = pa.schema(
    [("variabel", pa.string()), ("batas", pa.list_(NUMBER)), ("langkah", pa.list_(NUMBER))]
)
PASANGAN = pa.schema(
    [
        ("pasangan", pa.string()),
        ("tempat_1", pa.int16()),
        ("tempat_2", pa.int16()),
        ("lebar", pa.int16()),
        ("tabel", pa.list_(NUMBER)),
    ]
)
SISAAN = pa.schema(
    [
        ("kelompok", pa.int16()),
        ("dari", NUMBER),
        ("sampai", NUMBER),
        ("peluang", pa.decimal128(6, 3)),
        ("sisaan", NUMBER),
    ]
)
SEBARAN = pa.schema([("jumlah_butir_kosong", pa.int16()), ("sebaran", NUMBER)])
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
    con: duckdb.DuckDBPyConnection,
    name: str,
    rows: list[dict[str, Any]],
    schema: pa.Schema,
    room: str = "model",
) -> None:
    table = pa.Table.from_pylist([dict.fromkeys(schema.names) | row for row in rows], schema=schema)
    con.register("_model_rows", table)
    con.execute(f"create or replace table wh.{room}.{name} as select * from _model_rows")
    con.unregister("_model_rows")


def _residuals(model: Model) -> list[dict[str, Any]]:
    own = model.sisaan
    borders = [None, *map(Decimal, own["batas"]), None] if own else []
    return [
        {
            "kelompok": band + 1,
            "dari": borders[band],
            "sampai": borders[band + 1],
            "peluang": Decimal(level),
            "sisaan": Decimal(value),
        }
        for band, row in enumerate(own["kuantil"] if own else ())
        for level, value in zip(own["peluang"], row.split(), strict=True)
    ]


def _pairs(model: Model) -> list[dict[str, Any]]:
    place = {name: number + 1 for number, name in enumerate(design().variables)}
    return [
        {
            "pasangan": pair.nama,
            "tempat_1": place[pair.variabel[0]],
            "tempat_2": place[pair.variabel[1]],
            "lebar": len(pair.tabel[0]),
            "tabel": [Decimal(value).scaleb(-6) for row in pair.tabel for value in row],
        }
        for pair in model.pasangan
    ]


def _design_rows(model: Model) -> list[dict[str, Any]]:
    """The model's own; of a variable it does not read, how the design of today measures it.

    The features are of the release and not of one model: another one may score them too.
    """
    known = {(row["variabel"], row["peran"]) for row in model.rancangan}
    return model.rancangan + [
        row
        for row in rows(design())
        if row["peran"] != "butir" and (row["variabel"], row["peran"]) not in known
    ]


SCORING = {
    "koefisien_kesejahteraan": KOEFISIEN,
    "tangga_kesejahteraan": TANGGA,
    "pasangan_kesejahteraan": PASANGAN,
    "rancangan_kesejahteraan": RANCANGAN,
    "meta_kesejahteraan": META,
}

CHANGE = "pergantian_kesejahteraan"


def _scoring(model: Model) -> dict[str, list[dict[str, Any]]]:
    """Rows of the tables that a score needs."""
    return {
        "koefisien_kesejahteraan": [
            {
                "variabel": name,
                "kode": code,
                "koefisien": value,
                "kotak": None
                if VALUE in codes or code == MISSING
                else codes_of(codes).index(code) + 1,
            }
            for name, codes in model.koefisien.items()
            for code, value in codes.items()
        ],
        "tangga_kesejahteraan": [
            {"variabel": name, "batas": list(own.batas), "langkah": list(own.langkah)}
            for name, own in model.tangga.items()
        ],
        "pasangan_kesejahteraan": _pairs(model),
        "rancangan_kesejahteraan": _design_rows(model),
        "meta_kesejahteraan": [
            {
                "id_model": model.nama,
                "sidik": model.sidik,
                "jumlah_butir": sum(row["peran"] == "butir" for row in model.rancangan),
                "rumah_tangga_latih": model.latih["rumah_tangga"],
                "tanggal_acuan_latih": model.latih["tanggal_acuan"],
                "sidik_latih": model.latih["sidik"],
            }
        ],
    }


def write_coefficients(con: duckdb.DuckDBPyConnection, model: Model) -> dict[str, Any]:
    """Replace the tables of schema ``model``; gives id, fingerprint and counts.

    ``koefisien_kesejahteraan``: variabel, kode, koefisien decimal(18,6), kotak (box of a code, null
    for others); the intercept is (tetapan, 1), numeric variables have the code ``nilai``, all have
    ``kosong``. ``tangga_kesejahteraan``: per number its sorted ``batas`` and one ``langkah`` more.
    ``pasangan_kesejahteraan``: per pair of variables their places in the design (from 1) and the
    table of what they add, row by row, box 0 first. ``sisaan_kesejahteraan``: per band of the score
    and probability what households lie above their prediction. ``sebaran_kesejahteraan``: the
    spread of that by unanswered items, 1 without.
    ``rancangan_kesejahteraan``: peran ``butir`` (counts when unanswered), ``lewati`` (with code
    ``kode`` in ``penentu`` the item is not asked and becomes ``pengganti``), ``umur`` (members from
    ``dari`` to ``sampai`` completed years are counted). ``meta_kesejahteraan``: one row.
    """
    con.execute("create schema if not exists wh.model")
    scoring = _scoring(model)
    for name, schema in SCORING.items():
        _replace(con, name, scoring[name], schema)
    items = sum(row["peran"] == "butir" for row in model.rancangan)
    gaps = [
        {"jumlah_butir_kosong": int(number), "sebaran": decimal(own["sebaran"])}
        for number, own in model.ukuran.get("kosong", {}).items()
    ]
    _replace(con, "sisaan_kesejahteraan", _residuals(model), SISAAN)
    _replace(con, "sebaran_kesejahteraan", gaps, SEBARAN)
    return {
        "id_model": model.nama,
        "sidik": model.sidik,
        "koefisien": len(scoring["koefisien_kesejahteraan"]),
        "butir": items,
    }


def write_earlier(
    con: duckdb.DuckDBPyConnection, model: Model | None, *, changed: bool | None = None
) -> None:
    """Replace the tables of schema ``model_dasar``: what scores with another model; empty for None.

    Those of :func:`write_coefficients` that a score needs, with their columns, and
    ``pergantian_kesejahteraan``: one row, berganti. ``changed``: whether the base was ranked by
    another model; by default when one is given. One that changed and is not given was lost.
    """
    con.execute("create schema if not exists wh.model_dasar")
    scoring = _scoring(model) if model else {}
    for name, schema in SCORING.items():
        _replace(con, name, scoring.get(name, []), schema, "model_dasar")
    said = [{"berganti": model is not None if changed is None else changed}]
    _replace(con, CHANGE, said, pa.schema([("berganti", pa.bool_())]), "model_dasar")
