"""Restrictions over a package: those it was built under, and whether one came since.

A package that waits for signatures does not hold whom a restriction named when it was built. Whom
one has named since must not leave with it (UU 27/2022 Pasal 41): it is discarded and built again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dagster_dtsen import package_members, restricted, restrictions
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_json
from dagster_dtsen.package_filling import TABLES, Filling
from dagster_dtsen.parcels import content, ledger, pseudonym
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.settings import Settings

KEPT = "pembatasan.json"


def keep(folder: Path, filling: Filling) -> None:
    """Keep which restrictions a package was built under, and whether it names heads of families."""
    heads = any(restricted.HEAD in table.columns for table in filling.tables)
    write_json(folder / KEPT, {"rekaman": list(filling.named), "kepala": heads})


def look_again(settings: Settings, package: Package, day: dt.date) -> None:
    """Refuse a package with a person under a restriction that is in force on ``day`` and new.

    A package from before this was kept is asked about all of them. Raises DtsenError E-KIRIM, and
    those of :func:`restricted.lay`.
    """
    if package.facts["samaran"] is None:
        return
    path = package.rows_dir(settings) / KEPT
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    fresh = sorted(set(restrictions.in_force(settings, day)) - set(known.get("rekaman", ())))
    if not fresh:
        return
    stored = store.named(settings, str(package.facts["rilis"]))
    base = _base(settings, package)
    held = package_members.kept(settings, package)
    with as_of.reading(settings) as con:
        package_members.keys_of(settings, package).hand_over(con)
        hidden = restricted.across(con, settings, _spanned(settings, stored, base), fresh)
        known_rows = [held, *([content.kept(settings, base.rows_dir(settings))] if base else [])]
        asked = [_among_persons(str(hidden), rows) for rows in known_rows]
        heads, listed = bool(known.get("kepala", True)), bool(package.facts["daftar"])
        if heads or listed:
            asked.append(
                _among_families(as_of.Release(con, settings, stored), hidden, held, listed)
            )
        if any(con.execute(f"{query} limit 1").fetchall() for query in asked if query):
            reason = (
                "orang di dalamnya dibatasi sejak dibangun; batalkan lalu bangun lagi / somebody "
                "in it was restricted since: discard it and build it again"
            )
            raise DtsenError("E-KIRIM", paket=package.id, reason=reason)


def since(
    settings: Settings, found: as_of.Release, base: Package, named: Sequence[str]
) -> str | None:
    """Persons of restricted records under every id from the package before to now, as a table."""
    spanned = _spanned(settings, found.stored, base)
    return restricted.across(found.con, settings, spanned, named)


def _base(settings: Settings, package: Package) -> Package | None:
    """The package that a difference is against: of its ids it tells what became of them."""
    name = package.facts["dasar"]
    return ledger.find(settings, str(name)) if name else None


def _spanned(
    settings: Settings, last: StoredRelease, base: Package | None
) -> Iterable[StoredRelease]:
    """The version of ``base``, if it has its rows, those in use after it, and ``last``."""
    if base is None:
        return [last]
    cut = str(base.facts["rilis"])
    first = ReleaseId.parse(cut.partition(".v")[0])
    own = store.standing(settings, cut)
    later = [item for item in store.stored(settings) if first <= item.release <= last.release]
    return {item.name: item for item in (own, *later, last) if item}.values()


def _among_persons(hidden: str, rows: Mapping[str, str]) -> str:
    """SQL of restricted persons whose keys are kept; empty where no person has one."""
    kept = [
        f"select kunci_individu from {relation}"
        for entity, relation in rows.items()
        if restricted.PERSON in content.IDS[entity]
    ]
    key = pseudonym.sql(pseudonym.PERSON, restricted.PERSON)
    return f"select 1 from {hidden} where {key} in ({' union '.join(kept)})" if kept else ""


def _among_families(
    found: as_of.Release, hidden: str | None, rows: Mapping[str, str], listed: bool
) -> str:
    """SQL of restricted heads of the families kept; of all members where a list names them."""
    table = found.table(TABLES["relasi"])
    seal.same_bytes(found.stored, table.layer, table.name)
    families = " union ".join(
        f"select kunci_keluarga from {relation}"
        for entity, relation in rows.items()
        if restricted.PERSON not in content.IDS[entity]
    )
    if not families:
        return ""
    key = pseudonym.sql(pseudonym.FAMILY, "id_keluarga")
    return (
        f"select 1 from {found.relation(table)} where {restricted.PERSON} in (from {hidden}) "
        f"and (kepala_keluarga or {listed}) and {key} in ({families})"
    )
