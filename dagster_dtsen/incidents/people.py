"""Who is affected by an incident: counts by province, and the rows of the files for the notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from dagster_dtsen import warehouse

# what a letter needs to reach somebody, and no more
WANTED = (
    "nama",
    "alamat",
    "rt",
    "rw",
    "kode_desa_kemendagri",
    "kode_kecamatan_kemendagri",
    "kode_kabupaten_kota_kemendagri",
    "kode_provinsi_kemendagri",
)
PROVINCE = WANTED[-1]
TABLE = "temp.orang_terdampak"
_BLOCK = 10_000


@dataclass(frozen=True)
class Told:
    """From where it is known whom a package concerns.

    ``cut``: the version of a release that it was cut from, None of counts; ``answers``: versions
    whose persons were looked at; ``unknown``: keys of persons and families that are nobody's there.
    """

    cut: str | None
    answers: tuple[str, ...]
    unknown: int

    @property
    def destroyed(self) -> bool:
        """Whether the rows of the version it was cut from are gone."""
        return self.cut is not None and self.cut not in self.answers


def lay(con: duckdb.DuckDBPyConnection, persons: str, columns: Iterable[str]) -> list[str]:
    """Lay out :data:`TABLE` of the table ``terdampak``: each person once, with where to write to.

    ``persons``: relation of the persons of a release, ``columns``: those it has. Who is in no
    release any more has ids alone. Gives the columns.
    """
    held = set(columns)
    found = [name for name in WANTED if name in held]
    chosen = "".join(f", p.{name}" for name in found)
    con.execute(
        f"""
        create or replace temp table orang_terdampak as
        select t.id_individu, t.id_keluarga{chosen}
        from (
            select id_individu, min(id_keluarga) as id_keluarga from terdampak group by all
        ) as t
        left join {persons} as p on t.id_individu = p.id_individu
        order by t.id_individu
        """
    )
    return ["id_individu", "id_keluarga", *found]


def counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Persons and families."""
    row = con.execute(f"select count(*), count(distinct id_keluarga) from {TABLE}").fetchall()[0]
    return {"individu": int(row[0]), "keluarga": int(row[1])}


def by_province(con: duckdb.DuckDBPyConnection, columns: list[str]) -> list[dict[str, Any]]:
    """Persons and families by code of province; None for those without a place."""
    place = PROVINCE if PROVINCE in columns else "null::varchar"
    return warehouse.records(
        con,
        f"select {place} as kode, count(*) as individu, count(distinct id_keluarga) as keluarga "
        f"from {TABLE} group by all order by kode nulls last",
    )


def rows(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """The rows in their order."""
    result = con.execute(f"select * from {TABLE} order by id_individu")
    while block := result.fetchmany(_BLOCK):
        yield from block
