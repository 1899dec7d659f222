"""What bytes are, when they are not text of the encoding that was agreed."""

from __future__ import annotations

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip / xlsx"),
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    # the longer mark first: UTF-32 little-endian begins like UTF-16
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# of Latin text in UTF-16 every second byte is NUL; some may be other letters
_MOSTLY = 0.6
HEAD = 4096


def by_marks(head: bytes) -> str | None:
    """The kind of file its first bytes give away, or None."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and max(even, odd) > _MOSTLY * half and min(even, odd) < max(even, odd) / 4:
        return "utf-16 tanpa BOM / without BOM"
    return None


def found(head: bytes, sample: bytes = b"") -> str:
    """What a file seems to be: from its ``head``, else from a ``sample`` of unexpected bytes."""
    by_mark = by_marks(head)
    if by_mark:
        return by_mark
    text = head + sample
    if b"\0" in text:
        return "biner / binary"
    for name, label in (("utf-8", "utf-8"), ("cp1252", "cp1252 (mirip / alike)")):
        try:
            text.decode(name)
        except UnicodeDecodeError as error:
            # the end of a sample may cut a character
            if name == "utf-8" and error.start >= len(text) - 3:
                return label
            continue
        return label
    return "tidak dikenal / unknown"
