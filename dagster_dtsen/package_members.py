"""Whom the rows of a package are about: its keys, looked for in the version it was cut from.

That version may be withdrawn or replaced. Where its rows were destroyed, ids that lived on are
found in the versions that are left, and it is said how many keys are nobody's there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.incidents.people import Told
from dagster_dtsen.parcels import change, content, ledger, pseudonym
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.pseudonym import FAMILY, PERSON, Pseudonyms
from dagster_dtsen.release import seal, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings

_PERSONS, _MEMBERS = "individu", "anggota_keluarga"


def reached(con: duckdb.DuckDBPyConnection, settings: Settings, name: str) -> Told:
    """Whom the rows of a package are about, as the temporary table ``terdampak``.

    Columns id_individu, id_keluarga. ``con`` reads the files of releases. Counts concern nobody.
    Raises DtsenError E-KIRIM (no such package, other keys than then), E-PAKET-RUSAK (the list of
    its contents is not there), E-SEGEL-RUSAK.
    """
    package = ledger.find(settings, name)
    con.execute("create or replace temp table terdampak (id_individu text, id_keluarga text)")
    if package.facts["samaran"] is None:
        return Told(None, (), 0)
    keys_of(settings, package).hand_over(con)
    _lay_sought(con, kept(settings, package))
    cut = str(package.facts["rilis"])
    looked = []
    for stored in _holding(settings, cut):
        if not _left(con):
            break
        _look(con, settings, stored)
        looked.append(stored.name)
    return Told(cut, tuple(looked), _left(con))


def keys_of(settings: Settings, package: Package) -> Pseudonyms:
    """The keys that a package was made under. Raises DtsenError E-KIRIM."""
    facts = package.facts
    izin, agency, purpose = (str(facts[name]) for name in ("izin", "lembaga", "tujuan"))
    keys = pseudonym.load(settings, izin, agency, purpose, int(facts["versi_samaran"]))
    if keys.print != facts["samaran"]:
        reason = "kunci samaran bukan yang dahulu / not the keys of then"
        raise DtsenError("E-KIRIM", paket=str(facts["izin"]), reason=reason)
    return keys


def kept(settings: Settings, package: Package) -> Mapping[str, str]:
    """SQL of what was kept of every entity of a package. Raises DtsenError E-PAKET-RUSAK."""
    found = content.kept(settings, package.rows_dir(settings))
    missing = sorted(set(package.facts["baris"]) - {change.EVENTS} - set(found))
    if missing:
        place = f"paket_isi/{package.id}/{missing[0]}.parquet"
        reason = f"daftar isinya hilang / the list of its contents is missing: {place}"
        raise DtsenError("E-PAKET-RUSAK", package=package.id, reason=reason)
    return found


def _lay_sought(con: duckdb.DuckDBPyConnection, rows: Mapping[str, str]) -> None:
    """Keys whose rows went out, by kind; a person's rows are not the family's."""
    con.execute("create or replace temp table dicari (jenis text, kunci text)")
    for kind in (PERSON, FAMILY):
        key, other = f"kunci_{kind}", "kunci_individu"
        for entity, relation in rows.items():
            keys = {content.KEY_COLUMNS[name] for name in content.IDS[entity]}
            if key in keys and (kind == PERSON or other not in keys):
                con.execute(
                    f"insert into dicari select distinct '{kind}', {key} from {relation} "
                    f"where {content.SENT} and {key} is not null "
                    f"and ('{kind}', {key}) not in (from dicari)"
                )


def _left(con: duckdb.DuckDBPyConnection) -> int:
    return int(con.execute("select count(*) from dicari").fetchall()[0][0])


def _holding(settings: Settings, cut: str) -> Iterator[StoredRelease]:
    """The version a package was cut from; without its rows those that have theirs, nearest first.

    Of its quarter the newest version, then quarters by their distance, of two the later one.
    """
    own = store.standing(settings, cut)
    if own:
        yield own
        return
    whole = store.whole(settings)
    quarter = ReleaseId.parse(cut.partition(".v")[0])
    order = sorted({quarter, *(item.release for item in whole)})
    place = {release: number - order.index(quarter) for number, release in enumerate(order)}
    yield from sorted(
        whole,
        key=lambda item: (abs(place[item.release]), -place[item.release], -item.version),
    )


def _look(con: duckdb.DuckDBPyConnection, settings: Settings, stored: StoredRelease) -> None:
    """Take the persons of one version into ``terdampak``, and their keys out of ``dicari``."""
    for table in (_PERSONS, _MEMBERS):
        seal.same_bytes(stored, SNAPSHOT, table)
    persons, members = (stored.table(settings, SNAPSHOT, name) for name in (_PERSONS, _MEMBERS))
    keyed = ", ".join(
        f"{pseudonym.sql(kind, f'id_{kind}')} as kunci_{kind}" for kind in (PERSON, FAMILY)
    )
    con.execute(
        f"create or replace temp table anggota_berkunci as select *, {keyed} from ("
        "select coalesce(p.id_individu, j.id_individu) as id_individu, j.id_keluarga "
        f"from {persons} as p full join {members} as j on p.id_individu = j.id_individu)"
    )
    sought = " or ".join(
        f"kunci_{kind} in (select kunci from dicari where jenis = '{kind}')"
        for kind in (PERSON, FAMILY)
    )
    con.execute(
        "insert into terdampak select id_individu, id_keluarga from anggota_berkunci "
        f"where ({sought}) and id_individu not in (select id_individu from terdampak)"
    )
    for kind in (PERSON, FAMILY):
        con.execute(
            f"delete from dicari where jenis = '{kind}' and kunci in "
            f"(select kunci_{kind} from anggota_berkunci)"
        )
