"""Rows of a worksheet, streamed: the text of every cell and whether it was text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dagster_dtsen.reception.target import MAX_LINE_BYTES
from dagster_dtsen.reception.xlsx_package import Attributes, Package

MAX_COLUMNS = 16_384
# shared strings are held in memory
MAX_SHARED = 300 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# control characters stand in cells as _x000D_ (ECMA-376 Part 1, 22.9.2.19)
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")
_TEXT_TYPES = ("s", "inlineStr", "str")


@dataclass
class Row:
    """One row with content: its number in the sheet, text by column, columns that are no text."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    not_text: list[int] = field(default_factory=list)
    formulas: list[int] = field(default_factory=list)
    too_long: bool = False


def unescaped(text: str) -> str:
    """``text`` with escaped control characters as they are."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def shared_strings(package: Package, part: str) -> list[str]:
    """All shared strings in order; the runs of a formatted one joined, readings left out."""
    if package.size(part) > MAX_SHARED:
        raise package.damaged("sharedStrings: ukuran / size")
    strings: list[str] = []
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(tag: str, _: Attributes) -> None:
        if tag == "si":
            pieces.clear()
        elif tag in inside:
            inside[tag] += 1

    def end(tag: str) -> None:
        if tag == "si":
            strings.append(unescaped("".join(pieces)))
        elif tag in inside:
            inside[tag] -= 1

    def text(piece: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(piece)

    for _ in package.parse(part, start, end, text):
        pass
    return strings


class Sheet:
    """Streams the rows of one worksheet; see :meth:`rows`."""

    def __init__(self, package: Package, part: str, strings: list[str]) -> None:
        self._package = package
        self._part = part
        self._strings = strings
        self._done: list[Row] = []
        self._row = Row(0)
        self._column = -1
        self._kind = "n"
        self._pieces: list[str] = []
        self._length = 0
        self._value = False
        self._reading = False
        self._formula = False
        self._data = False

    def rows(self) -> Iterator[Row]:
        """Rows that hold any value, in order. Refuses merged cells and rows out of order."""
        for _ in self._package.parse(self._part, self._start, self._end, self._text):
            yield from self._done
            self._done.clear()

    def _start(self, tag: str, told: Attributes) -> None:
        if tag == "sheetData":
            self._data = True
        elif tag == "mergeCell":
            raise self._wrong("sel digabung / merged cells", told.get("ref", ""))
        elif tag == "row" and self._data:
            self._start_row(told)
        elif tag == "c" and self._data:
            self._start_cell(told)
        elif tag in ("v", "t"):
            self._value = True
        elif tag == "rPh":
            self._reading = True
        elif tag == "f":
            self._formula = True

    def _start_row(self, told: Attributes) -> None:
        number = told.get("r", str(self._row.number + 1))
        if not number.isascii() or not number.isdigit() or int(number[:9]) <= self._row.number:
            raise self._package.damaged("urutan baris / order of rows")
        self._row = Row(int(number[:9]))
        self._column = -1

    def _start_cell(self, told: Attributes) -> None:
        column = self._column + 1
        if "r" in told:
            found = _REFERENCE.fullmatch(told["r"])
            if not found or int(found[2]) != self._row.number:
                raise self._package.damaged("alamat sel / cell reference")
            column = _number(found[1])
        if column <= self._column or column >= MAX_COLUMNS:
            raise self._package.damaged("urutan sel / order of cells")
        self._column = column
        self._kind = told.get("t", "n")
        self._pieces.clear()
        self._length = 0
        self._formula = False

    def _text(self, piece: str) -> None:
        if self._value and not self._reading:
            self._length += len(piece)
            if self._length <= MAX_LINE_BYTES:
                self._pieces.append(piece)

    def _end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._value = False
        elif tag == "rPh":
            self._reading = False
        elif tag == "c" and self._data:
            self._end_cell()
        elif tag == "row" and self._data and (self._row.cells or self._row.formulas):
            self._done.append(self._row)
        elif tag == "sheetData":
            self._data = False

    def _end_cell(self) -> None:
        text = "".join(self._pieces)
        self._row.too_long |= self._length > MAX_LINE_BYTES
        if self._formula:
            self._row.formulas.append(self._column)
        if self._kind == "s" and text:
            if not text.isascii() or not text.isdigit() or int(text[:9]) >= len(self._strings):
                raise self._package.damaged("sharedStrings")
            text = self._strings[int(text[:9])]
        elif self._kind in _TEXT_TYPES:
            text = unescaped(text)
        elif text:
            self._row.not_text.append(self._column)
        if text:
            self._row.cells[self._column] = text

    def _wrong(self, why: str, where: str) -> Exception:
        place = where if re.fullmatch(r"[A-Z0-9:]{1,21}", where) else ""
        return self._package.refused("XLSX_LEMBAR", f"{why} {place}".strip())


def _number(letters: str) -> int:
    """Place of a column from 0: A, B, …, Z, AA, …"""
    total = 0
    for letter in letters:
        total = 26 * total + ord(letter) - ord("A") + 1
    return total - 1
