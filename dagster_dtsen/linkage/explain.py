"""One pair of records in full: level and weight of every comparison, rules, and the outcome.

Scored anew by the compiled model in a database that lives in memory, so that also a pair that no
rule ever looked at is told, and nothing is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import borrowed, compiled
from dagster_dtsen.linkage import limits as in_force
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.limits import SOURCE
from dagster_dtsen.linkage.outcome import outcome, where_linked
from dagster_dtsen.linkage.predict import RETAIN, ready_sql
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import ALIAS, records

SHORTEST = 8  # characters of a prefix of a record key
_FACTS = "rekaman_id, record_key, penyedia, dataset, peran, tanggal_acuan"


@contextmanager
def in_memory(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Tables made inside live in memory; the warehouse may be read-only."""
    con.execute("use memory")
    try:
        yield
    finally:
        con.execute(f"use {ALIAS}")


def find_record(con: duckdb.DuckDBPyConnection, key: str, name: str) -> dict[str, Any]:
    """The record in force with this ``record_key`` or unique prefix of it; ``name`` of the key.

    Raises DtsenError E-REKAMAN-TIADA, which never repeats what was typed.
    """
    found = records(con, f"select {_FACTS} from {SOURCE} where record_key = ?", [key])
    if not found and len(key) < SHORTEST:
        reason = f"awalan kurang dari {SHORTEST} huruf / a prefix of under {SHORTEST} characters"
        raise DtsenError("E-REKAMAN-TIADA", name=name, reason=reason)
    if not found:
        query = f"select {_FACTS} from {SOURCE} where starts_with(record_key, ?) limit 2"
        found = records(con, query, [key])
    if len(found) != 1:
        reason = "awalan mendua / ambiguous prefix" if found else "tidak ditemukan / not found"
        raise DtsenError("E-REKAMAN-TIADA", name=name, reason=reason)
    return {**found[0], "tanggal_acuan": str(found[0]["tanggal_acuan"] or "")}


def _scored(
    con: duckdb.DuckDBPyConnection, model: dict[str, Any], sides: list[dict[str, Any]]
) -> dict[str, Any]:
    """The pair as the compiled model scores it; makes ``masukan`` and ``calon``."""
    left, right = sorted(side["rekaman_id"] for side in sides)
    some = linkage_model.input_sql(f"(from {SOURCE} where rekaman_id in ({left}, {right}))")
    con.execute(f"create or replace table masukan as {ready_sql(con, model, some)}")
    con.execute(
        "create or replace table calon as select "
        f"{left}::bigint as rekaman_id_l, {right}::bigint as rekaman_id_r, 0 as match_key"
    )
    scorer = compiled.compile_model(model["splink"])
    scored = compiled.scored_sql(scorer, "masukan", "calon", RETAIN, details=True)
    rules = linkage_model.config()["pertentangan"]
    rule = compiled.contradiction_sql(rules, linkage_model.gammas())
    return records(con, f"select *, {rule} as aturan from ({scored})")[0]


def _parts(model: dict[str, Any], scored: dict[str, Any]) -> list[dict[str, Any]]:
    """Per comparison ``tingkat``, ``bobot`` (log2 m/u) and ``frekuensi`` (bits, or None)."""
    labels = {
        name: {value: label for label, value in levels.items()}
        for name, levels in linkage_model.gammas().items()
    }
    parts = []
    for comparison in model["splink"]["comparisons"]:
        name = str(comparison["output_column_name"])
        label = labels[name][scored[f"gamma_{name}"]]
        level = next(
            level for level in comparison["comparison_levels"] if level["label_for_charts"] == label
        )
        weight = float(scored[f"mw_{name}"])
        rare = None
        if level.get("tf_adjustment_column"):
            base = math.log2(float(level["m_probability"]) / float(level["u_probability"]))
            weight, rare = base, weight - base
        parts.append({"nama": name, "tingkat": label, "bobot": weight, "frekuensi": rare})
    return parts


