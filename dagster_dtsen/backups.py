"""Backup of a home, its restoration, and drills: brings releases, lock and copies together."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import backup_checks, erasures, journal, rotation_state
from dagster_dtsen.backup import kept, read, repository, restoring, write
from dagster_dtsen.backup.index import Index
from dagster_dtsen.backup.repository import Repository
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sync_tree
from dagster_dtsen.release import publish, store, tombstones
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings

_INSIDE = "foldernya di dalam rumah itu sendiri / the folder lies inside the home itself"
_KEY_CHANGES = "kunci rumah sedang diganti / the key of the home is being changed"


@dataclass(frozen=True)
class Restored:
    """A restored generation: where, and the seconds it took."""

    index: Index
    home: Path
    seconds: float

    @property
    def told(self) -> dict[str, Any]:
        """For display and JSON."""
        return about(self.index) | {"detik": round(self.seconds, 2)}


def about(index: Index) -> dict[str, Any]:
    """Figures of one generation."""
    return {
        "generasi": index.number,
        "pada": index.made,
        "berkas": len(index.entries),
        "byte": index.size,
        "sidik": index.fingerprint,
        "rilis": index.releases,
    }


def backup(
    settings: Settings, place: Path, *, plain: bool = False, keep: int | None = None
) -> dict[str, Any]:
    """Add a generation to the backup in ``place``; a run may be at work in the home.

    ``keep``: how many generations stay afterwards; none is let go (``dilepas``) while the list of
    one of them is damaged (``daftar_rusak``). Raises DtsenError E-SEDANG-BERJALAN when
    another backup into this folder is at work, E-SEGEL-RUSAK when a release of the home is
    damaged, E-CADANGAN-KUNCI, E-CADANGAN-RUSAK, E-CADANGAN-GAGAL.
    """
    began = time.monotonic()
    if place.resolve().is_relative_to(settings.root):
        raise DtsenError("E-CADANGAN-GAGAL", place=place, reason=_INSIDE)
    secret = settings.backup_secret()
    if not plain and not secret:
        reason = "tidak ada kunci; atau --plain / there is no key; or --plain"
        raise DtsenError("E-CADANGAN-KUNCI", place=place, reason=reason)
    key = rotation_state.moment(settings)

    def check() -> None:
        if key[0] or rotation_state.moment(settings) != key:
            raise DtsenError("E-CADANGAN-GAGAL", place=place, reason=_KEY_CHANGES)

    check()
    with repository.writing(place):
        opened = repository.created(place, secret, plain=plain)
        tombstones.check(settings)
        releases = store.versions(settings)
        pieces = kept.pieces(
            settings.root,
            [piece for item in releases for piece in backup_checks.sealed(settings, item)],
            [backup_checks.returns_of(item) for item in releases],
        )
        prints = {item.name: item.manifest["sidik"]["rilis"] for item in releases}
        opened, done = write.generation(
            opened, settings.root, pieces, prints, settings.threads, check
        )
        pruned = write.Pruned(opened) if keep is None else write.prune(opened, keep)
    return about(done.index) | {
        "disalin": done.copied,
        "byte_disalin": done.copied_bytes,
        "hilang": done.gone,
        "dilepas": pruned.dropped,
        "daftar_rusak": pruned.damaged,
        "detik": round(time.monotonic() - began, 2),
    }


def verify(
    settings: Settings,
    place: Path,
    against: Path | None = None,
    *,
    number: int | None = None,
    plain: bool = False,
) -> list[dict[str, Any]]:
    """Read every stored file; with ``against`` those of a second copy too, and compare them.

    Raises DtsenError E-CADANGAN-TIADA, E-CADANGAN-KUNCI, E-CADANGAN-RUSAK, E-CADANGAN-BEDA.
    """
    found = []
    for folder in (place, *([against] if against else [])):
        with _opened(settings, folder, plain=plain) as opened:
            found.append(read.verify(opened, number, settings.threads))
    if against:
        read.compare(*found)
    return [about(index) for index in found[0]]


@contextmanager
def _opened(settings: Settings, place: Path, *, plain: bool) -> Iterator[Repository]:
    with repository.reading(place):
        yield repository.opened(place, settings.backup_secret(), plain=plain)


def restore(
    settings: Settings,
    place: Path,
    number: int | None = None,
    *,
    plain: bool = False,
    noted: Callable[[Settings], object] | None = None,
) -> Restored:
    """Lay a generation out as the home, which must be empty; then let readers have it.

    Everything is written and checked beside the home and renamed into its place at the end. Who
    was erased by the newest generation is kept out of an older one. ``noted`` is called with the
    home aside when it is whole; when that raises nothing is restored.
    Raises DtsenError E-RUMAH-TERISI, E-KUNCI-SALAH when the releases do not open with the key of
    the database, E-CADANGAN-GAGAL also when that was changed since and somebody was erased,
    E-SEDANG-BERJALAN, and those of :func:`verify`.
    """
    began = time.monotonic()
    root = settings.root
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise DtsenError("E-RUMAH-TERISI", home=settings.home)
    aside = settings.model_copy(update={"home": root.with_name(f".{root.name}.pulih")})
    with _opened(settings, place, plain=plain) as opened:
        index = restoring.with_erasures(opened, opened.index(number))
        with run_lock(aside):
            try:
                backup_checks.clear(aside.root)
                read.lay_out(opened, index, aside.root, settings.threads)
                backup_checks.check(aside, place, index)
                erasures.settle_restored(aside)
                if noted is not None:
                    noted(aside)
                sync_tree(aside.root)
                aside.root.replace(root)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise DtsenError("E-CADANGAN-GAGAL", place=place, reason=reason) from None
            finally:
                shutil.rmtree(aside.root, ignore_errors=True)
            if chain := store.stored(settings):
                publish.point_readers(settings, chain[-1])
    return Restored(index, root, time.monotonic() - began)


def drill(
    settings: Settings,
    place: Path,
    number: int | None = None,
    folder: Path | None = None,
    *,
    plain: bool = False,
) -> dict[str, Any]:
    """Restore into a throw-away home, compute every fingerprint anew, note it, remove the home.

    In the scratch folder under the run lock, or in ``folder``, which must be empty. A drill that
    fails is noted too. Raises DtsenError as :func:`restore` and E-SEGEL-RUSAK.
    """
    began = time.monotonic()
    target = folder or settings.scratch_dir / "latihan"
    away = settings.model_copy(update={"home": target})
    entry: dict[str, Any] = {"pada": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
    held = nullcontext() if folder else run_lock(settings)
    with held:
        if away.root.exists() and not folder:
            shutil.rmtree(away.root)
        try:
            restored = restore(away, place, number, plain=plain)
            entry |= restored.told | {"tabel": sum(verify_seals(away, every=True).values())}
            entry["hasil"] = "sama"
        except DtsenError as error:
            entry |= {"generasi": number, "hasil": error.kind.code}
            raise
        finally:
            entry["detik"] = round(time.monotonic() - began, 2)
            journal.append(settings.drills_log, {"hasil": "gagal"} | entry)
            if entry.get("hasil") != "E-RUMAH-TERISI":
                shutil.rmtree(away.root, ignore_errors=True)
    return entry
