"""Indicators as seed rows: what they are, and their conditions as SQL over dictionary variables.

A condition is SQL of variables, codes in quotes, terms of ``istilah_indikator`` and
``terjawab(x)``: item x was asked and answered (letter J in ``status_butir``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from dagster_dtsen.dictionary.items import BLOK_BUTIR, items_of
from dagster_dtsen.dictionary.model import Book, Variable, read_rows
from dagster_dtsen.errors import DtsenError

FOLDER = Path("dbt_project", "seeds", "indikator")
BAGIAN, JUMLAH, RATA_RATA, TIDAK_DAPAT = "bagian", "jumlah", "rata_rata", "tidak_dapat"
ANSWERED = "J"
# what the models know of a person or family beside the dictionary, with the code list if any
CONTEXT = {"usia": "", "jenis_desa": "", "kelamin_kepala": "jenis_kelamin"}
# terms about members become columns of the family: how many members they hold for
MEMBERS, MEMBER_PREFIX = "anggota", "a_"
_WORDS = frozenset(
    {"and", "or", "not", "in", "is", "null", "between", "case", "when", "then", "else", "end"}
    | {"cast", "as", "integer", "coalesce", "true", "false"}
)
_TOKEN = re.compile(r"'[^']*'|[A-Za-z_]\w*|\d[\d.]*|\s+|.")
_CODES = re.compile(r"\b([a-z]\w*)\s+(?:=|in)\s+\(?((?:'[^']*'(?:,\s*)?)+)")


@dataclass(frozen=True)
class Term:
    """One row of ``istilah_indikator``: a named part of conditions about one entity."""

    istilah: str
    entitas: str
    ungkapan: str
    label_id: str
    label_en: str


@dataclass(frozen=True)
class Indicator:
    """One row of ``indikator``; the conditions are still in the words of the seed."""

    indikator: str
    urutan: str
    prioritas_nasional: str
    program_prioritas: str
    nama_id: str
    nama_en: str
    satuan_nilai: str
    jenis: str
    satuan: str
    syarat_pembilang: str
    syarat_penyebut: str
    nilai: str
    wilayah: str
    pendekatan_id: str
    pendekatan_en: str
    alasan_id: str
    alasan_en: str
    peka: str
    arah: str
    variabel: str
    rujukan: str


@dataclass(frozen=True)
class Category:
    """One row of ``kelompok_indikator``: a category; an empty condition takes whoever is left."""

    kelompok: str
    nilai: str
    urutan: str
    label_id: str
    label_en: str
    satuan: str
    syarat: str
    tingkat_terendah: str


@dataclass(frozen=True)
class Catalogue:
    """The indicator seeds, in file order, beside the dictionary they speak of."""

    book: Book
    terms: tuple[Term, ...]
    indicators: tuple[Indicator, ...]
    categories: tuple[Category, ...]
    regions: tuple[dict[str, str], ...]
    targets: tuple[dict[str, str], ...]
    programmes: tuple[dict[str, str], ...]


Row = TypeVar("Row", Term, Indicator, Category)


def load_catalogue(project_dir: Path, book: Book) -> Catalogue:
    """All indicator seeds; raises ``DtsenError`` E-KAMUS for a file of another shape."""
    return Catalogue(
        book,
        _typed(project_dir, "istilah_indikator", Term),
        _typed(project_dir, "indikator", Indicator),
        _typed(project_dir, "kelompok_indikator", Category),
        _plain(
            project_dir, "kelompok_provinsi", "kelompok nama_id nama_en kode_provinsi_kemendagri"
        ),
        _plain(project_dir, "target_indikator", "indikator tahun nilai rujukan"),
        _plain(project_dir, "program_indikator", "lembaga program indikator variabel rujukan"),
    )


def _typed(project_dir: Path, name: str, kind: type[Row]) -> tuple[Row, ...]:
    columns = [field.name for field in fields(kind)]
    rows = read_rows(project_dir / FOLDER / f"{name}.csv", columns)
    return tuple(kind(**row) for row in rows)


def _plain(project_dir: Path, name: str, columns: str) -> tuple[dict[str, str], ...]:
    return tuple(read_rows(project_dir / FOLDER / f"{name}.csv", columns.split()))


class Language:
    """Words of the conditions about one entity (``individu`` or ``keluarga``)."""

    def __init__(self, catalogue: Catalogue, entitas: str) -> None:
        variables = catalogue.book.variables
        self.entitas = entitas
        self.variables: dict[str, Variable] = {
            row.variabel: row
            for kind in ("peringkat", entitas)
            for row in variables
            if row.entitas == kind
        }
        self.terms = {row.istilah: row for row in catalogue.terms if row.entitas == entitas}
        self.members = {
            row.istilah: row
            for row in catalogue.terms
            if row.entitas == MEMBERS and entitas == "keluarga"
        }
        self.persons = Language(catalogue, "individu") if self.members else None
        self.places = {
            variable.variabel: item.posisi
            for item in items_of(catalogue.book, entitas)
            if entitas in BLOK_BUTIR
            for variable in item.variables
        }
        self.codes: dict[str, set[str]] = {}
        for code in catalogue.book.codes:
            self.codes.setdefault(code.daftar, set()).add(code.kode)

    def sql(self, condition: str) -> str:
        """The condition as SQL; raises ``DtsenError`` E-KAMUS for a word it does not know."""
        return self._walk(condition, (), {})

    def reads(self, condition: str) -> list[str]:
        """Dictionary variables that the condition rests on, each once, in reading order."""
        found: dict[str, None] = {}
        self._walk(condition, (), found)
        return list(found)

    def _walk(self, condition: str, inside: tuple[str, ...], found: dict[str, None]) -> str:
        self._check_codes(condition)
        parts: list[str] = []
        tokens = _TOKEN.findall(condition)
        place = 0
        while place < len(tokens):
            word = tokens[place]
            if word == "terjawab":
                parts.append(self._answered(tokens[place + 1 : place + 4], found))
                place += 4
                continue
            parts.append(self._word(word, inside, found))
            place += 1
        return "".join(parts)

    def _word(self, word: str, inside: tuple[str, ...], found: dict[str, None]) -> str:
        if not re.match(r"[A-Za-z_]", word) or word in _WORDS or word in CONTEXT:
            return word
        if word in self.terms and word not in inside:
            return f"({self._walk(self.terms[word].ungkapan, (*inside, word), found)})"
        if word in self.members and self.persons is not None:
            for name in self.persons.reads(self.members[word].ungkapan):
                found.setdefault(name)
            return f"{MEMBER_PREFIX}{word}"
        if word in self.variables:
            found.setdefault(word)
            return word
        raise DtsenError("E-KAMUS", problems=f"{self.entitas}: kata tidak dikenal / unknown {word}")

    def _answered(self, tokens: list[str], found: dict[str, None]) -> str:
        name = tokens[1] if len(tokens) == 3 and (tokens[0], tokens[2]) == ("(", ")") else ""
        if name not in self.places:
            problem = f"terjawab({name}): bukan butir / no item of {self.entitas}"
            raise DtsenError("E-KAMUS", problems=problem)
        found.setdefault(name)
        letter = f"substr(status_butir, {self.places[name]}, 1) = '{ANSWERED}'"
        return f"({letter} and {name} is not null)"

    def _check_codes(self, condition: str) -> None:
        for name, quoted in _CODES.findall(condition):
            row = self.variables.get(name)
            code_list = row.daftar_kode if row else CONTEXT.get(name, "")
            wrong = set(re.findall(r"'([^']*)'", quoted)) - self.codes.get(code_list, set())
            if code_list and wrong:
                problem = f"{name}: kode tidak dikenal / unknown code {sorted(wrong)}"
                raise DtsenError("E-KAMUS", problems=problem)


def conditions_of(row: Indicator) -> Iterable[str]:
    """The filled conditions of an indicator."""
    return filter(None, (row.syarat_pembilang, row.syarat_penyebut, row.nilai))
