"""Entry point of Dagster: loads ``defs/`` and nothing else."""

from pathlib import Path

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """Every definition under ``dagster_dtsen/defs``."""
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
