"""The `openssl` program as a child: no shell, no secret in its arguments, its words not repeated.

Files go through pipes, so that what is hashed is what was sealed or opened, and a killed parent
takes its child along before that has written anything clear.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sync

CHUNK = 1 << 18
PASSPHRASE = "{passphrase}"
_LEAST = 3  # OpenSSL before it knows no OAEP and no ECDH in CMS
_REASON = re.compile(rb":error:[0-9A-F]+:[^:\n]*:[^:\n]*:([A-Za-z0-9 ]+):")
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class Failed(Exception):
    """openssl ended with an error; the text is its own short reason, which names no file."""


@dataclass(frozen=True)
class Stream:
    """Bytes that went in and came out: size and SHA-256 of both."""

    size_in: int
    sha256_in: str
    size_out: int
    sha256_out: str


@cache
def program() -> str:
    """Path of OpenSSL 3 or newer. Raises DtsenError E-PAKET-SEGEL where there is none."""
    found = shutil.which("openssl")
    said = b""
    if found:
        with suppress(OSError):
            said = subprocess.run([found, "version"], capture_output=True, check=False).stdout
    version = re.match(rb"OpenSSL (\d+)\.", said)
    if not found or version is None or int(version.group(1)) < _LEAST:
        raise DtsenError("E-PAKET-SEGEL", reason="perlu OpenSSL 3 / OpenSSL 3 is needed")
    return found


def run(arguments: Sequence[str], given: bytes = b"", passphrase: str | None = None) -> bytes:
    """What openssl prints for ``arguments``, with ``given`` as its standard input. Raises Failed.

    :data:`PASSPHRASE` in the arguments stands for where it reads the passphrase of a key.
    """
    with _secret(arguments, passphrase) as (full, handles):
        done = subprocess.run(
            full,
            input=given,
            capture_output=True,
            env=_environment(),
            pass_fds=handles,
            check=False,
        )
    if done.returncode:
        raise Failed(_reason(done.stderr))
    return done.stdout


def stream(
    arguments: Sequence[str], source: Path, target: Path, limit: int, passphrase: str | None = None
) -> Stream:
    """Send ``source`` through openssl into the new file ``target``, for this account alone.

    At most ``limit`` bytes come out. Flushed to disk; no target is left where it fails. Raises
    Failed, and OSError: a link as source, a target that is there, a full disk.
    """
    with (
        os.fdopen(os.open(source, os.O_RDONLY | _NO_FOLLOW), "rb") as reader,
        _new(target) as writer,
        _secret(arguments, passphrase) as (full, handles),
    ):
        child = subprocess.Popen(
            full,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            pass_fds=handles,
        )
        try:
            found = _pump(child, reader, writer, limit)
        finally:
            child.kill()
            child.wait()
            for pipe in (child.stdout, child.stderr):
                if pipe is not None:
                    pipe.close()
    sync(target)
    return found


def _pump(child: subprocess.Popen[bytes], reader: BinaryIO, writer: BinaryIO, limit: int) -> Stream:
    assert child.stdin is not None and child.stdout is not None and child.stderr is not None
    sink, taken = child.stdin, hashlib.sha256()
    fed: list[int | BaseException] = []

    def feed() -> None:
        size = 0
        try:
            while chunk := reader.read(CHUNK):
                taken.update(chunk)
                size += len(chunk)
                # a child that fails reads no further; the hash is of no use then
                sink.write(chunk)
            sink.close()
            fed.append(size)
        except (OSError, ValueError) as error:
            fed.append(error)
            with suppress(OSError, ValueError):
                sink.close()

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    given, size = hashlib.sha256(), 0
    while chunk := child.stdout.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise Failed("lebih besar dari yang boleh / larger than allowed")
        given.update(chunk)
        writer.write(chunk)
    said = child.stderr.read()
    feeder.join()
    if child.wait():
        raise Failed(_reason(said))
    if not isinstance(fed[0], int):
        raise fed[0]
    return Stream(fed[0], taken.hexdigest(), size, given.hexdigest())


@contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    """A file that must not be there yet, taken away again when something fails."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _secret(
    arguments: Sequence[str], passphrase: str | None
) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    """The whole command and the descriptors that the child inherits."""
    full = [program(), *arguments]
    if PASSPHRASE not in full:
        yield full, ()
        return
    reader, writer = os.pipe()
    try:
        # an empty line is what a key without a passphrase needs: openssl must never ask a terminal
        os.write(writer, f"{passphrase or ''}\n".encode())
        os.close(writer)
        yield [f"fd:{reader}" if item == PASSPHRASE else item for item in full], (reader,)
    finally:
        os.close(reader)


def _environment() -> dict[str, str]:
    """No setting of the caller reaches the child, no secret either."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


def _reason(said: bytes) -> str:
    found = _REASON.search(said)
    return f"openssl: {found.group(1).decode()}" if found else "openssl"
