"""Durable file operations: write aside, sync, rename."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_OTHERS = 0o077
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def sync(path: Path) -> None:
    """Flush a file or a directory to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(root: Path) -> None:
    """Flush every file and directory below ``root``, children first."""
    for path in sorted(root.rglob("*"), key=lambda item: len(item.parts), reverse=True):
        sync(path)
    sync(root)


def replace(source: Path, target: Path) -> None:
    """Rename ``source`` over ``target`` in one step and make the rename durable."""
    source.replace(target)
    sync(target.parent)


def aside(path: Path) -> Path:
    """Where a file is written before it is put in place; only a killed writer leaves it there."""
    return path.with_name(path.name + ".baru")


def write_text(path: Path, text: str) -> None:
    """Write a file through a temporary neighbour: nobody, a backup neither, sees half of it."""
    temporary = aside(path)
    try:
        temporary.write_text(text, encoding="utf-8")
        sync(temporary)
        replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write JSON with sorted keys, as :func:`write_text` does."""
    write_text(path, json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_once(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file that must not be there yet, whole or not at all.

    Where the place knows no second name for a file, one cut short may stay. Raises FileExistsError
    and other OSError.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        _write_new(part, content, mode)
        try:
            os.link(part, path)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _write_new(path, content, mode)
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def own_name() -> str:
    """A name for a folder that this process alone works in, and :func:`is_left` knows."""
    return f"{os.getpid()}-{secrets.token_hex(6)}"


def is_left(path: Path) -> bool:
    """Whether no process at work has this :func:`own_name`; also of any other name."""
    number, _, rest = path.name.partition("-")
    if not number.isdecimal() or not rest:
        return True
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass  # another account's
    return False


class SecretRefused(Exception):
    """Why a secret cannot be used, in two languages."""


def secret(path: Path, size: int) -> bytes:
    """A secret of ``size`` bytes that nobody but this account can read.

    Raises SecretRefused.
    """
    try:
        open_to_others = path.stat().st_mode & _OTHERS
        content = path.read_bytes()
    except OSError:
        raise SecretRefused("kunci tiada / no key") from None
    if open_to_others:
        raise SecretRefused("terbaca akun lain / readable by other accounts")
    if len(content) != size:
        raise SecretRefused(f"bukan {size} byte / not {size} bytes")
    return content


def _write_new(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def private(path: Path) -> Iterator[Path]:
    """A path to write beside ``path`` that takes its place at the end, for this account alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        yield part
        replace(part, path)
    finally:
        part.unlink(missing_ok=True)