def _blocking(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """``blok``: rules that find the pair of ``calon``; ``blok_veto``: those stopped by the veto;
    ``veto``: whether the NIKs are too unlike for any rule but the first."""
    declared = linkage_model.config()
    names = linkage_model.rule_names()
    terms = [f"coalesce({rule.sql}, false)" for rule in linkage_model.blocking_rules()]
    for rule in declared["blok"]:
        bare = [f"l.{key} = r.{key}" for key in rule["kunci"]]
        bare += [f"({rule['syarat']})"] if "syarat" in rule else []
        terms.append(f"coalesce({' and '.join(bare)}, false)")
    row = con.execute(
        f"""
        select {", ".join(terms)}, not {declared["veto_nik"]}
        from calon as p
        inner join masukan as l on p.rekaman_id_l = l.rekaman_id
        inner join masukan as r on p.rekaman_id_r = r.rekaman_id
        """
    ).fetchall()[0]
    finds, keys = row[: len(names)], row[len(names) : -1]
    return {
        "blok": [name for name, hit in zip(names, finds, strict=True) if hit],
        "blok_veto": [
            name for name, hit, key in zip(names, finds, keys, strict=True) if key and not hit
        ],
        "veto": bool(row[-1]),
    }


def _borrowed(con: duckdb.DuckDBPyConnection, sides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whose NIK is another person's: ``rekaman`` (a, b), ``aturan``, ``milik_pasangan``."""
    found = []
    for name, side, other in zip("ab", sides, reversed(sides), strict=True):
        rows = con.execute(
            f"select min(aturan), bool_or(rekaman_id_pemilik = ?) from {borrowed.TABLE} "
            "where rekaman_id = ? having count(*) > 0",
            [other["rekaman_id"], side["rekaman_id"]],
        ).fetchall()
        found += [
            {"rekaman": name, "aturan": str(rule), "milik_pasangan": bool(owned)}
            for rule, owned in rows
        ]
    return found


def _stored(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What the linkage keeps of the pair of ``calon``: ``bobot_tersimpan``, ``larangan``."""
    weight = con.execute(
        "select max(bobot) from wh.linkage.edges "
        "inner join calon using (rekaman_id_l, rekaman_id_r)"
    ).fetchall()[0][0]
    barred = con.execute(
        "select distinct aturan from wh.linkage.larangan "
        "inner join calon using (rekaman_id_l, rekaman_id_r) order by 1"
    ).fetchall()
    return {
        "bobot_tersimpan": None if weight is None else float(weight),
        "larangan": [str(row[0]) for row in barred],
    }


def _values(con: duckdb.DuckDBPyConnection, sides: list[dict[str, Any]]) -> dict[str, Any]:
    """Input columns of both records as text, the NIK as it stands there."""
    found = {}
    for name, side in zip("ab", sides, strict=True):
        some = linkage_model.input_sql(f"(from {SOURCE} where rekaman_id = {side['rekaman_id']})")
        row = records(con, f"select * exclude (rekaman_id, utama) from ({some})")[0]
        found[name] = {key: None if value is None else str(value) for key, value in row.items()}
    return found


def explain_pair(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    keys: tuple[str, str],
    duplicate_free: tuple[str, ...],
    *,
    values: bool = False,
) -> dict[str, Any]:
    """Everything that decides on two records of the working file; weights in bits.

    Keys: ``rilis``, ``aturan_lain`` (model or rules are others than those of this linkage),
    ``rekaman``, ``perbandingan`` (:func:`_parts`), ``bobot_bukti``, ``bobot_prior``, ``bobot``
    (their sum), ``jumlah_rekaman``, ``ambang_pasangan``, ``ambang_klaster``, ``bobot_tersimpan``,
    ``larangan``, ``aturan`` (rule whose levels fit), ``blok``, ``blok_veto``, ``veto``,
    ``nik_pinjaman``, ``hasil`` (:func:`outcome`). No value of a person unless ``values``, which
    adds ``nilai``. Raises DtsenError E-REKAMAN-TIADA, E-MODEL-TIADA.
    """
    sides = [find_record(con, key, name) for key, name in zip(keys, "AB", strict=True)]
    if sides[0]["rekaman_id"] == sides[1]["rekaman_id"]:
        reason = "sama dengan kunci A / the same as key A"
        raise DtsenError("E-REKAMAN-TIADA", name="B", reason=reason)
    sides = [side | where_linked(con, side) for side in sides]
    model = linkage_model.load(settings)
    limits = records(con, f"from {in_force.TABLE}")[0]
    with in_memory(con):
        scored = _scored(con, model, sides)
        pair = _stored(con) | _blocking(con)
    evidence = round(float(scored["match_weight"]), 4)
    pair |= {
        "bobot_bukti": evidence,
        "bobot_prior": float(limits["bobot_prior"]),
        "bobot": round(evidence + float(limits["bobot_prior"]), 4),
        "jumlah_rekaman": int(limits["rekaman"]),
        "ambang_pasangan": float(limits["ambang_pasangan"]),
        "ambang_klaster": float(limits["ambang_klaster"]),
    }
    result = {
        "rilis": str(limits["rilis"]),
        "aturan_lain": limits["sidik_penautan"] != in_force.rules_fingerprint(model),
        "rekaman": dict(zip("ab", sides, strict=True)),
        "perbandingan": _parts(model, scored),
        **pair,
        "aturan": scored["aturan"],
        "nik_pinjaman": _borrowed(con, sides),
        "hasil": outcome(con, sides, pair, duplicate_free),
    }
    return result | ({"nilai": _values(con, sides)} if values else {})
