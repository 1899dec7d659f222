"""Whether the folder of a release is the one its manifest tells of, by names and sizes of files."""

from __future__ import annotations

from collections.abc import Iterable

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import seal, store
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.tables import RESULT, SNAPSHOT

# what is named where the manifest itself is not right
MANIFEST = "manifest"


def sealed_names(item: store.StoredRelease) -> list[tuple[str, str]]:
    """Layer and name of every table that the manifest of a release says was sealed."""
    return [
        (layer, name) for layer in (SNAPSHOT, RESULT) for name in item.manifest["lapisan"][layer]
    ]


def complete(stored: store.StoredRelease) -> None:
    """Raises DtsenError E-SEGEL-RUSAK where manifest and folder do not agree."""
    found = broken(stored)
    if found:
        raise DtsenError("E-SEGEL-RUSAK", release=stored.name, tables=", ".join(sorted(found)))


def complete_with(stored: store.StoredRelease, names: Iterable[tuple[str, str]]) -> None:
    """:func:`complete`, and the bytes of these tables (layer, name), where they were sealed.

    Reads their files for the SHA-256, no row of them. Raises DtsenError E-SEGEL-RUSAK.
    """
    complete(stored)
    for layer, name in names:
        seal.same_bytes(stored, layer, name)


def broken(stored: store.StoredRelease) -> set[str]:
    """Tables, layers or lists in which manifest and folder do not agree; sizes, not contents.

    ``manifest`` where it is that of another release, lacks a part, or is false in itself.
    """
    try:
        return _broken(stored)
    except (KeyError, TypeError, ValueError, AttributeError):
        return {MANIFEST}  # a part is missing or of another kind


def _broken(stored: store.StoredRelease) -> set[str]:
    layers, prints = stored.manifest["lapisan"], stored.manifest["sidik"]
    found = {
        layer
        for layer, tables in layers.items()
        if combine((name, item["sidik"]) for name, item in tables.items()) != prints[layer]
    }
    if combine((layer, prints[layer]) for layer in layers) != prints["rilis"]:
        found.add(MANIFEST)
    if f"{stored.manifest['id_rilis']}.v{stored.manifest['versi']}" != stored.name:
        found.add(MANIFEST)
    said = {
        file["nama"]: (f"{layer}.{name}", file["byte"])
        for layer, name in sealed_names(stored)
        for file in layers[layer][name]["berkas"]
    }
    there = {
        str(path.relative_to(stored.path)): path.stat().st_size
        for layer in layers
        for path in (stored.path / layer).rglob("*.parquet")
    }
    found |= {table for file, (table, size) in said.items() if there.get(file) != size}
    # a file that no list names: <layer>/<table>/…
    found |= {".".join(file.split("/")[:2]) for file in there.keys() - said.keys()}
    return found
