"""Many pairs of records at once: what every comparison says of them, in one statement.

What :mod:`explain` tells of one pair, for a whole worklist: scored anew by the compiled model, so
that pairs that no rule looked at are told too. Nothing is written to the warehouse.
"""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.linkage import compiled, words
from dagster_dtsen.linkage import limits as in_force
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.predict import RETAIN, ready_sql
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

TABLE = "nilai_pasangan"


def score_pairs(con: duckdb.DuckDBPyConnection, settings: Settings, pairs: str) -> None:
    """Make the table ``nilai_pasangan`` in the current database, which has to be a throw-away one.

    ``pairs``: relation of ``rekaman_id_l`` and ``rekaman_id_r``, in any order. One row per pair and
    comparison: both ids as they stand in ``pairs``, ``nomor`` (place of the comparison),
    ``perbandingan`` and ``tingkat`` (codes), ``nama_bidang`` and ``arti`` (the Indonesian words of
    words.yml), ``bobot`` (bits, what frequent names take away included). Raises E-MODEL-TIADA.
    """
    model = linkage_model.load(settings)
    con.execute(
        f"create or replace table calon as select distinct rekaman_id_l, rekaman_id_r, "
        f"0 as match_key from {pairs}"
    )
    ends = "select rekaman_id_l from calon union select rekaman_id_r from calon"
    some = linkage_model.input_sql(f"(from {in_force.SOURCE} where rekaman_id in ({ends}))")
    con.execute(f"create or replace table masukan as {ready_sql(con, model, some)}")
    scorer = compiled.compile_model(model["splink"])
    scored = compiled.scored_sql(scorer, "masukan", "calon", RETAIN, details=True)
    con.execute(f"create or replace table dinilai as {scored}")
    levels = ", ".join(
        f"({quoted(name)}, {value}, {quoted(label)}, {quoted(words.level(name, label)[0])})"
        for name, found in linkage_model.gammas().items()
        for label, value in found.items()
    )
    parts = " union all ".join(
        f"select rekaman_id_l, rekaman_id_r, {number} as nomor, {quoted(name)} as perbandingan, "
        f"{quoted(words.said('perbandingan', name)[0])} as nama_bidang, "
        f"gamma_{name} as gamma, round(mw_{name}, 2) as bobot from dinilai"
        for number, name in enumerate(scorer.comparisons, 1)
    )
    con.execute(
        f"""
        create or replace table {TABLE} as
        select
            p.rekaman_id_l, p.rekaman_id_r, p.nomor, p.perbandingan, p.nama_bidang,
            t.tingkat, t.arti, p.bobot
        from ({parts}) as p
        inner join (values {levels}) as t (perbandingan, gamma, tingkat, arti)
            on p.perbandingan = t.perbandingan and p.gamma = t.gamma
        """
    )


def fields() -> list[tuple[str, str]]:
    """(code, Indonesian name) of every comparison, in order."""
    names = [str(entry["nama"]) for entry in linkage_model.config()["perbandingan"]]
    return [(name, words.said("perbandingan", name)[0]) for name in names]


def rule_words() -> dict[str, str]:
    """Indonesian words of what keeps pairs apart: contradictions and causes of refused edges."""
    book: dict[str, Any] = words.book()
    return {
        code: words.said(kind, code)[0]
        for kind in ("pertentangan", "ditolak")
        for code in book[kind]
    }
