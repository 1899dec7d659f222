"""The bytes of a landed file, plain or out of one gzip member, looked at as they pass."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path

from dagster_dtsen.reception.refusal import Refusal

CHUNK = 1 << 22
# a text file that shrinks more than this is made to burst, not to save room
MAX_RATIO = 100
_GZIP_MAGIC = b"\x1f\x8b\x08"
# optional header fields every reader skips: extra field (4) and file name (8), RFC 1952 2.3.1
_GZIP_FLAGS = 0b1100
_GZIP_WBITS = 31


def chunks(path: Path, *, compressed: bool) -> Iterator[bytes]:
    """Pieces of at most ``CHUNK`` bytes; of the unpacked content when ``compressed``.

    Raises Refusal GZIP_RUSAK (no gzip, cut short, wrong checksum, a second member or anything else
    behind the first) and KEMBANG_BERLEBIH (more than 100 bytes out of one).
    """
    yield from _unpacked(path) if compressed else _plain(path)


def _plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def _unpacked(path: Path) -> Iterator[bytes]:
    limit = path.stat().st_size * MAX_RATIO
    engine = zlib.decompressobj(wbits=_GZIP_WBITS)
    total = 0
    with path.open("rb") as handle:
        head = handle.read(4)
        if head[:3] != _GZIP_MAGIC or len(head) < 4 or head[3] & ~_GZIP_FLAGS:
            raise Refusal("GZIP_RUSAK", path.name)
        waiting = head
        while not engine.eof:
            waiting = waiting or handle.read(CHUNK)
            if not waiting:
                raise Refusal("GZIP_RUSAK", path.name)
            try:
                chunk = engine.decompress(waiting, CHUNK)
            except zlib.error:
                raise Refusal("GZIP_RUSAK", path.name) from None
            waiting = engine.unconsumed_tail
            total += len(chunk)
            if total > limit:
                raise Refusal("KEMBANG_BERLEBIH", f"{path.name}: > {MAX_RATIO}:1")
            if chunk:
                yield chunk
        if engine.unused_data or handle.read(1):
            raise Refusal("GZIP_RUSAK", path.name)


class TextCheck:
    """Turns bytes of a declared encoding into text, chunk by chunk; refuses what is none.

    Refuses with BYTE_NUL, GANTI_BARIS (bare carriage returns) or ENKODE_SALAH. The byte order mark
    before the first character is taken off.
    """

    def __init__(self, encoding: str, name: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._name = name
        self._previous = b""
        self._first = True

    def feed(self, chunk: bytes) -> str:
        """Text of the next chunk; an empty chunk says that the file has ended."""
        if b"\0" in chunk:
            raise Refusal("BYTE_NUL", self._name)
        joined = self._previous + chunk
        self._previous = b"\r" if chunk.endswith(b"\r") else b""
        if joined.count(b"\r") - len(self._previous) != joined.count(b"\r\n"):
            raise Refusal("GANTI_BARIS", self._name)
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            raise Refusal("ENKODE_SALAH", self._name) from None
        if self._first and text:
            self._first = False
            return text.removeprefix("\ufeff")
        return text


def texts(path: Path, encoding: str, *, compressed: bool) -> Iterator[str]:
    """The checked text of a file in pieces; see :func:`chunks` and :class:`TextCheck`."""
    check = TextCheck(encoding, path.name)
    for chunk in chunks(path, compressed=compressed):
        yield check.feed(chunk)
    yield check.feed(b"")
