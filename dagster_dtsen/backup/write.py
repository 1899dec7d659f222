"""Make one generation of a backup, and let old ones go."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dagster_dtsen.backup import container, kept
from dagster_dtsen.backup.index import Entry, Index
from dagster_dtsen.backup.index import pieces as stored_pieces
from dagster_dtsen.backup.kept import Piece
from dagster_dtsen.backup.keys import salt_of
from dagster_dtsen.backup.repository import INDEXES, Repository
from dagster_dtsen.backup.threads import each
from dagster_dtsen.errors import DtsenError


@dataclass
class Done:
    """A generation and what it took: files and bytes copied, files that went away meanwhile."""

    index: Index
    copied: int = 0
    copied_bytes: int = 0
    gone: int = 0


@dataclass(frozen=True)
class _Work:
    """Where from, where to, and what is stored there already."""

    root: Path
    repository: Repository
    known: dict[str, Entry]
    labels: dict[str, str]


def generation(
    repository: Repository,
    root: Path,
    pieces: Sequence[Piece],
    releases: dict[str, str],
    threads: int,
    check: Callable[[], None] = lambda: None,
) -> tuple[Repository, Done]:
    """Copy what is not stored yet and commit the list; the caller holds the folder alone.

    ``pieces`` in the order of :func:`kept.pieces`; ``releases`` name → fingerprint. ``check`` is
    called before the list is committed and may refuse.
    Raises DtsenError E-SEGEL-RUSAK when a release file is not what its manifest says,
    E-CADANGAN-GAGAL when the home or the folder cannot be read or written.
    """
    last = repository.index() if repository.numbers else None
    work = _Work(
        root,
        repository,
        {entry.path: entry for entry in last.entries} if last else {},
        repository.labels(),
    )
    number = max(repository.numbers, default=0) + 1
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    try:
        results = each(lambda piece: _keep(work, piece), pieces, threads)
        entries = tuple(entry for entry, _ in results if entry)
        check()
        folders = kept.folders(root, (entry.path for entry in entries))
        index = Index(number, made, releases, folders, entries)
        repository = repository.commit(index)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DtsenError("E-CADANGAN-GAGAL", place=repository.place, reason=reason) from None
    copied = [entry.byte for entry, new in results if entry and new]
    gone = sum(entry is None for entry, _ in results)
    return repository, Done(index, len(copied), sum(copied), gone)


def _keep(work: _Work, piece: Piece) -> tuple[Entry | None, bool]:
    """The entry of one file, and whether its content was copied; None when it went away."""
    path = work.root / piece.path
    try:
        with path.open("rb") as handle:
            state = os.fstat(handle.fileno())
            about = Entry(
                piece.path,
                byte=state.st_size,
                sha256=piece.sha256 or "",
                mode=state.st_mode & 0o777,
                mtime=state.st_mtime_ns,
                piece="",
                stored=0,
                frame="",
            )
            found = _stored(work, piece, about)
            if found:
                return found, False
            written, aside, name = work.repository.put(handle, piece.limit)
    except FileNotFoundError:
        if piece.kind == "berubah" and not path.exists():
            return None, False
        raise
    if piece.sha256 and written.sha256 != piece.sha256:
        aside.unlink()
        release, _, file = piece.path.removeprefix("rilis/").partition("/")
        raise DtsenError("E-SEGEL-RUSAK", release=release, tables=file)
    entry = replace(
        about,
        byte=written.size,
        sha256=written.sha256,
        piece=name,
        stored=written.stored,
        frame=written.frame,
    )
    there = work.labels.get(work.repository.keys.label(written.sha256))
    same = _at(work, entry, there) if there else None
    if same:
        aside.unlink()
        return same, False
    work.repository.settle(aside, name)
    return entry, True


def _stored(work: _Work, piece: Piece, about: Entry) -> Entry | None:
    """The entry of a file that need not be read: known from the last generation, or by its seal."""
    if piece.kind == "catatan":
        return None
    last = work.known.get(piece.path)
    if last and (last.byte, last.mtime) == (about.byte, about.mtime):
        whole = _whole(work, last)
        if whole and piece.sha256 in (None, last.sha256):
            return replace(last, mode=about.mode)
    if piece.sha256:
        there = work.labels.get(work.repository.keys.label(piece.sha256))
        return _at(work, about, there) if there else None
    return None


def _whole(work: _Work, entry: Entry) -> bool:
    path = work.repository.piece(entry.piece)
    return path.is_file() and path.stat().st_size == entry.stored


def _at(work: _Work, entry: Entry, name: str) -> Entry | None:
    """The entry with a piece that stands there, when its content opens and is the file's."""
    path = work.repository.piece(name)
    key = work.repository.keys.piece(salt_of(name))
    try:
        found = replace(
            entry, piece=name, stored=path.stat().st_size, frame=container.frame(path, key)
        )
        container.check(path, key, salt_of(name), found.written)
    except (container.Damaged, OSError):
        return None
    return found


@dataclass(frozen=True)
class Pruned:
    """What is left, numbers let go, and those kept whose list is damaged: then none is let go."""

    repository: Repository
    dropped: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)


def prune(repository: Repository, keep: int) -> Pruned:
    """Forget all but the newest ``keep`` generations (at least one) and what only they needed.

    Nothing goes while a list that stays cannot be read: what it needs is not known, and an older
    generation may be the last that is whole. The head goes first: killed in between, the next one
    tidies up.
    """
    keep = max(1, keep)
    staying, needed, damaged = repository.numbers[-keep:], set[str](), []
    for number in staying:
        try:
            needed |= set(stored_pieces(repository.index(number).entries))
        except DtsenError:
            damaged.append(number)
    if damaged:
        return Pruned(repository, damaged=damaged)
    dropped = repository.numbers[:-keep]
    if dropped:
        repository = repository.with_generations(repository.generations[-keep:])
    for path in (repository.place / INDEXES).iterdir():
        if path.name not in {str(number) for number in staying}:
            path.unlink()
    for name in repository.names():
        if name not in needed:
            repository.piece(name).unlink()
    return Pruned(repository, dropped)
