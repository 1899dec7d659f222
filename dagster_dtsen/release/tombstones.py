"""Versions from before an erasure: which they are, and the destruction of their rows.

A release is immutable; an erasure makes a new version. Of the old one the signed manifest stays,
which holds no person's value, and a tombstone that says how many persons it was destroyed for.
"""

from __future__ import annotations

import json
import shutil
from typing import Any

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import aside, sync, write_json
from dagster_dtsen.release import acts, rekey, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT, SNAPSHOT
from dagster_dtsen.settings import Settings


def told(settings: Settings, release: ReleaseId) -> dict[str, Any]:
    """What the manifest of a release that is built now says: erasures it knows, persons gone.

    ``individu`` counts persons of erasures that begin with it or a release before.
    """
    known = acts.erasures(settings)
    return {
        "tindakan": sorted({str(entry["penghapusan"]) for entry in known}),
        "individu": sum(int(entry["individu"]) for entry in known if _from(entry) <= release),
    }


def unclean(settings: Settings, item: store.StoredRelease) -> list[str]:
    """Erasures from before which this version is: what was erased may be in it."""
    known = (item.manifest.get("penghapusan") or {}).get("tindakan", [])
    return sorted(
        str(entry["penghapusan"])
        for entry in acts.erasures(settings)
        if entry["penghapusan"] not in known and _from(entry) <= item.release
    )


def destroyed(settings: Settings) -> list[str]:
    """Names of the versions whose rows were destroyed, oldest first."""
    return [item.name for item in store.versions(settings) if item.destroyed]


def check(settings: Settings) -> None:
    """Hold every tombstone against the erasures of the log: one laid by hand hides a release.

    Raises DtsenError E-SEGEL-RUSAK.
    """
    for item in store.versions(settings):
        if item.destroyed and not _rightful(settings, item):
            raise DtsenError("E-SEGEL-RUSAK", release=item.name, tables=store.TOMBSTONE)


def _rightful(settings: Settings, item: store.StoredRelease) -> bool:
    """Whether the erasures that a tombstone names are in the log and ``item`` is from before."""
    try:
        named = set(json.loads((item.path / store.TOMBSTONE).read_bytes())["penghapusan"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    # the log only grows, so that whatever was a reason stays one
    return bool(named) and named <= set(unclean(settings, item))


def bury(settings: Settings, *, now: bool = False) -> list[str]:
    """Destroy the rows of versions from before an erasure; names of those destroyed.

    Each when a later version of its quarter is clean, so that readers have one. Of a quarter that
    is withdrawn as a whole, which no later version would end, when all releases in use are clean.
    ``now``: all. A destruction that was killed is ended; nothing goes under a tombstone that no
    erasure of the log explains (:func:`check`).
    """
    if not acts.erasures(settings):  # no start reads manifests for nothing
        return []
    buried = []
    found = store.versions(settings)
    clean = {
        item.release: item.version
        for item in found
        if not item.destroyed and not unclean(settings, item)
    }
    in_use = store.stored(settings)
    settled = not any(unclean(settings, item) for item in in_use)
    unseen = {item.release for item in found} - {item.release for item in in_use}
    for item in found:
        erased = unclean(settings, item)
        ready = now or clean.get(item.release, 0) > item.version
        ready = ready or (settled and item.release in unseen)
        if erased and ready and not item.destroyed:
            entries = [e for e in acts.erasures(settings) if e["penghapusan"] in erased]
            count = sum(int(entry["individu"]) for entry in entries)
            write_json(item.path / store.TOMBSTONE, {"penghapusan": erased, "individu": count})
            sync(item.path)
            buried.append(item.name)
        if item.destroyed and _rightful(settings, item):
            # a change of the key that was stopped may have prepared a copy
            copy = rekey.prepared(settings, item.path)
            for path in (item.path / SNAPSHOT, item.path / RESULT, copy, aside(copy)):
                shutil.rmtree(path, ignore_errors=True)
            sync(item.path)
    return buried


def _from(entry: dict[str, Any]) -> ReleaseId:
    return ReleaseId.parse(str(entry["rilis"]))
