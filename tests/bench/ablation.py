"""`python -m tests.bench.ablation --home DIR --truth DIR`: what every rule of the linkage is worth.

Links a twin again and again, each time without one rule of names, comparison, blocking rule,
contradiction or other device, and evaluates it against the truth; then with an oracle: the same
model with the m that truth gives, at the threshold that truth prefers. ``home`` holds the
standardised records of a twin (``python -m tests.bench.quality --keep``); it is left alone.
Appends one line per variant to docs/results/ablation.jsonl; ``--table`` prints the newest.
"""

from __future__ import annotations

import argparse
import copy
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import appraise, warehouse
from dagster_dtsen.evaluation.evaluate import evaluate
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import run
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench import ablation_names
from tests.bench.ablation_oracle import oracle_model
from tests.bench.ablation_table import markdown
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "ablation.jsonl"
SINGLE = ("dukcapil/penduduk",)
RECORDS = "wh.standardised.individu"
RELEASE = "2026T1"
Variant = tuple[str, str, dict[str, Any], dict[str, Any]]  # kind, name, rules, model


def _without(rules: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    return rules | {part: [entry for entry in rules[part] if entry["nama"] != name]}


def _silent(model: dict[str, Any], comparison: str) -> dict[str, Any]:
    """The model with a comparison that says nothing: every level as likely among matches."""
    changed = copy.deepcopy(model)
    for entry in changed["splink"]["comparisons"]:
        if entry["output_column_name"] == comparison:
            for level in entry["comparison_levels"]:
                level.pop("tf_adjustment_column", None)
                if not level.get("is_null_level"):
                    level["m_probability"] = level["u_probability"]
    return changed


def _no_terms(model: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(model)
    for entry in changed["splink"]["comparisons"]:
        for level in entry["comparison_levels"]:
            level.pop("tf_adjustment_column", None)
    return changed


def _unasked(rules: dict[str, Any]) -> dict[str, Any]:
    """The contradictions as they are where the population register knows nothing."""
    silent = {
        "terdaftar_l": "false",
        "terdaftar_r": "false",
        "kembar_l": "null",
        "kembar_r": "null",
    }
    entries = copy.deepcopy(rules["pertentangan"])
    for entry in entries:
        for column, value in silent.items():
            if "sql" in entry:
                entry["sql"] = entry["sql"].replace(column, f"cast({value} as boolean)")
    return rules | {"pertentangan": entries}


def variants(rules: dict[str, Any], model: dict[str, Any]) -> Iterator[Variant]:
    """Every variant of rules and model, the whole one first."""
    yield "semua", "—", rules, model
    for entry in rules["perbandingan"]:
        yield "perbandingan", str(entry["nama"]), rules, _silent(model, str(entry["nama"]))
    for entry in rules["blok"]:
        yield "blok", str(entry["nama"]), _without(rules, "blok", entry["nama"]), model
    for entry in rules["pertentangan"]:
        name = str(entry["nama"])
        yield "pertentangan", name, _without(rules, "pertentangan", name), model
    lent = [{k: v for k, v in x.items() if k != "pinjaman"} for x in rules["pertentangan"]]
    yield "lain", "nik_pinjaman", rules | {"pertentangan": lent}, model
    yield "lain", "tanya_register", _unasked(rules), model
    yield "lain", "frekuensi_nama", rules, _no_terms(model)
    loose = {"dari": 10**6, "kerapatan": 0.0}
    shape = {"jembatan": loose | {"lebih": 0.0}, "gumpalan": loose}
    yield "lain", "bentuk", rules | {"bentuk": shape}, model
    families = rules["bukti_keluarga"]
    yield "lain", "bukti_keluarga", rules | {"bukti_keluarga": families | {"bit": [0.0]}}, model
    freely = families | {"sedaftar": True, "jarak": 0.0}
    yield "lain", "bukti_keluarga_tanpa_jaga", rules | {"bukti_keluarga": freely}, model
    yield "lain", "veto_nik", rules | {"veto_nik": "true"}, model


@contextmanager
def _in_force(rules: dict[str, Any], model: dict[str, Any]) -> Iterator[None]:
    """Let the linkage work by these rules and this model."""
    held, load = dict(linkage_model.config()), linkage_model.load
    linkage_model.config().clear()
    linkage_model.config().update(rules)
    linkage_model.load = lambda _settings: model
    try:
        yield
    finally:
        linkage_model.config().clear()
        linkage_model.config().update(held)
        linkage_model.load = load


def judge(con: duckdb.DuckDBPyConnection, settings: Settings, truth: Path) -> dict[str, Any]:
    """Link what is laid and evaluate it: precision, recall, F1 of pairs and clusters."""
    counts = run.link(con, settings, RELEASE, None, SINGLE)
    result = evaluate(con, appraise.declared_linkage(con), truth, draws=20)
    levels = result["pasangan"]["semua"]["semua"]
    measures = {
        level: {name: levels[level][name]["nilai"] for name in ("presisi", "recall", "f1")}
        for level in ("edge", "klaster")
    }
    return measures | {"pasangan_calon": sum(counts["skor"]["pasangan"].values())}


def _lay(settings: Settings, source: Path) -> None:
    shutil.rmtree(settings.home, ignore_errors=True)
    with warehouse.connect(settings) as con:
        con.execute(f"attach {warehouse.quoted(source)} as asal (read_only)")
        con.execute(
            "create schema wh.standardised; create schema wh.ledger; create schema wh.kendali;"
            "create table wh.standardised.semua as from asal.standardised.individu;"
            "create table wh.ledger.kiriman as from asal.ledger.kiriman;"
            "create table wh.kendali.rilis as from asal.kendali.rilis;"
        )


def measure(options: argparse.Namespace) -> None:
    """All variants that the results file does not hold for this code and twin."""
    settings = Settings(home=options.work, db_key=None)
    _lay(settings, options.home / "gudang.duckdb")
    whole = copy.deepcopy(linkage_model.config())
    model = linkage_model.load(settings)

    def note(kind: str, name: str, measured: dict[str, Any]) -> None:
        record = {"kind": kind, "name": name, "twin": options.twin, **measured}
        append(record | {"versions": versions()}, options.results)
        print(kind, name, measured, flush=True)

    with warehouse.connect(settings) as con:
        con.execute(f"create or replace table {RECORDS} as from wh.standardised.semua")
        for kind, name, rules, changed in variants(whole, model):
            with _in_force(rules, changed):
                note(kind, name, judge(con, settings, options.truth))
        with _in_force(whole, model):
            judge(con, settings, options.truth)
            knowing = oracle_model(con, model)
        for threshold in (4.0, 5.0, 6.0, 6.6, 7.5, 9.0, 11.0):
            limits = whole["ambang"] | {"klaster": threshold, "pasangan": threshold}
            for who, used in (("oracle", knowing), ("ambang", model)):
                with _in_force(whole | {"ambang": limits}, used):
                    note(who, str(threshold), judge(con, settings, options.truth))
        for rule in ablation_names.RULES:
            ablation_names.rename(con, [x for x in ablation_names.RULES if x != rule])
            with _in_force(whole, model):
                note("aturan_nama", rule, judge(con, settings, options.truth))


def main() -> None:
    """Measure, or print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ablation", description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--twin", default="", help="what the twin is, for the record")
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "ablation")
    parser.add_argument("--results", type=Path, default=FILE)
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    if options.table:
        print(markdown([json.loads(line) for line in options.results.read_text().splitlines()]))
        return
    measure(options)


if __name__ == "__main__":
    sys.exit(main())
