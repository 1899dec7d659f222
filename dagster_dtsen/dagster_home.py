"""Dagster's folder below the home: its settings file and what the libraries read from outside."""

from __future__ import annotations

import os
from typing import Any

import yaml

from dagster_dtsen import dbt_bridge
from dagster_dtsen.settings import Settings

_INSTANCE = {
    "telemetry": {"enabled": False},
    "concurrency": {
        "pools": {"default_limit": 1, "granularity": "op"},
        "runs": {"max_concurrent_runs": 1},
    },
    "run_monitoring": {"enabled": True, "free_slots_after_run_end_seconds": 60},
}


def _instance(settings: Settings) -> dict[str, Any]:
    """Dagster's own settings, dagster.yaml."""
    history = {
        "module": "dagster_dtsen.run_history",
        "class": "RunHistory",
        "config": {"base_dir": str(settings.dagster_home / "history")},
    }
    return _INSTANCE | {"event_log_storage": history}


def prepare_home(settings: Settings) -> None:
    """Create the home and Dagster's own folder inside it; export what libraries read."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    instance_file = settings.dagster_home / "dagster.yaml"
    text = yaml.safe_dump(_instance(settings), sort_keys=True)
    if not instance_file.exists() or instance_file.read_text() != text:
        instance_file.write_text(text)
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"
    dbt_bridge.export_environment(settings)
