"""DuckDB's own profile of one dbt model: its costliest operators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings


def slowest_model(report: dict[str, Any]) -> str | None:
    """Node id of the slowest model of the slowest dbt stage."""
    stages = [item for item in report["stages"] if item["stage"] in report["dbt"]]
    if not stages:
        return None
    stage = max(stages, key=lambda item: item["wall"])["stage"]
    models = [
        item["node"]
        for item in report["dbt"][stage]["slowest"]
        if item["node"].startswith("model.")
    ]
    return models[0] if models else None


def top_operators(settings: Settings, node: str, count: int = 5) -> list[dict[str, Any]]:
    """The ``count`` operators of the compiled model that take most CPU seconds (all threads)."""
    name = node.rsplit(".", 1)[1]
    compiled = next((settings.dbt_target_dir / "compiled").rglob(f"models/**/{name}.sql"))
    profile = settings.root / "profil.json"
    with warehouse.connect(settings) as con:
        con.execute("set enable_profiling = 'json'")
        con.execute(f"set profiling_output = {warehouse.quoted(profile)}")
        con.execute(f"create or replace temp table _profil as {compiled.read_text()}")
    tree = json.loads(profile.read_text())
    Path(profile).unlink()
    found: list[dict[str, Any]] = []
    _walk(tree, found)
    return sorted(found, key=lambda item: -item["seconds"])[:count]


def _walk(node: dict[str, Any], found: list[dict[str, Any]]) -> None:
    if "operator_timing" in node:
        found.append(
            {
                "operator": node.get("operator_name") or node.get("operator_type"),
                "seconds": round(node["operator_timing"], 3),
                "rows": node.get("operator_cardinality"),
            }
        )
    for part in node.get("children", []):
        _walk(part, found)
