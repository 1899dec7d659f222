"""Explain a pair, a person or the model: brings the linkage and the published releases together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import audits, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import explain as pairs
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import pages
from dagster_dtsen.linkage.cluster import duplicate_free
from dagster_dtsen.linkage.explain_person import explain_person
from dagster_dtsen.release import store
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import records

EVENTS = "peristiwa_individu"
MOVES = "anggota_peristiwa_individu"
CROSSWALK = "silang_individu"


@contextmanager
def linked(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The working file under the run lock, read-only.

    Raises DtsenError E-RILIS-TIADA when it holds no linkage, and E-SEDANG-BERJALAN.
    """
    if not settings.warehouse_file.exists():
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    with run_lock(settings), warehouse.connect(settings, read_only=True) as con:
        held = con.execute(
            "select count(*) from duckdb_tables() where database_name = 'wh' "
            "and schema_name = 'linkage' and table_name in ('ambang', 'peta_pendukung')"
        ).fetchall()[0][0]
        if held < 2:
            raise DtsenError("E-RILIS-TIADA", home=settings.home)
        yield con


def link(
    settings: Settings, a: str, b: str, *, values: bool = False, page: Path | None = None
) -> dict[str, Any]:
    """Two records of the working file: :func:`linkage.explain.explain_pair`.

    ``page``: file for the waterfall chart of the pair. That values are shown is on record, by the
    whole keys of both records. Raises DtsenError E-RILIS-TIADA,
    E-SEDANG-BERJALAN, E-REKAMAN-TIADA.
    """
    with linked(settings) as con:
        told = pairs.explain_pair(con, settings, (a, b), duplicate_free(con), values=values)
    if values:
        # whole keys: of a beginning that was typed nobody would be found again
        for side in told["rekaman"].values():
            audits.explained(settings, "rekaman", side["record_key"])
    if page is not None:
        pages.write_pair(linkage_model.load(settings), told, page)
    return told


def write_model(settings: Settings, folder: Path | None = None) -> list[Path]:
    """Pages with Splink's charts of the model in force, in ``folder`` or with the home's docs."""
    model = linkage_model.load(settings)
    return pages.write_model(model, folder or settings.docs_file.parent)


def person(settings: Settings, identity: str) -> dict[str, Any]:
    """A person of the working file or of a published release, with its events of all releases.

    What :func:`explain_person` gives, and ``keadaan`` (aktif, bergabung, pensiun), ``penerus``
    (ids that its records bear now, when it is not in use), ``peristiwa``. That it was looked at is
    on record. Raises DtsenError E-RILIS-TIADA, E-SEDANG-BERJALAN, E-INDIVIDU-TIADA.
    """
    with linked(settings) as con:
        told = person_of(con, settings, identity)
    audits.explained(settings, "individu", identity, "pemadanan", told["rilis"])
    return told


def person_of(con: duckdb.DuckDBPyConnection, settings: Settings, identity: str) -> dict[str, Any]:
    """The same on an open connection to the working file."""
    told = explain_person(con, identity, duplicate_free(con))
    layers = _layers(con, settings, told["rilis"])
    events = [event for layer in layers for event in _events(con, layer, identity)]
    if not told["rekaman"] and not events:
        raise DtsenError("E-INDIVIDU-TIADA", home=settings.home)
    in_use = any(row["aktif"] for row in told["rekaman"])
    after = [] if in_use else sorted(_successors(con, layers, identity))
    _name_sources(con, settings, told["rekaman"])
    state = "aktif" if in_use else "bergabung" if after else "pensiun"
    return {"id_individu": identity, "keadaan": state, "penerus": after, **told} | {
        "peristiwa": events
    }


Layer = tuple[str, bool, dict[str, str]]  # release, published, table name -> relation


def _layers(con: duckdb.DuckDBPyConnection, settings: Settings, working: str) -> list[Layer]:
    """Where events stand, oldest first: sealed releases, and the working file when it is ahead."""
    names = (EVENTS, MOVES, CROSSWALK)
    found: list[Layer] = []
    for item in store.stored(settings):
        # releases of older code lack some tables
        sealed = item.manifest.get("lapisan", {}).get(SNAPSHOT, {})
        held = {n: item.table(settings, SNAPSHOT, n) for n in names if n in sealed}
        found.append((str(item.release), True, held))
    if working not in {name for name, _, _ in found}:
        found.append((working, False, {name: f"wh.linkage.{name}" for name in names}))
    return found


def _events(con: duckdb.DuckDBPyConnection, layer: Layer, identity: str) -> list[dict[str, Any]]:
    """Events of one release that name the id, with the records that moved between ids."""
    release, published, held = layer
    if EVENTS not in held:
        return []
    found = records(
        con,
        f"select * from {held[EVENTS]} where id_individu = $id or id_individu_lain = $id "
        "order by peristiwa, id_individu",
        {"id": identity},
    )
    events = []
    for row in found:
        moved = []
        if MOVES in held:
            moved = records(
                con,
                "select record_key, id_individu_sebelum as dari, id_individu_sesudah as ke "
                f"from {held[MOVES]} where peristiwa = ? and id_individu = ? "
                "and id_individu_sebelum is distinct from id_individu_sesudah order by record_key",
                [row["peristiwa"], row["id_individu"]],
            )
        names = ("peristiwa", "id_individu", "id_individu_lain", "jumlah_rekaman", "sebab")
        shown = {name: row.get(name) for name in names}
        events.append({"rilis": release, "terbit": published, **shown, "berpindah": moved})
    return events


def _successors(con: duckdb.DuckDBPyConnection, layers: list[Layer], identity: str) -> set[str]:
    """Ids to which crosswalks, or events where there are none, lead an id; without itself."""
    current = {identity}
    for _, _, held in layers:
        moved: dict[str, set[str]] = {}
        for name, old, new in (
            (CROSSWALK, "id_individu_lama", "id_individu"),
            (EVENTS, "id_individu", "id_individu_lain"),
        ):
            if name not in held or (name == EVENTS and CROSSWALK in held):
                continue
            only = "and peristiwa = 'gabung'" if name == EVENTS else ""
            rows = con.execute(
                f"select {old}, {new} from {held[name]} "
                f"where {old} in (select unnest($ids)) {only}",
                {"ids": sorted(current)},
            ).fetchall()
            for before, after in rows:
                moved.setdefault(str(before), set()).update([str(after)] if after else [])
        current = set().union(*(moved.get(name, {name}) for name in current))
    return current - {identity}


def _name_sources(
    con: duckdb.DuckDBPyConnection, settings: Settings, members: list[dict[str, Any]]
) -> None:
    """Fill in provider, dataset and date of records that are no longer in force."""
    for item in reversed(store.stored(settings)):
        unnamed = {row["record_key"]: row for row in members if row["penyedia"] is None}
        if not unnamed:
            return
        if "rekaman" not in item.manifest.get("lapisan", {}).get(SNAPSHOT, {}):
            continue
        rows = records(
            con,
            "select record_key, penyedia, dataset, cast(tanggal_acuan as varchar) as tanggal_acuan "
            f"from {item.table(settings, SNAPSHOT, 'rekaman')} "
            "where record_key in (select unnest($keys))",
            {"keys": sorted(unnamed)},
        )
        for row in rows:
            unnamed[row["record_key"]].update(row)
