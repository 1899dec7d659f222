"""`dtsen explain person` and `family`: brings together what the room of access answers from."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

import duckdb

from dagster_dtsen import (
    audits,
    correction_history,
    dictionary,
    explain,
    journal,
    requests,
    restrictions,
)
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import ledger
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, TABLES
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import contents
from dagster_dtsen.subject import family as families
from dagster_dtsen.subject import person as persons
from dagster_dtsen.subject.ask import FAMILY, PERSON, Book, Place, Question, Row, Variable

# name in the room → relation of the working file
WORKING = {
    "aturan_blok": "aturan.aturan_blok",
    "aturan_pembaruan": "release.beku_aturan_pembaruan",
    "kiriman": "ledger.kiriman",
    "berkas": "ledger.berkas",
    "kontrak": "ledger.kontrak",
    "individu_terbarui": "updated.individu_terbarui",
    "butir_individu_terbarui": "updated.butir_individu_terbarui",
    "keluarga_terbarui": "updated.keluarga_terbarui",
    "rekaman_padan": "matched.rekaman_padan",
    "padan_individu": "matched.padan_individu",
    "padan_butir_individu": "matched.padan_butir_individu",
    "padan_keluarga": "matched.padan_keluarga",
    "tautan_keluarga": "matched.tautan_keluarga",
    "butir_individu": "standardised.butir_individu",
    "butir_keluarga": "standardised.butir_keluarga",
}


def person(
    settings: Settings, identity: str, at: str | None = None, *, values: bool = False
) -> dict[str, Any]:
    """What the register holds about a person: the document of :mod:`subject.person`.

    ``at``: a published release, by default the newest. Raises DtsenError E-INDIVIDU-TIADA,
    E-RILIS-SALAH, E-RILIS-TIADA, E-SEDANG-BERJALAN, E-KOREKSI-ISI.
    """
    with explain.linked(settings) as con:
        ask = _question(con, settings, at, values)
        known = {p.release for p in ask.places if persons.known(ask, p, identity)}
        if at and not known:
            raise DtsenError("E-INDIVIDU-TIADA", home=settings.home)
        ask = _ahead(ask, known)
        linked = explain.person_of(con, settings, identity)
        until = {place.release for place in ask.places}
        linked["peristiwa"] = [e for e in linked["peristiwa"] if e["rilis"] in until]
        rows = ask.rows("rekaman", "id_individu = $id", id=identity)
        keys = {row["record_key"] for row in [*rows, *linked["rekaman"], *linked["pendukung"]]}
        log = _log(settings, keys, values)
        return persons.explain(ask, identity, linked, log, _handed(settings, ask.at.release))


def family(
    settings: Settings, identity: str, at: str | None = None, *, values: bool = False
) -> dict[str, Any]:
    """What the register holds about a family: the document of :mod:`subject.family`.

    Raises as :func:`person` does, and E-KELUARGA-TIADA.
    """
    with explain.linked(settings) as con:
        ask = _question(con, settings, at, values)
        known = {p.release for p in ask.places if families.known(ask, p, identity)}
        if not known:
            raise DtsenError("E-KELUARGA-TIADA", home=settings.home)
        ask = _ahead(ask, known)
        members = [
            str(row["id_individu"])
            for row in ask.rows("peta_keluarga", "id_keluarga = $id and aktif", id=identity)
        ]
        where = "id_individu in (select unnest($ids))"
        keys = {row["record_key"] for row in ask.rows("rekaman", where, ids=members)}
        log = _log(settings, keys, values)
        own = [row for row in log["koreksi"] if row["objek"] == FAMILY]
        told = {"koreksi": own, "permohonan": [], "pembatasan": []}
        return families.explain(ask, identity, told, _handed(settings, ask.at.release))


def note_access(settings: Settings, told: dict[str, Any], form: str) -> None:
    """Note that values were shown: to which account, of whom, of which release, in what form."""
    who = told["siapa"]
    kind: Literal["individu", "keluarga"] = "individu" if "id_individu" in who else "keluarga"
    identity = who[f"id_{kind}"]
    audits.explained(settings, kind, identity, form, told["rilis"])


def _question(
    con: duckdb.DuckDBPyConnection, settings: Settings, at: str | None, values: bool
) -> Question:
    chain = store.stored(settings)
    if at:
        wanted = ReleaseId.parse(at)
        if wanted not in {item.release for item in chain}:
            raise DtsenError("E-RILIS-TIADA", home=settings.home)
        chain = [item for item in chain if item.release <= wanted]
    places = [_sealed(settings, item) for item in chain]
    held = _relations(con)
    name = "kendali.rilis" if "kendali.rilis" in held else "linkage.ambang"
    column = "id_rilis" if "kendali.rilis" in held else "rilis"
    (release,) = con.execute(f"select {column} from wh.{name}").fetchall()[0]
    working = Place(
        str(release), False, {key: f"wh.{to}" for key, to in WORKING.items() if to in held}
    )
    newest = places[-1] if places else None
    if not at and str(release) not in {place.release for place in places}:
        tables = {t.name: f"wh.{t.relation}" for t in TABLES if t.relation in held}
        places.append(Place(str(release), False, tables))
    return Question(con, book(settings), tuple(places), newest or places[-1], working, values)


def _ahead(ask: Question, known: set[str]) -> Question:
    """Of whom no published release knows, the working file tells."""
    newest = ask.places[-1]
    return replace(ask, at=newest) if known == {newest.release} else ask


def _sealed(settings: Settings, item: store.StoredRelease) -> Place:
    """A published release; of older code it lacks some tables."""
    layers = item.manifest.get("lapisan", {})
    tables = {
        table.name: item.table(settings, table.layer, table.name)
        for table in TABLES
        if table.layer in (SNAPSHOT, RESULT) and table.name in layers.get(table.layer, {})
    }
    return Place(str(item.release), True, tables)


def _relations(con: duckdb.DuckDBPyConnection) -> set[str]:
    rows = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'wh' "
        "union all "
        "select schema_name || '.' || view_name from duckdb_views() where database_name = 'wh'"
    ).fetchall()
    return {str(name) for (name,) in rows}


def _seed(settings: Settings, name: str) -> list[dict[str, str]]:
    path = settings.dbt_project_dir / "seeds" / "aturan" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def book(settings: Settings) -> Book:
    """The dictionary and the words of rules, as this code has them."""
    kamus = dictionary.load_book(settings.dbt_project_dir.parent)
    place = {
        (entity, variable.variabel): item.posisi
        for entity in (PERSON, FAMILY)
        for item in items_of(kamus, entity)
        for variable in item.variables
    }
    return Book(
        tuple(
            Variable(
                row.variabel,
                row.entitas,
                [row.label_id, row.label_en],
                row.blok_pembaruan,
                row.butir_kuesioner,
                place.get((row.entitas, row.variabel), 0),
                row.daftar_kode,
            )
            for row in sorted(kamus.variables, key=lambda v: v.urutan)
            if row.entitas in (PERSON, FAMILY)
        ),
        {(c.daftar, c.kode): [c.label_id, c.label_en] for c in kamus.codes if c.label_id},
        {
            row["verdik"]: dict(row) | {"sah": row["sah"] == "true"}
            for row in _seed(settings, "aturan_validasi")
        },
        {int(row["id_aturan"]): row["keterangan"] for row in _seed(settings, "aturan_koreksi")},
    )


def _log(settings: Settings, keys: Iterable[str], values: bool) -> dict[str, list[Row]]:
    """Corrections, requests and restrictions that name one of these records, as they stand now."""
    own, today, now = set(keys), dt.date.today(), dt.datetime.now(dt.UTC)
    corrected = [r for r in correction_history.listed(settings, today) if r["record_key"] in own]
    if values:
        for row in corrected:
            row["nilai"] = contents.read(settings, row["isi"]).nilai if row["isi"] else {}
    return {
        "koreksi": corrected,
        "permohonan": [r for r in requests.listed(settings, now) if r["record_key"] in own],
        "pembatasan": [r for r in restrictions.listed(settings, today) if r["record_key"] in own],
    }


def _handed(settings: Settings, release: str) -> dict[str, int]:
    """How many agencies' lists were answered from a release, and packages with rows let go."""

    def of(facts: dict[str, Any]) -> bool:
        return str(facts.get("rilis", "")).startswith(f"{release}.")

    lists = [entry for entry in journal.entries(settings.lists_log) if of(entry)]
    # counts hold rows of nobody: no keys were needed
    sent = [
        package
        for package in ledger.packages(settings)
        if package.state == ledger.RELEASED and of(package.facts) and package.facts["samaran"]
    ]
    return {
        "daftar_dijawab": len({(entry.get("pihak"), entry.get("kiriman")) for entry in lists}),
        "paket_dilepas": len(sent),
    }
