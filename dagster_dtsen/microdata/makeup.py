"""Family make-up: the family key ties rows together, so the whole family is a quasi-identifier.

A make-up is the words of the family's own row with the sorted words of all its members. A family
keeps its key where at least k families have its make-up and every sensitive variable has l values
among them: of the families, and of the members with the same words. Of the others the key is taken
away from the persons and the family's row stands alone.

That a family has no key tells that its make-up is rare. So those without key must themselves be at
least k in every class of persons and of families: where they are fewer, a make-up of that class,
the least frequent one, loses its key too, until it holds. A make-up keeps or loses it as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dagster_dtsen.microdata.cascade import diverse, enough
from dagster_dtsen.microdata.rules import Limits
from dagster_dtsen.microdata.units import Unit

LINKED, MAKEUPS = "mikro_tertaut", "mikro_susunan"


@dataclass(frozen=True)
class Links:
    """Families with members here, and those whose rows stay tied."""

    families: int
    linked: int


def link(
    con: duckdb.DuckDBPyConnection, persons: Unit | None, families: Unit | None, limits: Limits
) -> Links:
    """Lay out ``mikro_tertaut``: the families that keep their key. The cascade ran before."""
    if persons is None:
        con.execute(f"create or replace temp table {LINKED} (id_keluarga varchar, susunan bigint)")
        return Links(0, 0)
    known = _makeups(con, persons, families)
    own = (
        f"select s.susunan from {MAKEUPS} as s inner join {families.name} as f "
        f"on s.id_keluarga = f.id group by s.susunan having {enough(families, limits)}"
        if families
        else f"select susunan from {MAKEUPS} group by 1 having count(*) >= {limits.k}"
    )
    alike = (
        f"select s.susunan from {MAKEUPS} as s inner join {persons.name} as p "
        "on s.id_keluarga = p.id_keluarga group by s.susunan, p.kelas "
        f"having not ({diverse(persons, limits)})"
    )
    con.execute(
        f"create or replace temp table {LINKED} as select id_keluarga, susunan from {MAKEUPS} "
        f"where susunan in ({own}) and susunan not in ({alike})"
    )
    for unit, key in ((persons, "id_keluarga"), (families, "id")):
        if unit is not None:
            con.execute(
                f"create or replace temp table {unit.name}_susunan as select distinct p.kelas, "
                f"t.susunan from {unit.name} as p inner join {LINKED} as t on p.{key} = "
                "t.id_keluarga"
            )
    while _loosened(con, persons, "id_keluarga", limits) or (
        families is not None and _loosened(con, families, "id", limits)
    ):
        pass
    linked = con.execute(f"select count(*) from {LINKED}").fetchall()[0][0]
    return Links(known, int(linked))


def _makeups(con: duckdb.DuckDBPyConnection, persons: Unit, families: Unit | None) -> int:
    """Number the make-ups of the families all of whose rows leave; all families with members."""
    own = f"inner join {families.name} as f on g.id_keluarga = f.id" if families is not None else ""
    kelas = "f.kelas" if families is not None else "0"
    con.execute(
        "create or replace temp table keluarga_beranggota as "
        "select a.id_keluarga, list_sort(list(p.kelas)) as anggota, "
        f"count(*) = count(p.kelas) as lengkap from {persons.source} as a "
        f"left join {persons.name} as p on a.id = p.id "
        "where a.id_keluarga is not null group by a.id_keluarga"
    )
    con.execute(
        f"create or replace temp table {MAKEUPS} as select g.id_keluarga, "
        f"dense_rank() over (order by {kelas}, g.anggota) as susunan "
        f"from keluarga_beranggota as g {own} where g.lengkap"
    )
    return int(con.execute("select count(*) from keluarga_beranggota").fetchall()[0][0])


def _loosened(con: duckdb.DuckDBPyConnection, unit: Unit, key: str, limits: Limits) -> bool:
    """Whether make-ups lost their key because too few without it stood in a class of theirs."""
    before = con.execute(f"select count(*) from {LINKED}").fetchall()[0][0]
    con.execute(
        "create or replace temp table dilepas as "
        f"with sedikit as (select p.kelas from {unit.name} as p "
        f"anti join {LINKED} as t on p.{key} = t.id_keluarga "
        f"group by p.kelas having not ({enough(unit, limits)})), "
        f"banyak as (select susunan, count(*) as keluarga from {LINKED} group by susunan) "
        f"select s.kelas, min_by(s.susunan, (b.keluarga, s.susunan)) as susunan "
        f"from {unit.name}_susunan as s inner join sedikit using (kelas) "
        "inner join banyak as b on s.susunan = b.susunan group by s.kelas"
    )
    con.execute(f"delete from {LINKED} where susunan in (select susunan from dilepas)")
    after = con.execute(f"select count(*) from {LINKED}").fetchall()[0][0]
    return bool(after < before)
