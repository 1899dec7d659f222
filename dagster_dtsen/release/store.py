"""The release store: ``rilis/<id>.v<n>/`` with sealed layers and a manifest, and what it holds."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import ALIAS, read_parquet

MANIFEST = "manifest.json"
# what stands in the place of the rows of a version that were destroyed for an erasure
TOMBSTONE = "nisan.json"
BUILD = ".bangun"
_FOLDER = re.compile(r"(20[0-9]{2}T[1-4])\.v([1-9][0-9]*)")


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

    @property
    def destroyed(self) -> bool:
        """Whether its rows were destroyed for an erasure; the manifest stays."""
        return (self.path / TOMBSTONE).is_file()

    def table(self, settings: Settings, layer: str, name: str) -> str:
        """A ``read_parquet(…)`` expression over one sealed table."""
        return sealed_table(settings, self.path, layer, name)


def sealed_table(settings: Settings, release_dir: Path, layer: str, name: str) -> str:
    """A ``read_parquet(…)`` expression; province folders are a cut of the files, not a column."""
    pattern = str(release_dir / layer / name / "**" / "*.parquet")
    return read_parquet(settings, pattern)


def build_dir(settings: Settings, release: ReleaseId) -> Path:
    """Where a release is put together before it is renamed into place."""
    return settings.releases_dir / BUILD / str(release)


def final_dir(settings: Settings, release: ReleaseId, version: int) -> Path:
    """Where a release lives for ever."""
    return settings.releases_dir / f"{release}.v{version}"


def versions(settings: Settings, release: str = "*") -> list[StoredRelease]:
    """Every complete release, oldest first, of a quarter in the order of its versions.

    Also those whose rows were destroyed: :func:`whole` gives the others. A folder of another name
    is none (:func:`strays`). Raises DtsenError E-SEGEL-RUSAK for a manifest that cannot be read.
    """
    found = []
    for path in settings.releases_dir.glob(f"{release}.v*"):
        name = _FOLDER.fullmatch(path.name)
        if name is None or not (path / MANIFEST).is_file():
            continue
        item = StoredRelease(ReleaseId.parse(name[1]), int(name[2]), path, _manifest(path))
        found.append(item)
    return sorted(found, key=lambda item: (item.release, item.version))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise DtsenError("E-SEGEL-RUSAK", release=folder.name, tables=MANIFEST)
    return found


def strays(settings: Settings) -> list[str]:
    """What lies among the releases and is none by its name, such as a copy made by hand."""
    return sorted(
        path.name
        for path in settings.releases_dir.glob("*")
        if not path.name.startswith(".") and _FOLDER.fullmatch(path.name) is None
    )


def next_version(settings: Settings, release: str) -> int:
    """The number of the version of a quarter that is built next: the first that never stood."""
    found = versions(settings, release)
    return found[-1].version + 1 if found else 1


def whole(settings: Settings) -> list[StoredRelease]:
    """Every complete release that has its rows, oldest first."""
    return [item for item in versions(settings) if not item.destroyed]


def standing(settings: Settings, name: str | None) -> StoredRelease | None:
    """The version of this full name that has its rows, in use or not; None where there is none."""
    return next((item for item in whole(settings) if item.name == name), None)


def stored(settings: Settings) -> list[StoredRelease]:
    """The releases in use, oldest first: of a quarter the newest version that is not withdrawn."""
    gone = acts.withdrawn(settings)
    newest = {item.release: item for item in whole(settings) if item.name not in gone}
    return list(newest.values())


def named(settings: Settings, name: str) -> StoredRelease:
    """The stored release ``2026T1.v2``, withdrawn or not, or of ``2026T1`` the version in use.

    Raises DtsenError E-RILIS-SALAH, E-VERSI-TIADA, E-RILIS-DIHAPUS, and E-RILIS-DITARIK for a
    quarter of which every version is withdrawn.
    """
    full = _FOLDER.fullmatch(name)
    release = ReleaseId.parse(full[1] if full else name)
    found = [
        item
        for item in versions(settings, str(release))
        if full is None or item.version == int(full[2])
    ]
    if not found:
        held = ", ".join(item.name for item in versions(settings))
        raise DtsenError("E-VERSI-TIADA", release=name, home=settings.home, held=held or "–")
    if full is None:
        gone = acts.withdrawn(settings)
        found = [item for item in found if item.name not in gone]
    if not found:
        raise DtsenError("E-RILIS-DITARIK", release=release)
    left = [item for item in found if not item.destroyed]
    if not left:
        raise DtsenError("E-RILIS-DIHAPUS", release=found[-1].name)
    return left[-1]


def find(settings: Settings, release: ReleaseId) -> StoredRelease | None:
    """The release of one quarter that is in use, or None."""
    return next((item for item in stored(settings) if item.release == release), None)


def in_working_file(con: duckdb.DuckDBPyConnection) -> str | None:
    """Name of the version that the working file holds, published or not; None: of none."""
    try:
        query = f"select id_rilis || '.v' || versi from {ALIAS}.kendali.rilis"
        rows = con.execute(query).fetchall()
    except duckdb.CatalogException:
        return None
    return str(rows[0][0]) if rows else None


def base_of(settings: Settings, release: ReleaseId) -> StoredRelease | None:
    """The base of ``release`` in use; None for the first release of a home.

    Raises DtsenError E-RANTAI-PUTUS when the chain would have a gap, and E-RILIS-DITARIK when the
    quarter before was withdrawn.
    """
    known = [item.release for item in versions(settings)]
    if not known or release == known[0]:
        return None
    base = find(settings, release.base)
    if base is None and release.base in known:
        raise DtsenError("E-RILIS-DITARIK", release=release.base)
    if base is None:
        raise DtsenError("E-RANTAI-PUTUS", release=release, expected=release.base)
    return base
