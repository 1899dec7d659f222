"""The release store: ``rilis/<id>.v<n>/`` with sealed layers and a manifest, and what it holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import read_parquet

MANIFEST = "manifest.json"
BUILD = ".bangun"


@dataclass(frozen=True)
class StoredRelease:
    """A complete release on disk (its manifest is the last file written before the rename)."""

    release: ReleaseId
    version: int
    path: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.release}.v{self.version}"

    def table(self, settings: Settings, layer: str, name: str) -> str:
        """A ``read_parquet(…)`` expression over one sealed table."""
        return sealed_table(settings, self.path, layer, name)


def sealed_table(settings: Settings, release_dir: Path, layer: str, name: str) -> str:
    """A ``read_parquet(…)`` expression; province folders are a cut of the files, not a column."""
    pattern = str(release_dir / layer / name / "**" / "*.parquet")
    return read_parquet(settings, pattern)


def build_dir(settings: Settings, release: ReleaseId, version: int = 1) -> Path:
    """Where a release is put together before it is renamed into place."""
    return settings.releases_dir / BUILD / f"{release}.v{version}"


def final_dir(settings: Settings, release: ReleaseId, version: int = 1) -> Path:
    """Where a release lives for ever."""
    return settings.releases_dir / f"{release}.v{version}"


def stored(settings: Settings) -> list[StoredRelease]:
    """All complete releases, oldest first; of one quarter the newest version only."""
    found: dict[ReleaseId, StoredRelease] = {}
    if not settings.releases_dir.is_dir():
        return []
    for path in sorted(settings.releases_dir.glob("*.v*")):
        manifest = path / MANIFEST
        if not manifest.is_file():
            continue
        name, version = path.name.rsplit(".v", 1)
        item = StoredRelease(
            ReleaseId.parse(name), int(version), path, json.loads(manifest.read_text())
        )
        known = found.get(item.release)
        if known is None or known.version < item.version:
            found[item.release] = item
    return [found[release] for release in sorted(found)]


def find(settings: Settings, release: ReleaseId) -> StoredRelease | None:
    """The stored release of one quarter, or None."""
    return next((item for item in stored(settings) if item.release == release), None)
