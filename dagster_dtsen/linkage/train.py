"""Train the linkage model on deliveries (never on truth) and freeze it.

A job of its own: a release only loads what this has frozen.
"""

from __future__ import annotations

import math
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker
from splink.blocking_rule_library import CustomRule

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import frequency
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.limits import SOURCE
from dagster_dtsen.settings import Settings

SCRATCH = "latih"


def _composition(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = con.execute(
        f"""
        select penyedia, cast(cast(max(tanggal_acuan) as date) as varchar), count(*), count(nik)
        from {SOURCE} group by penyedia order by penyedia
        """
    ).fetchall()
    names = ("penyedia", "tanggal_acuan", "rekaman", "dengan_nik")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _pairs_per_record(con: duckdb.DuckDBPyConnection) -> tuple[float, int]:
    """Matching pairs per main record (k of the prior), and the number of main records.

    Counted are the pairs that rules without (nearly) false matches find, divided by the share of
    the matches that they find (``latih.recall``). Supporting records move no prior.
    """
    rules = linkage_model.config()["latih"]
    found = " union ".join(
        f"select l.rekaman_id, r.rekaman_id from masukan as l inner join masukan as r on {sql} "
        "where l.rekaman_id < r.rekaman_id and l.utama and r.utama"
        for sql in rules["prior_dari"]
    )
    pairs, records = con.execute(
        f"select (select count(*) from ({found})), count(*) filter (utama) from masukan"
    ).fetchall()[0]
    return int(pairs) / float(rules["recall"]) / max(int(records), 1), int(records)


def _estimate(linker: Linker, seed: int, sample: int) -> None:
    """Start of the prior, u by random pairs, m by expectation-maximisation in training blocks."""
    rules = linkage_model.config()["latih"]
    linker.training.estimate_probability_two_random_records_match(
        [CustomRule(sql, linkage_model.DIALECT) for sql in rules["prior_dari"]],
        recall=rules["recall"],
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=sample, seed=seed)
    for sql in rules["em"]:
        linker.training.estimate_parameters_using_expectation_maximisation(
            CustomRule(sql, linkage_model.DIALECT),
            estimate_without_term_frequencies=True,
            max_pairs=sample,
        )


def _floor_m(trained: dict[str, Any]) -> None:
    """No level, however rare among the training matches, may veto a pair by itself."""
    lowest = float(linkage_model.config()["latih"]["m_terendah"])
    for comparison in trained["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"] = max(level.get("m_probability") or 0.0, lowest)


def _levels(trained: dict[str, Any]) -> list[dict[str, Any]]:
    """m, u and match weight per labelled level, for the card."""
    return [
        {
            "perbandingan": comparison["output_column_name"],
            "tingkat": level["label_for_charts"],
            "m": level.get("m_probability"),
            "u": level.get("u_probability"),
            "bobot": math.log2(level["m_probability"] / level["u_probability"])
            if level.get("m_probability") and level.get("u_probability")
            else None,
        }
        for comparison in trained["comparisons"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    ]


def _summary(table: dict[str, Any]) -> dict[str, Any]:
    """What the card says of a frequency table: sizes, no value."""
    return {
        "terkecil": table["terkecil"],
        "disimpan": len(table["nilai"]),
        "bagian": sum(table["nilai"].values()) / max(table["jumlah"], 1),
        "lain": table["lain"],
        "bagian_lain": table["bagian_lain"],
    }


def train(
    con: duckdb.DuckDBPyConnection, settings: Settings, *, seed: int, sample: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Train on ``wh.standardised.individu``; give the model (JSON) and its card.

    ``sample`` is the largest number of pairs used for u and for each EM session, ``seed`` fixes
    their choice. Writes nothing that stays.
    """
    records = int(con.execute(f"select count(*) from {SOURCE}").fetchall()[0][0])
    with warehouse.scratch(con, settings, SCRATCH):
        con.execute(f"use {SCRATCH}")
        con.execute(f"create table masukan as {linkage_model.input_sql(SOURCE)}")
        table = DuckDBAPI(connection=con).register("masukan", dataset_display_name="masukan")
        linker = Linker(table, linkage_model.creator(), log_level=None)
        _estimate(linker, seed, sample)
        trained: dict[str, Any] = linker.misc.save_model_to_json()
        terms = frequency.count_terms(con, "masukan")
        k, main = _pairs_per_record(con)
    trained.pop("linker_uid", None)
    _floor_m(trained)
    name = linkage_model.config()["model"]
    model = {
        "nama": name,
        "prior": {"pasangan_per_rekaman": round(k, 4), "rekaman_latih": main},
        "frekuensi": terms,
        "splink": trained,
    }
    card = {
        "nama": name,
        "seed": seed,
        "sample": sample,
        "rekaman": records,
        "pasangan_per_rekaman": round(k, 4),
        "susunan": _composition(con),
        "frekuensi": {name: _summary(table) for name, table in terms.items()},
        "tingkat": _levels(trained),
    }
    return model, card
