"""Supporting customers (utility): did the customer reach a family it truly serves?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


def right_families(
    con: duckdb.DuckDBPyConnection, truth: Path, release: str
) -> dict[str, Any] | None:
    """Right-family rate of supporting customers; None when this truth or home knows none."""
    return None
