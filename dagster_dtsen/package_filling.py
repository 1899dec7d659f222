"""What a package holds: rows of a release under a grant, and the papers that explain them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dagster_dtsen import package_microdata, restricted, restrictions, targets
from dagster_dtsen.envelope.build import Content
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.package_microdata import Micro
from dagster_dtsen.parcels import change, content, parts, pseudonym
from dagster_dtsen.parcels.change import Changes
from dagster_dtsen.parcels.content import Table
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.reception.returns.rows import for_spreadsheet
from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import entitled
from dagster_dtsen.sharing.register import Grant, criteria_file
from dagster_dtsen.warehouse import quoted

# where each entity stands in a release
TABLES = {
    "individu": "dim_individu",
    "keluarga": "dim_keluarga",
    "peringkat": "fct_peringkat_kesejahteraan",
    "relasi": "bridge_anggota_keluarga",
}
ANSWERS = "rpt_jawaban_balikan"
LISTED = "terdaftar"  # the persons of a list: id_individu, id_keluarga
_TEXT = "VARCHAR"


@dataclass(frozen=True)
class Filling:
    """Laid out in the connection of an open release: tables, and their changes if asked for.

    ``listed``: SQL of the keys of a list's persons, where they alone are asked about. ``micro``:
    how rows without names were made. ``named``: records under a restriction, whose persons are out.
    """

    found: as_of.Release
    tables: list[Table]
    changes: list[Changes] | None = None
    events: int = 0
    listed: str | None = None
    micro: Micro | None = None
    named: tuple[str, ...] = ()


def lay(
    settings: Settings,
    found: as_of.Release,
    grant: Grant,
    permitted: entitled.Entitlement,
    day: dt.date,
    listed: str | None = None,
) -> Filling:
    """Lay out every granted entity of the release; pseudonyms were handed over before.

    Persons under a restriction that is in force on ``day`` are left out (restricted.py).
    ``listed``: SQL of the keys of the only persons who are asked about (list_links.py).

    The bytes of what is read are held against their seal first. Raises DtsenError E-IZIN-BATAS,
    E-SEGEL-RUSAK, E-TABEL-TIADA, E-KIRIM (a granted column that the release does not have), those
    of the criteria, E-UNGKAP (rows without names that could tell of somebody, or a list of them).
    """
    without_names = package_microdata.needed(permitted)
    if listed and without_names:
        reason = "daftar bernama pada tingkat 3 / a list of named persons at level 3"
        raise DtsenError("E-UNGKAP", apa=grant.id, reason=reason)
    wanted = {*permitted.variabel, entitled.FAMILY}
    sealed = {entity: found.table(TABLES[entity]) for entity in sorted(wanted)}
    for table in sealed.values():
        seal.same_bytes(found.stored, table.layer, table.name)
    criteria = criteria_file(settings, grant)
    chosen = targets.choose(settings, found, criteria) if criteria else None
    named = restrictions.in_force(settings, day)
    hidden = restricted.lay(found.con, settings, found.stored, named)
    sources = {
        entity: restricted.without(found.relation(table), table.columns, hidden)
        for entity, table in sealed.items()
    }
    persons = _listed(found, listed, hidden) if listed else None
    if persons:
        asked = f"select id_keluarga from {persons}"
        chosen = f"({asked} where id_keluarga in (from {chosen}))" if chosen else f"({asked})"
    rows = {}
    for entity, columns in sorted(permitted.variabel.items()):
        missing = sorted(set(columns) - set(sealed[entity].columns))
        if missing:
            reason = f"{found.stored.name}: {entity}.{missing[0]} tidak ada / is not there"
            raise DtsenError("E-KIRIM", paket=grant.id, reason=reason)
        ids = content.hidden(entity)
        rows[entity] = entitled.rows(permitted, entity, sources, chosen, ids, persons)
    con, micro = found.con, None
    if without_names:
        cut_off = found.stored.release.cut_off
        micro, rows = package_microdata.protect(con, permitted, rows, cut_off)
    laid = [
        content.lay(con, entity, permitted.tingkat, permitted.variabel[entity], rows[entity])
        for entity in sorted(rows)
    ]
    micro = package_microdata.verified(con, micro, laid) if micro else None
    return Filling(found, laid, listed=listed, micro=micro, named=tuple(named))


def _listed(found: as_of.Release, listed: str, hidden: str | None) -> str:
    """The persons of a list as the temporary table :data:`LISTED`."""
    table = found.table(TABLES["relasi"])
    seal.same_bytes(found.stored, table.layer, table.name)
    members = restricted.without(found.relation(table), table.columns, hidden)
    key = pseudonym.sql(pseudonym.PERSON, "j.id_individu")
    found.con.execute(
        f"create or replace temp table {LISTED} as select j.id_individu, j.id_keluarga "
        f"from {members} as j where {key} in (select kunci_individu from {listed})"
    )
    return LISTED


def rows_of_list(filling: Filling) -> Iterator[Content]:
    """Which row of the agency's list each person is; of whoever is not granted nothing is told."""
    if filling.listed is None:
        return
    key = pseudonym.sql(pseudonym.PERSON, "t.id_individu")
    held = [table.name for table in filling.tables if "kunci_individu" in table.keys]
    of_family = pseudonym.sql(pseudonym.FAMILY, "t.id_keluarga")
    sent = (
        f"{key} in (select kunci_individu from {held[0]})"
        if held
        else f"{of_family} in (select kunci_keluarga from {filling.tables[0].name})"
    )
    query = (
        f"select d.berkas, d.nomor_baris, d.kunci_individu, {of_family} as kunci_keluarga "
        f"from {filling.listed} as d inner join {LISTED} as t on d.kunci_individu = {key} "
        f"where {sent} order by all"
    )
    for part in parts.parts(filling.found.con, query, "daftar"):
        yield Content(part.name, "daftar", part.write)


