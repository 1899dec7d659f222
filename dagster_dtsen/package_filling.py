"""What a package holds: rows of a release under a grant, and the papers that explain them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dagster_dtsen import dictionary, targets
from dagster_dtsen.dictionary.model import Book
from dagster_dtsen.envelope.build import Content, of_bytes
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import change, codebook, content, parts, quality
from dagster_dtsen.parcels.change import Changes
from dagster_dtsen.parcels.content import Table
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.reception.returns.rows import for_spreadsheet
from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import entitled
from dagster_dtsen.sharing.register import Grant, criteria_file

# where each entity stands in a release
TABLES = {
    "individu": "dim_individu",
    "keluarga": "dim_keluarga",
    "peringkat": "fct_peringkat_kesejahteraan",
    "relasi": "bridge_anggota_keluarga",
}
_TEXT = "VARCHAR"


@dataclass(frozen=True)
class Filling:
    """Laid out in the connection of an open release: tables, and their changes if asked for."""

    found: as_of.Release
    tables: list[Table]
    changes: list[Changes] | None
    events: int


def lay(
    settings: Settings,
    found: as_of.Release,
    grant: Grant,
    permitted: entitled.Entitlement,
) -> list[Table]:
    """Lay out every granted entity of the release; pseudonyms were handed over before.

    The bytes of what is read are held against their seal first. Raises DtsenError E-IZIN-BATAS,
    E-SEGEL-RUSAK, E-TABEL-TIADA, E-KIRIM (a granted column that the release does not have), those
    of the criteria.
    """
    wanted = {*permitted.variabel, entitled.FAMILY}
    sealed = {entity: found.table(TABLES[entity]) for entity in sorted(wanted)}
    for table in sealed.values():
        seal.same_bytes(found.stored, table.layer, table.name)
    criteria = criteria_file(settings, grant)
    chosen = targets.choose(settings, found, criteria) if criteria else None
    sources = {entity: found.relation(table) for entity, table in sealed.items()}
    laid = []
    for entity, columns in sorted(permitted.variabel.items()):
        missing = sorted(set(columns) - set(sealed[entity].columns))
        if missing:
            reason = f"{found.stored.name}: {entity}.{missing[0]} tidak ada / is not there"
            raise DtsenError("E-KIRIM", izin=grant.id, reason=reason)
        rows = entitled.rows(permitted, entity, sources, chosen, content.hidden(entity))
        laid.append(content.lay(found.con, entity, permitted.tingkat, columns, rows))
    return laid


def compare(filling: Filling, before: Mapping[str, str], since: list[as_of.Release]) -> Filling:
    """The filling with what changed since the package whose rows are ``before``."""
    con = filling.found.con
    changes = [change.compare(con, table, before.get(table.entity)) for table in filling.tables]
    sources = {
        entity: [
            (release.stored.name, release.relation(release.table(f"peristiwa_{entity}")))
            for release in since
        ]
        for entity in ("individu", "keluarga")
    }
    tables = {table.entity: table for table in filling.tables}
    events = change.events(con, sources, tables, before)
    return Filling(filling.found, filling.tables, changes, events)


def since(settings: Settings, found: as_of.Release, base: str) -> list[as_of.Release]:
    """The releases in use after the one of the package before, up to the open one.

    Raises DtsenError E-KIRIM when the open one is older.
    """
    before = ReleaseId.parse(base.partition(".v")[0])
    if found.stored.release < before:
        reason = f"{found.stored.name} < {base}"
        raise DtsenError("E-KIRIM", izin="–", reason=reason)
    return [
        as_of.Release(found.con, settings, item)
        for item in store.stored(settings)
        if before < item.release <= found.stored.release
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


def papers(
    settings: Settings, filling: Filling, about: Mapping[str, Any], agency: str
) -> Iterator[Content]:
    """Dictionary, licence, statement of quality and figures to check with.

    ``about``: what the manifest says of the package.
    """
    described = describe(settings, filling.tables)
    licence = _licence(settings, str(about["lisensi"]))
    study = codebook.Study(
        f"DTSEN rilis {about['rilis']} untuk {about['penerima']}",
        f"DTSEN release {about['rilis']} for {about['penerima']}",
        agency,
        str(about["rilis"]),
        str(filling.found.stored.manifest["tanggal_rilis"]),
        licence["label_id"],
    )
    entities = [table.entity for table in filling.tables]
    yield of_bytes("kamus.csv", "kamus", codebook.as_csv(described), clear=True)
    ddi = codebook.as_ddi(study, entities, described)
    yield of_bytes("kamus_ddi.xml", "kamus", ddi, clear=True)
    yield of_bytes("lisensi.txt", "lisensi", _licence_text(licence, about), clear=True)
    source = quality.Source(
        filling.found.con,
        {
            table.name: filling.found.relation(table)
            for table in filling.found.tables
            if table.name in quality.NEEDED
        },
        filling.found.stored.release.cut_off,
    )
    told = quality.statement(source, filling.tables)
    yield of_bytes("mutu.json", "mutu", _json(told))
    yield of_bytes("mutu.html", "mutu", quality.page(told, about))
    prints = {table.entity: content.fingerprint(source.con, table) for table in filling.tables}
    yield of_bytes("isi.json", "pemeriksaan", _json(prints))


def describe(settings: Settings, tables: list[Table]) -> list[codebook.Described]:
    """Every column of a package as the dictionary describes it, keys first."""
    book = dictionary.load_book(settings.dbt_project_dir.parent)
    rows = {(row.entitas, row.variabel): row for row in book.variables}
    found: list[codebook.Described] = []
    for table in tables:
        found += codebook.own_keys(table.entity, table.keys)
        for name in table.columns:
            row = rows[table.entity, name]
            found.append(
                codebook.Described(
                    row.entitas,
                    row.variabel,
                    row.label_id,
                    row.label_en,
                    row.definisi_id,
                    row.definisi_en,
                    row.konsep,
                    row.tipe,
                    row.satuan,
                    row.kelas_pii,
                    row.tingkat_akses_terendah,
                    row.rujukan,
                    _codes(book, row.daftar_kode),
                )
            )
    return found


def _codes(book: Book, name: str) -> tuple[codebook.Code, ...]:
    own = [row for row in book.codes if name and row.daftar == name]
    return tuple(codebook.Code(row.kode, row.label_id, row.label_en) for row in own)


def _licence(settings: Settings, name: str) -> dict[str, str]:
    path = settings.dbt_project_dir / "seeds" / "berbagi" / "lisensi_data.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["lisensi"] == name)


def _licence_text(licence: Mapping[str, str], about: Mapping[str, Any]) -> bytes:
    passed = (
        ("boleh", "may") if about["hak_alih"] else ("tidak boleh", "may not")
    )  # annex B may, C and D may not
    lines = (
        f"Lisensi / licence: {licence['lisensi']}",
        f"{licence['label_id']}.",
        f"{licence['label_en']}.",
        f"Data ini {passed[0]} diteruskan kepada pihak lain, dan hanya bagi tujuan dalam izin "
        f"{about['id_izin']} sampai {about['berlaku_sampai']}.",
        f"These data {passed[1]} be passed on, and serve the purpose of that grant alone.",
        f"Sumber / source: {licence['rujukan']}",
    )
    return ("\n".join(lines) + "\n").encode()


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
