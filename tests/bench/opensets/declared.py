"""A gold set as declared in ``<name>.yml``, in the words of linkage.yml, and as Splink settings.

``seperti`` names the set whose declaration this one takes over where it says nothing itself.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.blocking import Rule

HERE = Path(__file__).resolve().parent
DIALECT = "duckdb"
# records of sources that hold a person at most once are not compared with their own source
ACROSS = "(l.sumber & r.sumber) = 0"
Declared = dict[str, Any]


def names() -> list[str]:
    """The declared sets, in order of the alphabet."""
    return sorted(path.stem for path in HERE.glob("*.yml"))


def load(name: str) -> Declared:
    """The declaration of a set, with ``nama`` and ``sql`` (the query of its input)."""
    content: Declared = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
    if "seperti" in content:
        content = load(content["seperti"]) | content
    query = (HERE / content["masukan"]).read_text(encoding="utf-8")
    return content | {"nama": name, "sql": query}


def settings_hash(declared: Declared) -> str:
    """First 12 hex digits of SHA-256 over the declaration and the code that measures it."""
    digest = hashlib.sha256(json.dumps(declared, sort_keys=True).encode())
    for name in ("declared.py", "engine.py", "measures.py"):
        digest.update(f"\0{name}\0".encode() + (HERE / name).read_bytes())
    return digest.hexdigest()[:12]


def rules(declared: Declared) -> tuple[Rule, ...]:
    """Blocking rules in order."""
    return tuple(
        Rule(
            str(rule["nama"]),
            tuple(rule["kunci"]),
            " and ".join([ACROSS, *([f"({rule['syarat']})"] if "syarat" in rule else [])]),
        )
        for rule in declared["blok"]
    )


def custom_rules(declared: Declared) -> list[Any]:
    """The blocking rules for Splink."""
    return [CustomRule(rule.sql, DIALECT) for rule in rules(declared)]


def gammas(declared: Declared) -> dict[str, dict[str, int]]:
    """Comparison -> label -> comparison vector value."""
    return linkage_model.gammas(declared["perbandingan"])


def terms(declared: Declared) -> list[str]:
    """Input columns whose agreement is weighed by frequency."""
    return linkage_model.term_columns(declared["perbandingan"])


def creator(declared: Declared) -> SettingsCreator:
    """Untrained Splink settings: one table, integer ids, ``dedupe_only``."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rekaman_id",
        comparisons=linkage_model.comparisons(declared["perbandingan"]),
        blocking_rules_to_generate_predictions=custom_rules(declared),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
