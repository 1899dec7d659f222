"""The results file of the proof runs: one line per kill or order, appended, never rewritten."""

from __future__ import annotations

import fcntl
import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_dtsen.settings import PACKAGE_DIR, PROJECT_DIR

FILE = PROJECT_DIR / "docs" / "results" / "prove.jsonl"
_LIBRARIES = ("duckdb", "dbt-core", "dbt-duckdb", "dagster", "splink", "soda-core")
_SOURCES = (".py", ".sql", ".yml", ".yaml", ".csv", ".json", ".gz")


def versions() -> dict[str, str]:
    """Versions a result depends on; ``code`` is a hash of the package and the dbt project."""
    return {
        "dtsen": version("dagster-dtsen"),
        "code": code(),
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }


def code() -> str:
    """First 12 hex digits of SHA-256 over every source file of package and dbt project."""
    digest = hashlib.sha256()
    for root in (PACKAGE_DIR, PROJECT_DIR / "dbt_project"):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in _SOURCES and "target" not in path.parts:
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def read(kind: str, file: Path) -> list[dict[str, Any]]:
    """Records of one kind, in the order they were made."""
    return [record for record in _all(file) if record["kind"] == kind]


def _all(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text().splitlines() if line]


def append(record: dict[str, Any], file: Path) -> None:
    """Add one record; several workers may write."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.write(json.dumps(record, ensure_ascii=False) + "\n")


def latest(kind: str, file: Path) -> dict[int, dict[str, Any]]:
    """The last record of every seed: a seed that failed is run again and stays on the file."""
    return {record["seed"]: record for record in read(kind, file)}


def pending(kind: str, goal: int, file: Path) -> list[int]:
    """Seeds below ``goal`` still to run: first the ones that failed, then the ones never run."""
    known = latest(kind, file)
    failed = [seed for seed in range(goal) if known.get(seed, {}).get("failures")]
    return failed + [seed for seed in range(goal) if seed not in known]


def kills(file: Path) -> tuple[int, int]:
    """Kills -9 of all kinds in the last record of every seed, and how many of them did not hold."""
    last = {(record["kind"], record["seed"]): record for record in _all(file)}.values()
    counted = [(_kills(record), bool(record["failures"])) for record in last]
    return sum(count for count, _ in counted), sum(count for count, failed in counted if failed)


def _kills(record: dict[str, Any]) -> int:
    if "kills" in record:
        return int(record["kills"])
    # a kind named after its kill has one a line, others say at what second, if they killed
    return int(record["kind"].startswith("kill") or record.get("killed") is not None)
