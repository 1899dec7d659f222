"""Questionnaire items: their place in ``status_butir``, who is asked, what answers decode to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dagster_dtsen.dictionary.model import Book, Condition, Variable

# update blocks whose variables are answers to the questionnaire; the others come with the record
BLOK_BUTIR = {
    "individu": (
        "demografi",
        "identitas_dokumen",
        "pendidikan",
        "pekerjaan",
        "usaha",
        "kesehatan",
        "disabilitas",
        "program_individu",
    ),
    "keluarga": ("pendataan", "perumahan", "program_keluarga", "aset", "layanan"),
}
# item 407, or the age by the birth date where it is empty; the models give it this name
UMUR, KOLOM_UMUR = "407", "umur"
TABEL = "b"


@dataclass(frozen=True)
class Item:
    """One item; ``posisi`` (from 1) is its letter in ``status_butir`` of its entity.

    ``variables`` is one variable, or one for each meaning of a sum. ``conditions`` holds the
    groups of its universe: all must hold, within a group one is enough.
    """

    butir: str
    posisi: int
    blok: str
    variables: tuple[Variable, ...]
    conditions: tuple[tuple[Condition, ...], ...]

    @property
    def kolom(self) -> str:
        """The provider's column."""
        return column_of(self.butir)

    @property
    def nama(self) -> str:
        """Column of the answer as delivered, in staging."""
        return f"butir_{self.butir.replace(' ', '_')}"


def column_of(butir: str) -> str:
    """Column of an item in the deliveries of Regsosek: ``501a bulan`` → ``r501a_bulan``."""
    return f"r{butir.replace(' ', '_')}"


def is_item(row: Variable) -> bool:
    """True for a variable that is an answer to the questionnaire."""
    return row.blok_pembaruan in BLOK_BUTIR.get(row.entitas, ())


def items_of(book: Book, entitas: str) -> list[Item]:
    """Items of an entity in dictionary order."""
    rows = sorted((v for v in book.variables if v.entitas == entitas), key=lambda v: v.urutan)
    groups: dict[str, list[Variable]] = {}
    for row in filter(is_item, rows):
        groups.setdefault(row.butir_kuesioner, []).append(row)
    return [
        Item(
            butir,
            posisi,
            variables[0].blok_pembaruan,
            tuple(variables),
            universe_of(book.conditions, entitas, butir),
        )
        for posisi, (butir, variables) in enumerate(groups.items(), 1)
    ]


def universe_of(
    conditions: Iterable[Condition], entitas: str, butir: str
) -> tuple[tuple[Condition, ...], ...]:
    """Groups of conditions of one item, in file order; empty when everybody is asked."""
    groups: dict[str, list[Condition]] = {}
    for row in conditions:
        if (row.entitas, row.butir) == (entitas, butir):
            groups.setdefault(row.kelompok, []).append(row)
    return tuple(tuple(group) for group in groups.values())


def universe_text(groups: Sequence[Sequence[Condition]]) -> str:
    """``404 = 1, 5; umur (407) ≥ 5``; alternatives are joined by ``atau``."""
    return "; ".join(" atau ".join(_text(row) for row in group) for group in groups)


def _text(row: Condition) -> str:
    if row.operator == "terisi":
        return f"{row.penentu} terisi"
    if row.operator == "antara":
        low, high = row.nilai.split("..")
        return f"umur ({row.penentu}) " + (f"{low}-{high}" if high else f"≥ {low}")
    return f"{row.penentu} = {row.nilai.replace('|', ', ')}"


def universe_sql(book: Book, entitas: str, groups: Sequence[Sequence[Condition]]) -> str:
    """The universe as a condition on table ``b``; empty when everybody is asked.

    SQL's third value is meant: the condition is null where the deciding answer is unknown. An
    alternative whose own item was not asked is false, not unknown (428g below age five in 429).
    """
    parts = []
    for group in groups:
        if len(group) == 1:
            parts.append(_sql(book, entitas, group[0]))
            continue
        alternatives = [_sql(book, entitas, row) for row in group]
        for at, row in enumerate(group):
            asked = universe_of(book.conditions, entitas, row.penentu)
            if row.operator == "salah_satu" and asked:
                alternatives[at] += f" and {universe_sql(book, entitas, asked)}"
        parts.append("(" + " or ".join(f"({part})" for part in alternatives) + ")")
    return " and ".join(parts)


def _sql(book: Book, entitas: str, row: Condition) -> str:
    if row.operator == "terisi":
        return f"{TABEL}.butir_{row.penentu.replace(' ', '_')} is not null"
    if row.operator == "antara":
        low, high = row.nilai.split("..")
        column = f"{TABEL}.{KOLOM_UMUR}"
        return f"{column} between {low} and {high}" if high else f"{column} >= {low}"
    (name,) = (
        v.variabel
        for v in book.variables
        if v.entitas == entitas and v.butir_kuesioner == row.penentu
    )
    codes = ", ".join(f"'{code}'" for code in row.nilai.split("|"))
    return f"{TABEL}.{name} in ({codes})"
