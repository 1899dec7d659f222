"""Seals of releases whose tables are not those the code knows today."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.release.tables import SNAPSHOT, TABLES
from dagster_dtsen.settings import Settings
from tests.release.hand_made import publish


def rewritten(published: store.StoredRelease, snapshot: dict[str, Any]) -> None:
    manifest = published.manifest
    layers = {**manifest["lapisan"], SNAPSHOT: snapshot}
    prints = {
        layer: combine((name, item["sidik"]) for name, item in tables.items())
        for layer, tables in layers.items()
    }
    prints["rilis"] = combine(prints.items())
    content = {**manifest, "lapisan": layers, "sidik": prints}
    (published.path / store.MANIFEST).write_text(json.dumps(content))


@pytest.fixture
def published(settings: Settings) -> store.StoredRelease:
    return publish(settings, "2026T1")


def test_a_table_that_came_later_is_not_missed(
    settings: Settings, published: store.StoredRelease
) -> None:
    tables = dict(published.manifest["lapisan"][SNAPSHOT])
    del tables["rekaman"]
    shutil.rmtree(published.path / SNAPSHOT / "rekaman")
    rewritten(published, tables)
    assert verify_seals(settings) == {"2026T1.v1": len(TABLES) - 1}


def test_a_table_that_is_no_longer_made_is_checked(
    settings: Settings, published: store.StoredRelease
) -> None:
    tables = dict(published.manifest["lapisan"][SNAPSHOT])
    folder = published.path / SNAPSHOT
    shutil.copytree(folder / "rekaman", folder / "dahulu")
    files = [
        {**file, "nama": file["nama"].replace("rekaman", "dahulu")}
        for file in tables["rekaman"]["berkas"]
    ]
    rewritten(published, {**tables, "dahulu": {**tables["rekaman"], "berkas": files}})
    assert verify_seals(settings) == {"2026T1.v1": len(TABLES) + 1}
    (folder / "dahulu" / "data.parquet").unlink()
    with pytest.raises(DtsenError) as caught:
        verify_seals(settings)
    assert caught.value.details["tables"] == "snapshot.dahulu"


def test_seals_of_before_the_key_was_kept_are_checked_by_the_key_of_today(
    settings: Settings, published: store.StoredRelease
) -> None:
    tables = published.manifest["lapisan"][SNAPSHOT]
    assert all(item["kunci"] for item in tables.values())
    bare = {
        name: {part: value for part, value in item.items() if part != "kunci"}
        for name, item in tables.items()
    }
    rewritten(published, bare)
    assert verify_seals(settings) == {"2026T1.v1": len(TABLES)}
    rewritten(published, {**bare, "entah": {**bare["rekaman"], "berkas": []}})
    with pytest.raises(DtsenError) as caught:
        verify_seals(settings)
    assert caught.value.details["tables"] == "snapshot.entah"


def test_a_manifest_whose_parts_do_not_make_its_fingerprint_is_found(
    settings: Settings, published: store.StoredRelease
) -> None:
    content = dict(published.manifest)
    content["sidik"] = {**content["sidik"], "rilis": "0" * 64}
    (published.path / store.MANIFEST).write_text(json.dumps(content))
    with pytest.raises(DtsenError) as caught:
        verify_seals(settings)
    assert caught.value.details["tables"] == "manifest"


def test_all_versions_are_checked_only_when_asked_for(
    settings: Settings, published: store.StoredRelease
) -> None:
    newer = shutil.copytree(published.path, published.path.with_name("2026T1.v2"))
    (newer / store.MANIFEST).write_text(json.dumps({**published.manifest, "versi": 2}))
    name = next((published.path / SNAPSHOT / "individu").rglob("*.parquet"))
    name.write_bytes(name.read_bytes() + b"x")
    assert list(verify_seals(settings)) == ["2026T1.v2"]
    with pytest.raises(DtsenError) as caught:
        verify_seals(settings, every=True)
    assert caught.value.details == {"release": "2026T1.v1", "tables": "snapshot.individu"}
