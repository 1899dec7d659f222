"""Damage to bytes: of the text before it is packed, and of the finished file."""

from __future__ import annotations

import gzip
import random
import zipfile
import zlib
from collections.abc import Callable

from tests.reception.mutations.people import FORMATS, people, write

Damage = Callable[[random.Random, bytes], bytes]


def _recoded(encoding: str, errors: str = "replace") -> Damage:
    return lambda rng, data: data.decode().encode(encoding, errors)


def _insert(piece: bytes, times: int = 1) -> Damage:
    def damage(rng: random.Random, data: bytes) -> bytes:
        for _ in range(times):
            at = rng.randint(0, len(data))
            data = data[:at] + piece + data[at:]
        return data

    return damage


def _replace(old: bytes, new: bytes) -> Damage:
    return lambda rng, data: data.replace(old, new)


def _replace_one(old: bytes, new: bytes) -> Damage:
    def damage(rng: random.Random, data: bytes) -> bytes:
        pieces = data.split(old)
        if len(pieces) < 2:
            return data
        at = rng.randrange(1, len(pieces))
        return old.join(pieces[:at]) + new + old.join(pieces[at:])

    return damage


def flipped(rng: random.Random, data: bytes) -> bytes:
    """One bit the other way."""
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def _times(damage: Damage, times: int) -> Damage:
    def many(rng: random.Random, data: bytes) -> bytes:
        for _ in range(times):
            data = damage(rng, data)
        return data

    return many


def cut_out(rng: random.Random, data: bytes) -> bytes:
    """A piece out of the middle is missing."""
    first, last = sorted(rng.choices(range(len(data) + 1), k=2))
    return data[:first] + data[last:]


def truncated(rng: random.Random, data: bytes) -> bytes:
    """The end is missing."""
    return data[: rng.randrange(len(data) or 1)]


def lines_shuffled(rng: random.Random, data: bytes) -> bytes:
    """Lines in another order, the header among them."""
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def line_dropped(rng: random.Random, data: bytes) -> bytes:
    """One line is missing."""
    lines = data.split(b"\n")
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def noise(rng: random.Random, data: bytes) -> bytes:
    """Random bytes of the same length."""
    return rng.randbytes(len(data))


ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1")
ENCODINGS += ("cp437", "cp500", "shift_jis", "utf-7", "mac_roman", "gb18030", "iso2022_jp")
PIECES: dict[str, bytes] = {
    "quote": b'"',
    "two quotes": b'""',
    "comma": b",",
    "semicolon": b";",
    "line feed": b"\n",
    "two line feeds": b"\n\n",
    "carriage return": b"\r",
    "CRLF": b"\r\n",
    "nul": b"\0",
    "byte order mark": b"\xef\xbb\xbf",
    "bad utf-8": b"\xe9",
    "overlong": b"\xc0\xaf",
    "surrogate": b"\xed\xa0\x80",
    "half a character": b"\xe2\x80",
    "bidi": "\u202e".encode(),
    "zero width": "\u200b".encode(),
    "substitute": b"\x1a",
    "backslash": b"\\",
    "hash": b"#",
    "brace": b"}",
    "escape": b"\x1b[2J",
    "long line": b"A" * 1_000_100,
    "record without end": b"\n9,",
    "lone quote line": b'\n"\n',
    "spaces line": b"\n   \n",
}