def compare(
    filling: Filling, before: Mapping[str, str], since: list[as_of.Release], hidden: str | None
) -> Filling:
    """With what changed since the package of the rows ``before``; no event of ``hidden``."""
    con = filling.found.con
    changes = [change.compare(con, table, before.get(table.entity)) for table in filling.tables]
    sources = {}
    for entity, left_out in (("individu", hidden), ("keluarga", None)):
        found = [(release, release.table(f"peristiwa_{entity}")) for release in since]
        sources[entity] = [
            (item.stored.name, restricted.without_events(item.relation(table), left_out))
            for item, table in found
        ]
    tables = {table.entity: table for table in filling.tables}
    events = change.events(con, sources, tables, before)
    return replace(filling, changes=changes, events=events)


def since(settings: Settings, found: as_of.Release, base: Package) -> list[as_of.Release]:
    """The releases in use after the one of the package before, up to the open one.

    Raises DtsenError E-KIRIM when the open one is older.
    """
    before = _quarter(base)
    if found.stored.release < before:
        reason = f"{found.stored.name} < {base.facts['rilis']}"
        raise DtsenError("E-KIRIM", paket=str(base.facts["izin"]), reason=reason)
    return _between(settings, found, before)


def unanswered(
    settings: Settings, found: as_of.Release, sent: list[Package]
) -> list[as_of.Release]:
    """The releases up to the open one whose answers to feedback no package of ``sent`` brought.

    A package brings those of every quarter up to its own: none are left of an older release.
    """
    return _between(settings, found, max(map(_quarter, sent), default=None))


def _quarter(package: Package) -> ReleaseId:
    return ReleaseId.parse(str(package.facts["rilis"]).partition(".v")[0])


def _between(
    settings: Settings, found: as_of.Release, before: ReleaseId | None
) -> list[as_of.Release]:
    return [
        as_of.Release(found.con, settings, item)
        for item in store.stored(settings)
        if (before is None or before < item.release) and item.release <= found.stored.release
    ]


def data(filling: Filling, form: Form) -> Iterator[Content]:
    """The parts with rows, each written straight into the seal."""
    con = filling.found.con
    for entity, relation, order in _relations(filling):
        types = {str(row[0]): str(row[1]) for row in con.execute(f"describe {relation}").fetchall()}
        columns = [name for name in types if name != content.HASH]
        shown = [_shown(name, types[name], form) for name in columns]
        query = f"select {', '.join(shown)} from {relation} order by {order}"
        for part in parts.parts(con, query, entity, form):
            yield Content(part.name, "tabel", part.write)


def _relations(filling: Filling) -> Iterator[tuple[str, str, str]]:
    if filling.changes is None:
        for table in filling.tables:
            yield table.entity, table.name, table.order
        return
    for item in filling.changes:
        yield f"{item.table.entity}_selisih", item.name, item.table.order
    yield change.EVENTS, change.EVENTS, ", ".join(change.EVENT_COLUMNS)


def _shown(name: str, kind: str, form: Form) -> str:
    return for_spreadsheet(name) if form == "csv" and kind == _TEXT else f'"{name}"'


def answers(
    filling: Filling, agency: str, name: str, releases: list[as_of.Release]
) -> Iterator[Content]:
    """What became of the recipient's own feedback in these releases; nothing where it gave none.

    ``agency``, ``name``: what the register of grants calls it; its feedback says one of them.
    """
    con = filling.found.con
    own = ", ".join(quoted(word.casefold()) for word in (agency, name))
    told = [
        "select * exclude (_delivery, _file) rename (_row_number as nomor_rekaman) "
        f"from {release.relation(table)} "
        f"where lower(penerima_data) in ({own})"
        for release in releases
        for table in release.tables
        if table.name == ANSWERS
    ]
    if not told:
        return
    con.execute(f"create or replace temp table jawaban as {' union all by name '.join(told)}")
    if con.execute("select 1 from jawaban limit 1").fetchall():
        query = "select * from jawaban order by id_rilis, berkas, nomor_rekaman"
        for part in parts.parts(con, query, "jawaban_balikan"):
            yield Content(part.name, "jawaban_balikan", part.write)
