"""The folder of a backup: head, one list per generation, pieces by name, one writer at a time.

``cadangan.json`` is the head: salt of the keys, complete generations, and a seal over both. A
generation exists when the head names it, which is the last thing a backup writes.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dagster_dtsen.backup import container, index
from dagster_dtsen.backup.container import Damaged, Written
from dagster_dtsen.backup.index import Index
from dagster_dtsen.backup.keys import Keys, new_salt, salt_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import replace, write_json

HEAD = "cadangan.json"
LOCK = "cadangan.lock"
PIECES = "isi"
INDEXES = "indeks"
ASIDE = ".baru"
_FORM = 1
_OTHER = "foldernya berisi hal lain / the folder holds other things"


@dataclass(frozen=True)
class Repository:
    """An opened backup folder; ``generations`` is the list of the head, oldest first."""

    place: Path
    keys: Keys
    salt: str | None
    generations: tuple[dict[str, Any], ...]

    @property
    def numbers(self) -> list[int]:
        return [int(item["nomor"]) for item in self.generations]

    def piece(self, name: str) -> Path:
        """Where a piece stands."""
        return self.place / PIECES / name[:2] / name

    def index(self, number: int | None = None) -> Index:
        """The list of a generation, of the newest by default.

        Raises DtsenError E-CADANGAN-TIADA, E-CADANGAN-RUSAK.
        """
        known = {int(item["nomor"]): item for item in self.generations}
        if not known or (number is not None and number not in known):
            held = ", ".join(str(item) for item in known) or "–"
            reason = f"generasi / generation {number or '–'}; ada / there are: {held}"
            raise DtsenError("E-CADANGAN-TIADA", place=self.place, reason=reason)
        number = max(known) if number is None else number
        name, path = str(known[number]["indeks"]), self.place / INDEXES / str(number)
        try:
            key = self.keys.piece(salt_of(name))
            read = container.read(path, key, salt_of(name), str(known[number]["bingkai"]))
            text = b"".join(read)
            found = index.parse(text.decode())
            if found.number != number or not self.holds(name, text):
                raise Damaged("generasi lain / another generation")
        except (Damaged, ValueError) as error:
            parts = f"{INDEXES}/{number} ({error})"
            raise DtsenError("E-CADANGAN-RUSAK", place=self.place, parts=parts) from None
        return found

    def holds(self, name: str, text: bytes) -> bool:
        """Whether a piece of this name must have this content."""
        return name.startswith(self.keys.label(hashlib.sha256(text).hexdigest()))

    def names(self) -> list[str]:
        """Every piece that is stored, those of interrupted backups too."""
        return sorted(path.name for path in (self.place / PIECES).glob("??/*"))

    def labels(self) -> dict[str, str]:
        """Label of its content → name, of every piece that is stored."""
        width = 64 if self.keys.root is None else 32
        return {name[:width]: name for name in self.names()}

    def put(self, source: BinaryIO, limit: int | None = None) -> tuple[Written, Path, str]:
        """Store a stream aside; what was written, where, and the name it should get."""
        salt = new_salt()
        aside = self.place / ASIDE / salt
        written = container.write(source, aside, self.keys.piece(salt), salt, limit)
        return written, aside, self.keys.new_name(written.sha256, salt)

    def settle(self, aside: Path, name: str) -> None:
        """Give a piece its place; it is complete and flushed by now."""
        target = self.piece(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        replace(aside, target)

    def commit(self, made: Index) -> Repository:
        """Write the list of a generation, then the head that names it."""
        written, aside, name = self.put(io.BytesIO(made.text().encode()))
        (self.place / INDEXES).mkdir(exist_ok=True)
        replace(aside, self.place / INDEXES / str(made.number))
        entry = {"nomor": made.number, "indeks": name, "bingkai": written.frame}
        return self.with_generations((*self.generations, entry))

    def with_generations(self, generations: tuple[dict[str, Any], ...]) -> Repository:
        """Write a head with these generations, in one step."""
        changed = Repository(self.place, self.keys, self.salt, generations)
        write_json(self.place / HEAD, changed._head())
        return changed

    def _head(self) -> dict[str, Any]:
        lock = {"garam": self.salt, "periksa": self.keys.check()} if self.salt else None
        head = {"bentuk": _FORM, "sandi": lock, "generasi": list(self.generations)}
        return head | {"segel": self.keys.seal(json.dumps(head, sort_keys=True))}


def opened(place: Path, secret: str | None, *, plain: bool = False) -> Repository:
    """Open the backup in ``place``; without a key only with ``plain`` and when it has none.

    Raises DtsenError E-CADANGAN-TIADA, E-CADANGAN-KUNCI, E-CADANGAN-RUSAK.
    """
    try:
        head = json.loads((place / HEAD).read_text(encoding="utf-8"))
        lock, seal = head["sandi"], head.pop("segel")
        salt = str(lock["garam"]) if lock else None
        generations = tuple(dict(item) for item in head["generasi"])
        bytes.fromhex(salt or "")
        if head["bentuk"] != _FORM:
            raise ValueError(head["bentuk"])
    except (FileNotFoundError, NotADirectoryError):
        raise DtsenError("E-CADANGAN-TIADA", place=place, reason=HEAD) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise DtsenError("E-CADANGAN-RUSAK", place=place, parts=HEAD) from None
    keys = _keys(place, secret, salt, plain=plain)
    if lock and lock.get("periksa") != keys.check():
        reason = "kunci lain, atau kepala cadangan berubah / another key, or a changed head"
        raise DtsenError("E-CADANGAN-KUNCI", place=place, reason=reason)
    if seal != keys.seal(json.dumps(head, sort_keys=True)):
        raise DtsenError("E-CADANGAN-RUSAK", place=place, parts=HEAD)
    return Repository(place, keys, salt, generations)


def created(place: Path, secret: str | None, *, plain: bool = False) -> Repository:
    """The backup in ``place``, begun when there is none; the caller holds :func:`writing`.

    Raises DtsenError as :func:`opened`, E-CADANGAN-GAGAL when the folder holds other things.
    """
    if not (place / HEAD).exists():
        if {path.name for path in place.iterdir()} - {LOCK, f"{HEAD}.baru"}:
            raise DtsenError("E-CADANGAN-GAGAL", place=place, reason=_OTHER)
        salt = None if plain else new_salt()
        keys = _keys(place, secret, salt, plain=plain)
        Repository(place, keys, salt, ()).with_generations(())
    found = opened(place, secret, plain=plain)
    shutil.rmtree(place / ASIDE, ignore_errors=True)
    (place / ASIDE).mkdir()
    (place / PIECES).mkdir(exist_ok=True)
    return found


def _keys(place: Path, secret: str | None, salt: str | None, *, plain: bool) -> Keys:
    """Raises DtsenError E-CADANGAN-KUNCI when key and folder do not go together."""
    if salt is None:
        if not plain:
            reason = "cadangan ini tanpa sandi: --plain / this backup is not encrypted: --plain"
            raise DtsenError("E-CADANGAN-KUNCI", place=place, reason=reason)
        return Keys(None)
    if plain or not secret:
        reason = "cadangan ini bersandi / this backup is encrypted"
        reason = reason if plain else "tidak ada kunci; atau --plain / there is no key; or --plain"
        raise DtsenError("E-CADANGAN-KUNCI", place=place, reason=reason)
    return Keys.of(secret, salt)


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Hold the folder alone. Raises DtsenError E-SEDANG-BERJALAN, E-CADANGAN-GAGAL."""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DtsenError("E-CADANGAN-GAGAL", place=place, reason=reason) from None
    with _locked(place, handle, fcntl.LOCK_EX):
        yield


@contextmanager
def reading(place: Path) -> Iterator[None]:
    """Keep writers out while the folder is read; a copy that cannot be locked has none."""
    try:
        handle = os.open(place / LOCK, os.O_RDONLY)
    except OSError:
        yield
        return
    with _locked(place, handle, fcntl.LOCK_SH):
        yield


@contextmanager
def _locked(place: Path, handle: int, kind: int) -> Iterator[None]:
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DtsenError("E-SEDANG-BERJALAN", home=place) from None
        yield
    finally:
        os.close(handle)
