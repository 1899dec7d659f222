"""What of a home a backup takes of releases, and whether what was laid out again is that."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.backup.index import Index
from dagster_dtsen.backup.kept import Piece
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception.returns import folder_of
from dagster_dtsen.release import intact, signature, store
from dagster_dtsen.settings import Settings

_OTHER_SEAL = "rilisnya bukan yang dicadangkan / not the releases that were backed up"


def sealed(settings: Settings, item: store.StoredRelease) -> Iterator[Piece]:
    """Files of a complete release with the hashes its manifest gives. Raises E-SEGEL-RUSAK."""
    folder = item.path.relative_to(settings.root).as_posix()
    if item.destroyed:
        yield Piece(f"{folder}/{store.TOMBSTONE}", "rilis")
    else:
        intact.complete(item)
        for tables in item.manifest["lapisan"].values():
            for table in tables.values():
                for file in table["berkas"]:
                    yield Piece(f"{folder}/{file['nama']}", "rilis", sha256=file["sha256"])
    yield Piece(f"{folder}/{store.MANIFEST}", "rilis")
    if signature.signed_by(item) is not None:
        yield Piece(f"{folder}/{signature.SIGNATURE}", "rilis")


def returns_of(item: store.StoredRelease) -> str:
    """The folder of its return packages."""
    return folder_of(str(item.release), item.version)


def clear(root: Path) -> None:
    """What an interrupted restoration left, but the lock that is held."""
    for path in root.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "dtsen.lock":
            path.unlink()


def check(settings: Settings, place: Path, index: Index) -> None:
    """The releases are those of the list and of their manifests, and open with the key."""
    releases = store.versions(settings)
    hashes = {entry.path: entry.sha256 for entry in index.entries}
    if {item.name: item.manifest["sidik"]["rilis"] for item in releases} != index.releases:
        raise DtsenError("E-CADANGAN-RUSAK", place=place, parts=_OTHER_SEAL)
    for item in releases:
        for piece in sealed(settings, item):
            if piece.sha256 and hashes.get(piece.path) != piece.sha256:
                raise DtsenError("E-SEGEL-RUSAK", release=item.name, tables=piece.path)
    if rows := [item for item in releases if not item.destroyed]:
        _try_key(settings, rows[-1])


def _try_key(settings: Settings, item: store.StoredRelease) -> None:
    """Raises DtsenError E-KUNCI-SALAH. The bytes are known to be right: only the key may not be."""
    layer, name = intact.sealed_names(item)[0]
    with warehouse.connect(settings, database=settings.scratch_dir / "kunci.duckdb") as con:
        try:
            con.execute(f"select * from {item.table(settings, layer, name)} limit 0")
        except duckdb.Error:
            raise DtsenError("E-KUNCI-SALAH", home=settings.home) from None
    shutil.rmtree(settings.scratch_dir)
    shutil.rmtree(settings.spill_dir, ignore_errors=True)
