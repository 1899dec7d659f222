"""The bytes of a landed file, plain or out of one gzip member, looked at as they pass."""

from __future__ import annotations

import codecs
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dagster_dtsen import keyed
from dagster_dtsen.reception import encoding
from dagster_dtsen.reception.refusal import Refusal

CHUNK = 1 << 22
# a text file that shrinks more than this is made to burst, not to save room
MAX_RATIO = 100
_GZIP_MAGIC = b"\x1f\x8b\x08"
# optional header fields every reader skips: extra field (4) and file name (8), RFC 1952 2.3.1
_GZIP_FLAGS = 0b1100
_GZIP_WBITS = 31
_FILLED = re.compile(rb"[^\n]+")


def chunks(path: Path, *, compressed: bool) -> Iterator[bytes]:
    """Pieces of at most ``CHUNK`` bytes; of the unpacked content when ``compressed``.

    Raises Refusal GZIP_RUSAK (no gzip, cut short, wrong checksum, a second member or anything else
    behind the first) and KEMBANG_BERLEBIH (more than 100 bytes out of one).
    """
    yield from _unpacked(path) if compressed else keyed.clear_chunks(path, CHUNK)


def filled_lines(path: Path, *, compressed: bool) -> int:
    """Lines with anything in them, of the content :func:`chunks` gives; it raises what that does.

    For text that :class:`TextCheck` has passed, in an encoding that keeps the bytes of ASCII.
    """
    found, within = 0, False
    for chunk in chunks(path, compressed=compressed):
        text = chunk.replace(b"\r", b"")
        pieces = len(_FILLED.findall(text))
        found += pieces - (within and pieces > 0 and text[:1] != b"\n")
        within = text[-1:] != b"\n" if text else within
    return found


def sha256_of(path: Path) -> str:
    """SHA-256 of the bytes of a file as they lie there, in hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


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


@dataclass
class LineEnds:
    """How lines end: LF alone and CRLF, counted."""

    lf: int = 0
    crlf: int = 0

    def __str__(self) -> str:
        return f"LF {self.lf}, CRLF {self.crlf}"


class TextCheck:
    """Turns bytes of a declared encoding into text, chunk by chunk; refuses what is none.

    Refuses with BYTE_NUL, GANTI_BARIS (bare carriage returns) or ENKODE_SALAH, which names what was
    declared and what was found. The byte order mark before the first character is taken off; UTF-16
    must have one.
    """

    def __init__(self, declared: str, name: str) -> None:
        self._declared = declared
        name_of_codec = "utf-8" if declared == "utf-8-sig" else declared
        self._decoder = codecs.getincrementaldecoder(name_of_codec)("strict")
        # text of Windows-1252 that is UTF-8 to its last letter was not written as declared
        self._rival = codecs.getincrementaldecoder("utf-8")() if declared == "cp1252" else None
        self._beyond_ascii = False
        self._name = name
        self._head = b""
        self._tail = ""
        self._first = True
        self.line_ends = LineEnds()

    def feed(self, chunk: bytes) -> str:
        """Text of the next chunk; an empty chunk says that the file has ended."""
        self._look_at(chunk)
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            around = chunk[max(0, error.start - 40) : error.end + 40]
            raise self._wrong(encoding.found(self._head, around)) from None
        if "\0" in text:
            known = encoding.by_marks(self._head)
            other = known and known != self._declared
            raise self._wrong(str(known)) if other else Refusal("BYTE_NUL", self._name)
        self._count_line_ends(text)
        if self._first and text:
            self._first = False
            return text.removeprefix("\ufeff")
        return text

    def _look_at(self, chunk: bytes) -> None:
        self._head += chunk[: encoding.HEAD - len(self._head)]
        unmarked = not self._head.startswith(encoding.UTF_16_MARKS)
        if self._declared == "utf-16" and unmarked and len(self._head) > 1:
            raise self._wrong(encoding.found(self._head))
        if self._rival:
            self._rule_out_utf_8(self._rival, chunk)

    def _rule_out_utf_8(self, rival: codecs.IncrementalDecoder, chunk: bytes) -> None:
        self._beyond_ascii = self._beyond_ascii or not chunk.isascii()
        try:
            rival.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            self._rival = None
            return
        if not chunk and self._beyond_ascii:
            raise self._wrong("utf-8")

    def _count_line_ends(self, text: str) -> None:
        joined = self._tail + text
        self._tail = "\r" if text.endswith("\r") else ""
        crlf = joined.count("\r\n")
        self.line_ends.crlf += crlf
        self.line_ends.lf += joined.count("\n") - crlf
        if joined.count("\r") - len(self._tail) != crlf or (not text and self._tail):
            raise Refusal("GANTI_BARIS", f"{self._name}: CR, {self.line_ends}")

    def _wrong(self, what: str) -> Refusal:
        detail = f"{self._name}: dinyatakan/declared {self._declared}, ditemukan/found {what}"
        return Refusal("ENKODE_SALAH", detail)


def texts(path: Path, check: TextCheck, *, compressed: bool) -> Iterator[str]:
    """The checked text of a file in pieces; see :func:`chunks` and :class:`TextCheck`."""
    for chunk in chunks(path, compressed=compressed):
        yield check.feed(chunk)
    yield check.feed(b"")
