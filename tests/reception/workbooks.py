"""Workbooks written by hand, part by part, so that any part can be wrong."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
BOOK, SHEET, STRINGS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def letters(place: int) -> str:
    """Column letters of a place from 0."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def cell(reference: str, value: str | int | float | None) -> str:
    """A cell: text inline, a number as number, None as no cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = escape(value)
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def sheet(rows: list[list[str | int | float | None]], after: str = "", first: int = 1) -> str:
    """A worksheet of these rows; ``after`` follows the data."""
    lines = []
    for number, values in enumerate(rows, first):
        cells = "".join(cell(f"{letters(i)}{number}", value) for i, value in enumerate(values))
        lines.append(f'<row r="{number}">{cells}</row>')
    data = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'{HEAD}<worksheet xmlns="{_MAIN}">{data}{after}</worksheet>'


def shared(texts: list[str]) -> str:
    """A part of shared strings."""
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return f'{HEAD}<sst xmlns="{_MAIN}">{items}</sst>'


def relations(*entries: tuple[str, str, str], mode: str = "") -> str:
    """A part of relations: (id, last word of the type, target)."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'
        for key, kind, target in entries
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def parts(*sheets: str, names: tuple[str, ...] = ("Data", "Lain", "Catatan")) -> dict[str, str]:
    """All parts of a workbook with these worksheets."""
    entries = [
        (f"r{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)
    ]
    entries.append(("r99", "sharedStrings", "sharedStrings.xml"))
    tabs = "".join(
        f'<sheet name="{names[i]}" sheetId="{i + 1}" r:id="r{i + 1}"/>' for i in range(len(sheets))
    )
    book = f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{tabs}</sheets></workbook>'
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"></Types>',
        "_rels/.rels": relations(("r1", "officeDocument", BOOK)),
        BOOK: book,
        "xl/_rels/workbook.xml.rels": relations(*entries),
        STRINGS: shared([]),
        **{f"xl/worksheets/sheet{i}.xml": text for i, text in enumerate(sheets, 1)},
    }


def packed(content: dict[str, str] | dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a workbook file; the same parts give the same bytes."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, text in content.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, text)
    return sink.getvalue()


def workbook(*rows: list[str | int | float | None]) -> bytes:
    """A workbook of one sheet: header and these rows."""
    return packed(parts(sheet([["nik", "nama", "kota"], *rows])))
