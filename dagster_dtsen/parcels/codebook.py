"""The part of the dictionary that a package uses: as CSV and as a DDI Codebook 2.5.

Names, words, types and code lists alone; no value and no count of the rows.
"""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

NAMESPACE = "ddi:codebook:2_5"
_XML = "{http://www.w3.org/XML/1998/namespace}lang"
COLUMNS = (
    "entitas", "variabel", "label_id", "label_en", "definisi_id", "definisi_en", "tipe", "satuan",
    "kode", "label_kode_id", "label_kode_en", "kelas_pii", "tingkat_akses_terendah", "rujukan",
)  # fmt: skip
_NUMBERS = ("int", "decimal", "double", "smallint", "bigint")


@dataclass(frozen=True)
class Code:
    """A code of a list with its words."""

    kode: str
    label_id: str
    label_en: str


@dataclass(frozen=True)
class Described:
    """A column of a package; ``tingkat`` is the lowest access level that may see its values."""

    entitas: str
    variabel: str
    label_id: str
    label_en: str
    definisi_id: str
    definisi_en: str
    konsep: str
    tipe: str
    satuan: str
    kelas_pii: str
    tingkat: int
    rujukan: str
    kode: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Study:
    """What the whole is: titles, who gives it, release and its day (ISO), licence words."""

    judul_id: str
    judul_en: str
    pemberi: str
    rilis: str
    tanggal: str
    lisensi: str


def own_keys(entity: str, columns: Sequence[str]) -> list[Described]:
    """The recipient's own keys, which lead the rows of an entity."""
    words = {
        "kunci_individu": ("Kunci orang", "Key of the person"),
        "kunci_keluarga": ("Kunci keluarga", "Key of the family"),
    }
    return [
        Described(
            entity,
            name,
            *words[name],
            "Samaran yang hanya berlaku bagi penerima dan tujuan ini; tetap pada paket berikut.",
            "Pseudonym of this recipient and purpose alone; the same in the packages that follow.",
            "Kunci paket",
            "varchar",
            "",
            "kuasi",
            3,
            "Peraturan BPS 6/2025 Pasal 28",
        )
        for name in columns
    ]


def as_csv(variables: Sequence[Described]) -> bytes:
    """One line per variable, or per code where it has a list; ``;`` and UTF-8 with a mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in variables:
        for code in item.kode or (Code("", "", ""),):
            writer.writerow(_line(item, code))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _line(item: Described, code: Code) -> list[str]:
    cells = {
        "kode": _text(code.kode),
        "label_kode_id": code.label_id,
        "label_kode_en": code.label_en,
        "tingkat_akses_terendah": str(item.tingkat),
    }
    return [cells[name] if name in cells else getattr(item, name) for name in COLUMNS]


def _text(code: str) -> str:
    """A code that a spreadsheet leaves as it is: 01 stays 01."""
    return f"'{code}" if code and not code.isalpha() else code


def as_ddi(study: Study, files: Sequence[str], variables: Sequence[Described]) -> bytes:
    """The same as DDI Codebook 2.5; ``files``: entities in the order of their files."""
    root = ET.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", _XML: "id"})
    citation = _add(_add(root, "stdyDscr"), "citation")
    title = _add(citation, "titlStmt")
    _add(title, "titl", study.judul_id)
    _add(title, "parTitl", study.judul_en, lang="en")
    _add(title, "IDNo", study.rilis)
    _add(_add(citation, "prodStmt"), "producer", study.pemberi)
    _add(_add(citation, "distStmt"), "distDate", study.tanggal, date=study.tanggal)
    _add(_add(citation, "verStmt"), "version", study.rilis)
    access = _add(_add(root[0], "dataAccs"), "useStmt")
    _add(access, "conditions", study.lisensi)
    for number, entity in enumerate(files, start=1):
        described = _add(root, "fileDscr", ID=f"F{number}")
        _add(_add(described, "fileTxt"), "fileName", entity)
    data = _add(root, "dataDscr")
    for number, item in enumerate(variables, start=1):
        _variable(data, number, files.index(item.entitas) + 1, item)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _variable(data: ET.Element, number: int, file: int, item: Described) -> None:
    """Children in the order that the schema asks for."""
    found = _add(data, "var", ID=f"V{number}", name=item.variabel, files=f"F{file}")
    _add(found, "labl", item.label_id)
    _add(found, "labl", item.label_en, lang="en")
    _add(found, "security", f"tingkat / level {item.tingkat}; {item.kelas_pii}")
    _add(found, "anlysUnit", item.entitas)
    _add(found, "txt", item.definisi_id)
    _add(found, "txt", item.definisi_en, lang="en")
    for code in item.kode:
        category = _add(found, "catgry")
        _add(category, "catValu", code.kode)
        _add(category, "labl", code.label_id or code.kode)
        if code.label_en:
            _add(category, "labl", code.label_en, lang="en")
    _add(found, "concept", item.konsep)
    numeric = item.tipe.startswith(_NUMBERS)
    _add(found, "varFormat", item.tipe, type="numeric" if numeric else "character")
    if item.rujukan:
        _add(found, "notes", item.rujukan)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    named = {_XML if name == "lang" else name: value for name, value in attributes.items()}
    child = ET.SubElement(parent, tag, named)
    if text:
        child.text = text
    return child
