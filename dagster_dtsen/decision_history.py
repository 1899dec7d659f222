"""What became of stewards' decisions: their status in published releases, and their history."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.decisions import Decision, decisions, entries
from dagster_dtsen.warehouse import records

SEALED = "keputusan_tautan"


def _reader(settings: Settings) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A connection that reads sealed tables, in a home that lost its working file too."""
    return warehouse.connect(settings, read_only=settings.warehouse_file.exists())


def find(settings: Settings, identity: str) -> Decision:
    """The decision whose id begins so. Raises DtsenError E-KEPUTUSAN-TIADA."""
    found = [item for item in decisions(settings) if identity and item.id.startswith(identity)]
    if len(found) != 1:
        raise DtsenError("E-KEPUTUSAN-TIADA", decision=identity, home=settings.home)
    return found[0]


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Every decision of the log with its status in the newest published release.

    ``status`` as the release tells it, or ``belum`` for one that it does not know. ``dicatat``:
    when it was entered; ``dibatalkan_oleh``: undos in the log, whatever their date.
    """
    told: dict[str, dict[str, Any]] = {}
    release = ""
    chain = store.stored(settings)
    if chain and SEALED in chain[-1].manifest["lapisan"][SNAPSHOT]:
        release = chain[-1].name
        table = chain[-1].table(settings, SNAPSHOT, SEALED)
        with _reader(settings) as con:
            rows = records(con, f"select id_keputusan, status, sebab, id_lawan from {table}")
        told = {row.pop("id_keputusan"): row for row in rows}
    known = entries(settings)
    book = Book.of(item for item, _ in known)
    none = {"status": "belum", "sebab": None, "id_lawan": None}
    return [
        {
            "id_keputusan": item.id,
            **item.model_dump(mode="json"),
            "dicatat": noted,
            "dibatalkan_oleh": sorted(book.undone_by.get(item.id, ())),
            "rilis": release or None,
            **told.get(item.id, none),
        }
        for item, noted in known
    ]


def history(settings: Settings, identity: str) -> list[dict[str, Any]]:
    """One decision with its undos, what it undoes, and others on its records; by date.

    ``hubungan``: ini, pembatalan, serekaman. Each with ``riwayat``: its status in every published
    release that knows it. Raises DtsenError E-KEPUTUSAN-TIADA.
    """
    known = {item["id_keputusan"]: item for item in listed(settings)}
    this = find(settings, identity)
    book = Book.of(decisions(settings))
    root = book.root(this)
    chain = {root.id}
    while more := {i for name in chain for i in book.undone_by.get(name, ())} - chain:
        chain |= more
    shared = {i for key in root.records for i in book.by_record[root.objek, key]}
    found = []
    for name in sorted(chain | shared, key=lambda item: (known[item]["tanggal"], item)):
        link = "ini" if name == this.id else "pembatalan" if name in chain else "serekaman"
        found.append({**known[name], "hubungan": link, "riwayat": _told(settings, name)})
    return found


def _told(settings: Settings, identity: str) -> list[dict[str, Any]]:
    found = []
    for item in store.stored(settings):
        if SEALED not in item.manifest["lapisan"][SNAPSHOT]:
            continue
        with _reader(settings) as con:
            rows = records(
                con,
                "select status, sebab, id_lawan, pasangan, pasangan_dipatuhi "
                f"from {item.table(settings, SNAPSHOT, SEALED)} where id_keputusan = ?",
                [identity],
            )
        found += [{"rilis": item.name, **row} for row in rows]
    return found
