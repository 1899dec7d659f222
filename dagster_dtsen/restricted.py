"""Persons of a sealed release who are under a restriction that the release does not know.

A release leaves out whom it knew to be restricted (models/validated/dibatasi.sql). A later
restriction names a record; the id maps of the release, and of the newest one in use, lead from it
to the person, so that they leave by no package and no answer to a list (UU 27/2022 Pasal 41).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import duckdb

from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.settings import Settings

TABLE = "orang_dibatasi"
PERSON, HEAD = "id_individu", "id_individu_kepala"
# records of main sources, and those of supporting ones beside them
_MAPS = ("peta_individu", "rekaman")
# who holds a named record now is meant, under every id that an older release gave their records
_LAY = """
create or replace temp table orang_dibatasi as
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
) -> str | None:
    """The persons of a release who hold these records as a temporary table: ``id_individu``.

    None where ``keys`` (:func:`restrictions.in_force`) are none. A record that neither the release
    nor the newest one in use holds is nobody's yet. Raises DtsenError E-TABEL-TIADA, E-SEGEL-RUSAK.
    """
    if not keys:
        return None
    newest = store.stored(settings)[-1]
    words = {"newest": _records(con, settings, newest), "release": _records(con, settings, stored)}
    con.execute(_LAY.format(**words), {"keys": list(keys)})
    return TABLE


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
