"""Fixed random rounding: a count becomes one of its two neighbouring multiples of a base.

Which one is drawn by a keyed SHA-256 of the cell's own name: the same cell is always drawn
the same way, in every table and release, so asking again tells nothing; totals are drawn on their
own. The mean of a rounded count is the count itself (Statistics New Zealand's rule).
"""

from __future__ import annotations

from dagster_dtsen.disclosure.key import VARIABLE

# what names a cell, in order
NAME = ("tingkat_wilayah", "kode_wilayah", "kelompok", "nilai_kelompok", "ukuran", "kategori")
MEASURE = ("ukuran", "kategori")
_DIGITS = 12


def draw(alias: str, base: str) -> str:
    """SQL: the draw of a cell, from 0 to ``base`` - 1, whatever its count.

    ``disebut`` stands for what is counted: measures that count the very same units have one.
    """
    columns = (*(name for name in NAME if name not in MEASURE), "disebut", "satuan")
    named = " || '|' || ".join(f"{alias}.{column}" for column in columns)
    hashed = f"sha256(getvariable('{VARIABLE}') || encode({named}))"
    return f"(('0x' || left({hashed}, {_DIGITS}))::ubigint % {base})::bigint"


def rounded(count: str, base: str, drawn: str) -> str:
    """SQL: the rounded count; up when the draw lies below the remainder."""
    rest = f"({count} % {base})"
    return f"({count} - {rest} + case when {drawn} < {rest} then {base} else 0 end)"


def lowest(published: str, base: str) -> str:
    """SQL: the smallest count that can stand behind a published one."""
    return f"greatest({published} - {base} + 1, 0)"


def highest(published: str, base: str) -> str:
    """SQL: the largest."""
    return f"({published} + {base} - 1)"
