"""Put a release together from its sealed layers and let readers have it."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.files import sha256, write_json
from dagster_dtsen.release import history, store, timing, tombstones, versions, views
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.seal import seal_layer
from dagster_dtsen.release.summary import summary
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings

_SEALS = "segel-{layer}.json"


def seal(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: ReleaseId, layer: str
) -> dict[str, Any]:
    """Seal one layer and keep its fingerprints beside it until the manifest takes them over."""
    sealed = seal_layer(con, settings, release, layer)
    write_json(store.build_dir(settings, release) / _SEALS.format(layer=layer), sealed)
    return sealed


def manifest(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    release: ReleaseId,
    results: dict[str, Any],
    models: dict[str, str],
) -> dict[str, Any]:
    """The manifest of the release being built, with its summary for display.

    ``results`` is what sealing the result layer gave, ``models`` the fingerprints of the frozen
    models by name.
    """
    seals = store.build_dir(settings, release) / _SEALS.format(layer=SNAPSHOT)
    layers = {SNAPSHOT: json.loads(seals.read_text()), RESULT: results}
    content = publishing.manifest_of(con, release, layers, models, seeds(settings))
    content["menggantikan"] = versions.replaces(settings, release)
    content["penghapusan"] = tombstones.told(settings, release)
    content["ringkasan"] = summary(con, settings, release)
    content["waktu"] = {"detik": timing.elapsed()}
    return content


def seeds(settings: Settings) -> dict[str, str]:
    """SHA-256 of every seed, of rules, code lists, regions and what else a release is made by.

    Keys are paths in the folder of seeds: ``aturan/aturan_blok.csv``.
    """
    root = settings.dbt_project_dir / "seeds"
    return {path.relative_to(root).as_posix(): sha256(path) for path in sorted(root.rglob("*.csv"))}


def publish(settings: Settings, release: ReleaseId, content: dict[str, Any]) -> None:
    """Rename the finished release into the store and swap the readers' database."""
    building = store.build_dir(settings, release)
    for layer in (SNAPSHOT, RESULT):
        (building / _SEALS.format(layer=layer)).unlink(missing_ok=True)
    with warehouse.connect(settings) as con:
        history.grow(con, settings, content)
    publishing.complete(settings, release, content)
    # of an older quarter built anew readers see nothing before those after it are
    publishing.point_readers(settings, store.stored(settings)[-1])
    tombstones.bury(settings)
    stored = store.named(settings, f"{release}.v{content['versi']}")
    with warehouse.connect(settings) as con:
        views.show(con, settings, stored)
