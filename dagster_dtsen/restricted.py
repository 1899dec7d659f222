"""Persons of a sealed release who are under a restriction that the release does not know.

A release leaves out whom it knew to be restricted (models/validated/dibatasi.sql). A later
restriction names a record; the id maps of the release, and of the newest one in use, lead from it
to the person, so that they leave by no package and no answer to a list (UU 27/2022 Pasal 41).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence

import duckdb

from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.settings import Settings

TABLE, ACROSS = "orang_dibatasi", "orang_dibatasi_sejak"
PERSON, HEAD, OTHER = "id_individu", "id_individu_kepala", "id_individu_lain"
# an event of one whose records are now those of the other id
ABSORBED = "gabung"
# records of main sources, and those of supporting ones beside them
_MAPS = ("peta_individu", "rekaman")
# who holds a named record now is meant, under every id that an older release gave their records
_LAY = """
create or replace temp table {into} as
with terbaru as ({newest}),

rilis as ({release}),

disebut as (
    select unnest($keys) as record_key
),

orang as (
    select id_individu from terbaru where record_key in (from disebut)
),

rekaman_orang as (
    from disebut
    union
    select record_key from terbaru where id_individu in (from orang)
)

from orang
union
select id_individu from rilis where record_key in (from rekaman_orang)
"""


def lay(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    stored: store.StoredRelease,
    keys: Sequence[str],
    into: str = TABLE,
) -> str | None:
    """The persons of a release who hold these records as the temporary table ``into``: id_individu.

    None where ``keys`` (:func:`restrictions.in_force`) are none. A record that neither the release
    nor the newest one in use holds is nobody's yet. Raises DtsenError E-TABEL-TIADA, E-SEGEL-RUSAK.
    """
    if not keys:
        return None
    newest = store.stored(settings)[-1]
    words = {"newest": _records(con, settings, newest), "release": _records(con, settings, stored)}
    con.execute(_LAY.format(into=into, **words), {"keys": list(keys)})
    return into


def across(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    releases: Iterable[store.StoredRelease],
    keys: Sequence[str],
) -> str | None:
    """The same under the ids of several releases, as the temporary table :data:`ACROSS`."""
    if not keys:
        return None
    con.execute(f"create or replace temp table {ACROSS} ({PERSON} text)")
    for stored in releases:
        found = lay(con, settings, stored, keys, "orang_dibatasi_satu")
        con.execute(f"insert into {ACROSS} from {found} except from {ACROSS}")
    return ACROSS


def mark(keys: Sequence[str]) -> dict[str, str]:
    """What a log holds of the restrictions that an answer was given under; nothing of none."""
    if not keys:
        return {}
    return {"pembatasan": hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12]}


def without(relation: str, columns: Collection[str], persons: str | None) -> str:
    """The relation without rows of ``persons``, and without them as heads of other rows."""
    if persons is None:
        return relation
    if PERSON in columns:
        return f"(select * from {relation} where {PERSON} not in (from {persons}))"
    if HEAD in columns:
        told = f"case when {HEAD} not in (from {persons}) then {HEAD} end as {HEAD}"
        return f"(select * replace ({told}) from {relation})"
    return relation


def without_events(relation: str, persons: str | None) -> str:
    """Events of persons' ids without those of ``persons``, who are the other id of none either."""
    if persons is None:
        return relation
    told = f"case when {OTHER} not in (from {persons}) then {OTHER} end as {OTHER}"
    return (
        f"(select * replace ({told}) from {relation} where {PERSON} not in (from {persons}) "
        f"and not coalesce(peristiwa = '{ABSORBED}' and {OTHER} in (from {persons}), false))"
    )


def _records(
    con: duckdb.DuckDBPyConnection, settings: Settings, stored: store.StoredRelease
) -> str:
    """SQL of the records of a release and their persons, held against their seal."""
    opened = as_of.Release(con, settings, stored)
    tables = [opened.table(name) for name in _MAPS]
    for table in tables:
        seal.same_bytes(stored, table.layer, table.name)
    return " union ".join(
        f"select record_key, {PERSON} from {opened.relation(table)} where {PERSON} is not null"
        for table in tables
    )
