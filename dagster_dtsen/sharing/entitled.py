"""The one place where rows and columns leave: what a grant permits on a day, as SQL.

A statement names columns of the dictionary and quoted codes, never a text of a request. Where a
rule is not met there is no statement. Rows follow the family: a family is in when its region, as
far down as it is known, lies in a region of the grant, and a person is in with the family.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.sharing import papers, places
from dagster_dtsen.sharing.register import ACTIVE, Grant
from dagster_dtsen.sharing.rules import Level, Rules
from dagster_dtsen.warehouse import quoted

# rows of people leave from this level on; below it only counts do
ROWS_FROM = 3
FAMILY, KEY = "keluarga", "id_keluarga"
_TIERS = (
    "kode_desa_kemendagri", "kode_kecamatan_kemendagri", "kode_kabupaten_kota_kemendagri",
    "kode_provinsi_kemendagri",
)  # fmt: skip
# entities whose rows belong to a family by its id
OF_PERSONS = ("individu", "relasi")
ENTITIES = ("individu", "keluarga", "peringkat", "relasi")


@dataclass(frozen=True)
class Entitlement:
    """What a grant permits: level, columns by entity, prefixes of regions (none: the country)."""

    izin: str
    tingkat: int
    variabel: Mapping[str, tuple[str, ...]]
    wilayah: tuple[str, ...]


def of(
    grant: Grant, rules: Rules, book: Mapping[tuple[str, str], int | None], day: dt.date
) -> Entitlement:
    """What ``grant`` permits on ``day``. Raises DtsenError E-IZIN-BATAS.

    Everything is looked at again, whatever was found when the request was made: the state and the
    term, that rows leave at this level, that every column has a level not above it and tells no
    smaller region, and that the regions lie inside the applicant's own.
    """
    level = checked(grant, rules, day)
    if level.tingkat < ROWS_FROM:
        raise refused(grant, f"tingkat / level {level.tingkat}: tanpa baris / no rows")
    for entity, names in grant.asked.variabel.items():
        for name in names:
            lowest = book.get((entity, name))
            if lowest is None or lowest > level.tingkat or places.finer(name, level):
                raise refused(grant, f"{entity}.{name}")
    return Entitlement(grant.id, level.tingkat, _columns(grant), regions(grant, rules))


def checked(grant: Grant, rules: Rules, day: dt.date) -> Level:
    """The level of a grant that is in force on ``day``. Raises DtsenError E-IZIN-BATAS."""
    asked = grant.asked
    level = rules.tingkat.get(asked.level)
    if grant.keadaan != ACTIVE or not asked.masa.dari <= day <= papers.until(asked, rules):
        raise refused(grant, f"keadaan / state {grant.keadaan}, {day.isoformat()}")
    kind = rules.jenis.get(asked.pemohon.jenis)
    if level is None or kind is None or asked.level > kind.tingkat_maks:
        raise refused(grant, f"tingkat / level {asked.level}")
    return level


def _columns(grant: Grant) -> dict[str, tuple[str, ...]]:
    return {entity: tuple(names) for entity, names in grant.asked.variabel.items()}


def regions(grant: Grant, rules: Rules) -> tuple[str, ...]:
    """Prefixes of Kemendagri codes; none for the whole country."""
    asked = grant.asked
    own = asked.pemohon.kode_wilayah or ""
    local = rules.jenis[asked.pemohon.jenis].daerah
    if isinstance(asked.wilayah, str):
        if local:
            raise refused(grant, f"wilayah / region {asked.wilayah}")
        return ()
    if asked.wilayah.sistem != places.KEMENDAGRI:
        raise refused(grant, f"sistem wilayah / code system {asked.wilayah.sistem}")
    for code in asked.wilayah.kode:
        if local and not places.within(code, own):
            raise refused(grant, f"wilayah / region {code}")
    return tuple(sorted(asked.wilayah.kode))


def refused(grant: Grant, reason: str) -> DtsenError:
    """Why nothing leaves by this grant."""
    return DtsenError("E-IZIN-BATAS", izin=grant.id, reason=reason)


def families(permitted: Entitlement, source: str, chosen: str | None = None) -> str:
    """SQL of the families that the grant reaches: one column ``id_keluarga``.

    ``source`` is the relation of families, ``chosen`` one of the ids that the criteria choose.
    """
    finest = "coalesce(" + ", ".join(f'k."{name}"' for name in _TIERS) + ")"
    inside = " or ".join(f"starts_with({finest}, {quoted(code)})" for code in permitted.wilayah)
    where = [f"({inside})"] if permitted.wilayah else []
    where += [f"k.{KEY} in (select {KEY} from {chosen})"] if chosen else []
    found = f"select k.{KEY} from {source} as k"
    return found + (f" where {' and '.join(where)}" if where else "")


def rows(
    permitted: Entitlement,
    entity: str,
    sources: Mapping[str, str],
    chosen: str | None = None,
    hidden: Mapping[str, str] | None = None,
    persons: str | None = None,
) -> str:
    """SQL of the rows of ``entity`` that the grant permits, its columns in the order asked for.

    ``sources``: relation by entity. ``hidden``: ids under the names they come by, for keys that
    are made of them; they themselves must not be handed over. Raises DtsenError E-IZIN-BATAS for
    an entity not granted. ``persons``: one with the ids of the only persons whose own rows leave.
    """
    names = permitted.variabel.get(entity, ())
    if not names or entity not in ENTITIES:
        raise DtsenError("E-IZIN-BATAS", izin=permitted.izin, reason=entity)
    ids = [f't."{name}" as "{shown}"' for shown, name in (hidden or {}).items()]
    listed = ", ".join([*ids, *(f't."{name}"' for name in names)])
    reached = families(permitted, sources[FAMILY], chosen)
    query = f"select {listed} from {sources[entity]} as t where t.{KEY} in ({reached})"
    if persons is not None and entity in OF_PERSONS:
        query += f" and t.id_individu in (select id_individu from {persons})"
    return query
