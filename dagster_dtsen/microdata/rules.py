"""The rules of micro data (microdata.yml): what becomes of every column, and in which steps.

A role for each column: ``buang`` never leaves at this level, ``kunci`` is a pseudonym, ``kuasi`` is
what an outsider may know, ``peka`` what he wants to learn, ``biasa`` neither. ``tingkat`` are the
levels of a column from fine to coarse; beyond the last one it is ``*``. A label stands for the same
set of values at every level, and what one level tells together no coarser one takes apart: on that
rests what cascade.py says of its classes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dagster_dtsen import declared
from dagster_dtsen.errors import DtsenError

FILE = Path(__file__).resolve().parent / "microdata.yml"
# rows of people leave without names at this level
LEVEL = 3
STAR, AS_IS, PREFIX = "*", "asli", "awalan:"
# what is neither in a group nor missing; complete() refuses lists that would need it
UNLISTED = "?"
PERSON, FAMILY = "orang", "keluarga"
KINDS = {PERSON: ("individu", "relasi"), FAMILY: ("keluarga", "peringkat")}
_LIMIT = 100_000

Bands = Annotated[list[int], Field(min_length=1)]
Groups = Annotated[dict[str, Annotated[list[str], Field(min_length=1)]], Field(min_length=1)]
Level = Annotated[str, Field(pattern=rf"^({AS_IS}|{PREFIX}[1-9])$")] | Bands | Groups
Step = dict[str, int | Literal["*"]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Rule(_Strict):
    """One column. ``umur``: a birth date, told as completed years at the release's date.

    ``amati``: looked at in the report of triples though it makes no class.
    """

    peran: Literal["buang", "kunci", "kuasi", "peka", "biasa"]
    tingkat: list[Level] = Field(default=[AS_IS], min_length=1)
    umur: bool = False
    amati: bool = False

    @property
    def raw(self) -> bool:
        """Whether values leave as they are, in their own type."""
        return self.peran in ("peka", "biasa") and self.tingkat == [AS_IS]

    @model_validator(mode="after")
    def _whole(self) -> Rule:
        if self.peran != "kuasi" and len(self.tingkat) > 1:
            raise ValueError("hanya kuasi bertingkat / only kuasi has further levels")
        bands = [level for level in self.tingkat if isinstance(level, list)]
        if bands and len(bands) < len(self.tingkat):
            raise ValueError("pita tidak dicampur / bands are not mixed with other levels")
        if self.umur and not bands:
            raise ValueError("umur tanpa pita / an age without bands")
        if any(band[0] != 0 or sorted(set(band)) != band for band in bands):
            raise ValueError("pita dari 0 ke atas / bands rise from 0")
        _one_meaning(level for level in self.tingkat if isinstance(level, dict))
        if not all(_coarser(fine, coarse) for fine, coarse in pairwise(self.tingkat)):
            raise ValueError("tingkat tidak bersarang / a level is no union of the one before")
        return self


def _coarser(fine: Level, coarse: Level) -> bool:
    """Whether the sets of a level are unions of the sets of the one before."""
    if isinstance(fine, list) and isinstance(coarse, list):
        return set(coarse) < set(fine)
    if isinstance(fine, dict) and isinstance(coarse, dict):
        found = [{name for name, own in coarse.items() if set(codes) & set(own)} for codes in
                 fine.values()]  # fmt: skip
        return all(len(names) == 1 for names in found)
    if isinstance(coarse, str) and isinstance(fine, str):
        return coarse.startswith(PREFIX) and (fine == AS_IS or fine > coarse)
    return fine == AS_IS


def _one_meaning(levels: Iterable[Mapping[str, list[str]]]) -> None:
    """A label is one set of codes at all levels, and a code is in one group of a level."""
    meaning: dict[str, frozenset[str]] = {}
    for level in levels:
        codes = [code for group in level.values() for code in group]
        if len(codes) != len(set(codes)):
            raise ValueError("kode dalam dua kelompok / a code in two groups")
        for label, group in level.items():
            if label in (STAR, UNLISTED) or meaning.setdefault(label, frozenset(group)) != set(
                group
            ):
                raise ValueError(f"{declared.shown(label)}: label bermakna dua / two meanings")


class Limits(_Strict):
    """The least size of a class, and the least values of what is sensitive in it."""

    k: int = Field(ge=2)
    l: int = Field(ge=2)  # noqa: E741  the word of the field


class Steps(_Strict):
    """What each step coarsens further; what was coarsened stays so."""

    orang: list[Step]
    keluarga: list[Step]


class Rules(_Strict):
    """The whole file."""

    versi: str = Field(pattern=r"^[0-9]{4}-[0-9]{1,2}$")
    batas: Limits
    langkah: Steps
    individu: dict[str, Rule]
    relasi: dict[str, Rule]
    keluarga: dict[str, Rule]
    peringkat: dict[str, Rule]

    def columns(self, entity: str) -> Mapping[str, Rule]:
        found: Mapping[str, Rule] = getattr(self, entity)
        return found

    def quasi(self, kind: str) -> dict[str, Rule]:
        """Quasi-identifiers of a kind of unit by name; of two entities they have one rule."""
        return {
            name: rule
            for entity in KINDS[kind]
            for name, rule in self.columns(entity).items()
            if rule.peran == "kuasi"
        }

    @model_validator(mode="after")
    def _steps_are_known(self) -> Rules:
        for kind, entities in KINDS.items():
            quasi = self.quasi(kind)
            for entity in entities:
                for name, rule in self.columns(entity).items():
                    if quasi.get(name, rule) != rule:
                        raise ValueError(f"{name}: dua aturan / two rules")
            _rising(quasi, getattr(self.langkah, kind))
        return self


def _rising(quasi: Mapping[str, Rule], steps: Iterable[Step]) -> None:
    """Steps name quasi-identifiers, and each one tells them more coarsely than before."""
    held = dict.fromkeys(quasi, 0)
    for step in steps:
        for name, to in step.items():
            if name not in quasi:
                raise ValueError(f"{declared.shown(name)}: bukan kuasi / no kuasi")
            if not held[name] < place(quasi[name], to) <= len(quasi[name].tingkat):
                raise ValueError(f"{name}: langkah tidak lebih kasar / no coarser step")
            held[name] = place(quasi[name], to)


def place(rule: Rule, to: int | str) -> int:
    """The number of a level; ``*`` is the one beyond the last."""
    return len(rule.tingkat) if isinstance(to, str) else to


@dataclass(frozen=True)
class Declared:
    """The rules and the SHA-256 of the file that says them."""

    rules: Rules
    sha256: str


@lru_cache(maxsize=4)
def load(path: Path = FILE) -> Declared:
    """The rules of a file. Raises DtsenError E-UNGKAP."""
    try:
        rules = declared.read(path, Rules, "E-IZIN", _LIMIT)
    except DtsenError as error:
        raise DtsenError("E-UNGKAP", apa=path.name, reason=error.details["reason"]) from None
    return Declared(rules, hashlib.sha256(path.read_bytes()).hexdigest())


def withheld(rules: Rules, variables: Mapping[str, Iterable[str]]) -> list[str]:
    """The columns of a request that do not leave as micro data: dropped, or without a rule."""
    return [
        f"{entity}.{name}"
        for entity, names in variables.items()
        for name in names
        if (rule := rules.columns(entity).get(name)) is None or rule.peran == "buang"
    ]


def steps(rules: Rules, kind: str, names: Iterable[str]) -> list[dict[str, int]]:
    """Levels of these quasi-identifiers by step; steps that change none of them are left out.

    The first is level 0 of all, the last ``*`` of all.
    """
    quasi = {name: rule for name, rule in rules.quasi(kind).items() if name in set(names)}
    levels = dict.fromkeys(quasi, 0)
    found = [levels]
    for step in getattr(rules.langkah, kind):
        levels = levels | {
            name: place(quasi[name], to) for name, to in step.items() if name in quasi
        }
        found.append(levels)
    found.append({name: len(rule.tingkat) for name, rule in quasi.items()})
    return [levels for at, levels in enumerate(found) if levels not in found[:at]]


def complete(
    rules: Rules, book: Iterable[tuple[str, str, int]], codes: Mapping[tuple[str, str], set[str]]
) -> Iterator[str]:
    """What is wrong between rules and dictionary; nothing where all is well.

    ``book``: entity, variable and lowest level; ``codes``: the code list of a variable.
    """
    known = {(entity, name): level for entity, name, level in book}
    for (entity, name), level in known.items():
        rule = rules.columns(entity).get(name)
        if rule is None:
            if level <= LEVEL:
                yield f"{entity}.{name}: tanpa aturan / no rule"
        elif level > LEVEL and rule.peran != "buang":
            yield f"{entity}.{name}: di atas tingkat {LEVEL} / above level {LEVEL}"
    for entity in (entity for own in KINDS.values() for entity in own):
        for name, rule in rules.columns(entity).items():
            if (entity, name) not in known:
                yield f"{entity}.{name}: tidak ada dalam kamus / not in the dictionary"
            for step in rule.tingkat:
                own = codes.get((entity, name), set())
                if isinstance(step, dict) and {c for group in step.values() for c in group} != own:
                    yield f"{entity}.{name}: kelompok bukan seluruh kode / groups miss codes"
                if isinstance(step, dict) and AS_IS in rule.tingkat and own & set(step):
                    yield f"{entity}.{name}: label juga kode / a label is a code too"