# of csv, csv.gz (before packing) and jsonl
TEXT: dict[str, Damage] = {
    **{f"encoding {name}": _recoded(name) for name in ENCODINGS},
    "encoding twice": lambda rng, data: data.decode("latin-1").encode(),
    **{f"insert {name}": _insert(piece) for name, piece in PIECES.items()},
    **{f"insert 5 {name}": _insert(piece, 5) for name, piece in PIECES.items() if len(piece) < 9},
    **{f"append {name}": lambda rng, data, p=piece: data + p for name, piece in PIECES.items()},  # type: ignore[misc]
    **{f"prepend {name}": lambda rng, data, p=piece: p + data for name, piece in PIECES.items()},  # type: ignore[misc]
    "CRLF": _replace(b"\n", b"\r\n"),
    "CR only": _replace(b"\n", b"\r"),
    "LF CR": _replace(b"\n", b"\n\r"),
    "one CRLF": _replace_one(b"\n", b"\r\n"),
    "one CR": _replace_one(b"\n", b"\r"),
    "no line ends": _replace(b"\n", b""),
    "line ends doubled": _replace(b"\n", b"\n\n"),
    "one line end gone": _replace_one(b"\n", b""),
    "line ends of Unicode": _replace(b"\n", "\u2028".encode()),
    "no last line end": lambda rng, data: data.removesuffix(b"\n"),
    "many last line ends": lambda rng, data: data + b"\n" * 1000,
    "semicolons": _replace(b",", b";"),
    "tabs": _replace(b",", b"\t"),
    "one comma gone": _replace_one(b",", b""),
    "one comma more": _replace_one(b",", b",,"),
    "single quotes": _replace(b'"', b"'"),
    "no quotes": _replace(b'"', b""),
    "one quote gone": _replace_one(b'"', b""),
    "backslash quotes": _replace(b'""', b'\\"'),
    "quotes of a word processor": _replace(b'"', "\u201c".encode()),
    "spaces after commas": _replace(b",", b", "),
    "lines shuffled": lines_shuffled,
    "line dropped": line_dropped,
    "sep line": lambda rng, data: b"sep=,\n" + data,
    "trailing commas": _replace(b"\n", b",\n"),
    "many columns": lambda rng, data: data + b"," * 100_000 + b"\n",
    "deep nesting": lambda rng, data: data + b"[" * 100_000 + b"\n",
    "many broken lines": lambda rng, data: data + b"x\n" * 20_000,
    "line without end": lambda rng, data: data + b"A" * 5_000_000,
    "open quote": lambda rng, data: data + b'"' + b"A" * 3_000_000,
}

# of the finished file, in every format
FILE: dict[str, Damage] = {
    "truncated": truncated,
    "cut by one": lambda rng, data: data[:-1],
    "first byte gone": lambda rng, data: data[1:],
    "cut out": cut_out,
    "one bit": flipped,
    "one bit again": flipped,
    "ten bits": _times(flipped, 10),
    "empty": lambda rng, data: b"",
    "one byte": lambda rng, data: data[:1],
    "zeros": lambda rng, data: bytes(len(data)),
    "noise": noise,
    "noise inside": lambda rng, data: (
        data[: len(data) // 2] + rng.randbytes(64) + data[len(data) // 2 :]
    ),
    "zeros behind": lambda rng, data: data + bytes(512),
    "noise behind": lambda rng, data: data + rng.randbytes(40),
    "noise before": lambda rng, data: rng.randbytes(40) + data,
    "twice": lambda rng, data: data + data,
    "halves swapped": lambda rng, data: data[len(data) // 2 :] + data[: len(data) // 2],
    "backwards": lambda rng, data: data[::-1],
    "packed": lambda rng, data: gzip.compress(data, mtime=0),
    "zlib": lambda rng, data: zlib.compress(data),
    "zip magic": lambda rng, data: b"PK\x03\x04" + data[4:],
    "gzip magic": lambda rng, data: b"\x1f\x8b\x08\x00" + data[4:],
    "parquet magic": lambda rng, data: b"PAR1" + data[4:-4] + b"PAR1",
    "gzip bomb": lambda rng, data: gzip.compress(bytes(20_000_000), mtime=0),
    "gzip of text bomb": lambda rng, data: gzip.compress(
        b"nik,nama,kota\n" + b"1,a,b\n" * 3_000_000
    ),
    **{f"a {kind} file": lambda rng, data, k=kind: write(k, people(rng)) for kind in FORMATS},  # type: ignore[misc]
}


def zip_of(name: str, content: bytes) -> bytes:
    """A zip file with one entry."""
    import io

    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return sink.getvalue()


FILE |= {
    "zipped": lambda rng, data: zip_of("orang.csv", data),
    "zipped with a way out": lambda rng, data: zip_of("../../../etc/passwd", data),
    "zipped twice": lambda rng, data: zip_of("a.zip", zip_of("orang.csv", data)),
}
