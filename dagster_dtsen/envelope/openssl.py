"""The `openssl` program as a child: no shell, no secret in its arguments, its words not repeated.

Files go through pipes, so that what is hashed is what was sealed or opened, and a killed parent
takes its child along before that has written anything clear.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sync

CHUNK = 1 << 18
# what writes clear bytes into what it is given, piece by piece
Writer = Callable[[BinaryIO], object]
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


class Sink(io.RawIOBase):
    """Where clear bytes are written to: hashed, counted and handed on, at most ``limit`` of them.

    Closing it ends nothing; ``out`` stays open.
    """

    def __init__(self, out: BinaryIO, limit: int) -> None:
        super().__init__()
        self._out, self._limit = out, limit
        self._taken, self.size = hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size

    def write(self, data: Any) -> int:
        piece = memoryview(data).cast("B")
        self.size += len(piece)
        if self.size > self._limit:
            most = f"{self._limit // 1_000_000} MB"
            raise Failed(f"bagian lebih dari {most} / a part of more than {most}")
        self._taken.update(piece)
        self._out.write(piece)
        return len(piece)

    @property
    def sha256(self) -> str:
        return self._taken.hexdigest()


def from_file(source: Path) -> Writer:
    """Writes what a file holds. Raises OSError: it is a link."""

    def write(sink: BinaryIO) -> None:
        with os.fdopen(os.open(source, os.O_RDONLY | _NO_FOLLOW), "rb") as reader:
            while chunk := reader.read(CHUNK):
                sink.write(chunk)

    return write


def stream(
    arguments: Sequence[str],
    source: Writer,
    target: Path,
    limit: int,
    passphrase: str | None = None,
    limit_in: int = sys.maxsize,
) -> Stream:
    """Send what ``source`` writes through openssl into the new file ``target``, for this account.

    At most ``limit_in`` bytes go in and ``limit`` come out. ``source`` is called in a thread of its
    own. Flushed to disk; no target is left where it fails. Raises Failed, OSError (a target that is
    there, a full disk), and what ``source`` raises.
    """
    with (
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
            found = _pump(child, source, writer, limit, limit_in)
        finally:
            child.kill()
            child.wait()
            for pipe in (child.stdout, child.stderr):
                if pipe is not None:
                    pipe.close()
    sync(target)
    return found


def _pump(
    child: subprocess.Popen[bytes], source: Writer, writer: BinaryIO, limit: int, limit_in: int
) -> Stream:
    assert child.stdin is not None and child.stdout is not None and child.stderr is not None
    out = child.stdin
    sink = Sink(cast(BinaryIO, out), limit_in)
    failed: list[Exception] = []

    def feed() -> None:
        try:
            # a child that fails reads no further; the hash is of no use then
            source(cast(BinaryIO, sink))
            out.close()
        except Exception as error:
            failed.append(error)
            with suppress(OSError, ValueError):
                out.close()

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
    ended = child.wait()
    if failed and not isinstance(failed[0], BrokenPipeError):
        raise failed[0]
    if ended:
        raise Failed(_reason(said))
    if failed:
        raise failed[0]
    return Stream(sink.size, sink.sha256, size, given.hexdigest())


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
