"""The words of a PDF as Typst writes it: glyphs of fonts with a ToUnicode map, line by line."""

from __future__ import annotations

import io
import re
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\((?:\\.|[^\\()])*\))|(ET)\b", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PAIR = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


def text(pdf: bytes) -> str:
    """All words of all pages, one line for every run of text."""
    return "\n".join(pages(pdf))


def pages(pdf: bytes) -> list[str]:
    """The words of each page."""
    tree = PdfFileReader(io.BytesIO(pdf)).root["/Pages"]
    return [_page(page) for page in _leaves(tree)]


def _leaves(node: Any) -> list[Any]:
    if "/Kids" not in node:
        return [node]
    return [leaf for kid in node["/Kids"] for leaf in _leaves(kid.get_object())]


def _page(page: Any) -> str:
    maps = {name[1:]: _map(font) for name, font in page["/Resources"]["/Font"].items()}
    said, font = [], ""
    for name, literal, end in _TOKEN.findall(page["/Contents"].data):
        if name:
            font = name.decode()
        elif end:
            said.append("\n")
            font = ""
        elif font:
            raw = _ESCAPED.sub(_plain, literal[1:-1])
            glyphs = [raw[place : place + 2].hex().upper() for place in range(0, len(raw), 2)]
            said += [maps[font].get(glyph, "") for glyph in glyphs]
    return "".join(said)


def _plain(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else _NAMED.get(code, code)


def _map(font: Any) -> dict[str, str]:
    pairs = _PAIR.findall(font.get_object()["/ToUnicode"].data.decode("latin-1"))
    return {glyph: bytes.fromhex(words).decode("utf-16-be") for glyph, words in pairs}
