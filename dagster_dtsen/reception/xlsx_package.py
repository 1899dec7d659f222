"""The container of a workbook (ECMA-376): a zip file that is looked at before a part is read."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.stream import MAX_RATIO

MAX_ENTRIES = 1_000
MAX_PART = 1 << 30
_PIECE = 1 << 16
_ZIP_MAGIC = b"PK\x03\x04"
# old and encrypted workbooks are of another container (MS-CFB)
_COMPOUND_MAGIC = b"\xd0\xcf\x11\xe0"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
# macros, links to elsewhere, queries and files inside the file
_FORBIDDEN = re.compile(
    r"vba|macro|externallink|embeddings|activex|ctrlprops|connections|querytables|"
    r"\.(bin|zip|xlsx|xlsm|xls|docx?|pptx?|gz|7z|rar|exe|dll|js|vbs)$"
)
_HARMLESS_BIN = re.compile(r"^xl/printersettings/[a-z0-9]+\.bin$")
_TYPES = "[Content_Types].xml"
_SAFE = re.compile(r"[^A-Za-z0-9_./-]")
Attributes = dict[str, str]
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class Package:
    """An opened workbook whose parts may be read one by one.

    Raises Refusal XLSX_RUSAK (no workbook, damaged, encrypted), XLSX_BERBAHAYA (macros, links,
    embedded files, odd names, DOCTYPE) and KEMBANG_BERLEBIH (more than 100 bytes out of one).
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        with path.open("rb") as handle:
            magic = handle.read(4)
        if magic != _ZIP_MAGIC:
            why = ": xls / sandi, password" if magic == _COMPOUND_MAGIC else ""
            raise Refusal("XLSX_RUSAK", path.name + why)
        try:
            self._zip = zipfile.ZipFile(path)
        except (*_FAULTS, ValueError):
            raise Refusal("XLSX_RUSAK", path.name) from None
        try:
            self._check(path.stat().st_size)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _check(self, size: int) -> None:
        entries = self._zip.infolist()
        names = [entry.filename for entry in entries]
        lower = [name.lower() for name in names]
        if len(entries) > MAX_ENTRIES or len(set(lower)) != len(lower):
            raise self.dangerous("jumlah isian / entries")
        for name in lower:
            if name.startswith("/") or ".." in name or "\\" in name or ":" in name:
                raise self.dangerous("nama isian / entry names")
            if _FORBIDDEN.search(name) and not _HARMLESS_BIN.match(name):
                raise self.dangerous("makro, tautan, berkas / macro, link, file")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise self.damaged("sandi / password")
        if any(entry.compress_type not in _METHODS for entry in entries):
            raise self.damaged("kompresi / compression")
        total = sum(entry.file_size for entry in entries)
        if total > MAX_RATIO * size or any(entry.file_size > MAX_PART for entry in entries):
            raise Refusal("KEMBANG_BERLEBIH", f"{self._name}: > {MAX_RATIO}:1")
        for _ in self.parse(_TYPES, self._refuse_macros):
            pass

    def _refuse_macros(self, _: str, told: Attributes) -> None:
        if "macroenabled" in told.get("ContentType", "").lower():
            raise self.dangerous("makro / macro")

    def damaged(self, why: str) -> Refusal:
        """The refusal of a workbook that cannot be read."""
        return self.refused("XLSX_RUSAK", why)

    def dangerous(self, why: str) -> Refusal:
        """The refusal of a workbook that holds what is never opened."""
        return self.refused("XLSX_BERBAHAYA", why)

    def refused(self, code: str, why: str) -> Refusal:
        """A refusal of this workbook."""
        return Refusal(code, f"{self._name}: {why}")

    def holds(self, part: str) -> bool:
        """True when there is a part of this name."""
        return part in self._zip.NameToInfo

    def size(self, part: str) -> int:
        """Unpacked bytes of a part."""
        return self._zip.NameToInfo[part].file_size if self.holds(part) else 0

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] = lambda _: None,
        text: Callable[[str], None] | None = None,
    ) -> Iterator[None]:
        """Parse one part piece by piece; stops after each piece so that rows can be taken.

        Names come without their namespace. A document type, and so every entity, is refused.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, found: start(_local(name), found)
        parser.EndElementHandler = lambda name: end(_local(name))
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            with self._zip.open(part) as handle:
                while piece := handle.read(_PIECE):
                    parser.Parse(piece, False)
                    yield
            parser.Parse(b"", True)
            yield
        except KeyError:
            raise self.damaged(f"tanpa / without {_SAFE.sub('?', part)}") from None
        except (*_FAULTS, expat.ExpatError, ValueError):
            raise self.damaged("xml") from None

    def _doctype(self, *_: Any) -> None:
        raise self.dangerous("DOCTYPE")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Related parts of a part by id: (last word of the type, name of the part).

        Refuses with XLSX_BERBAHAYA what points out of the workbook; links that stand in cells are
        never followed and stay.
        """
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        outside: list[str] = []

        def start(tag: str, told: Attributes) -> None:
            if tag != "Relationship":
                return
            kind = told.get("Type", "").rsplit("/", 1)[-1]
            if told.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
                outside.append(kind)
            target = posixpath.normpath(posixpath.join("/", folder, told.get("Target", "")))
            found[told.get("Id", "")] = (kind, target.lstrip("/"))

        if self.holds(source):
            for _ in self.parse(source, start):
                pass
        if outside:
            raise self.dangerous("tautan luar / external link")
        return found


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]
