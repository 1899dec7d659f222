"""`dtsen diff`: brings the dictionary, two stored releases, page and lists together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import audits, dictionary, subjects
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.release import (
    as_of,
    difference,
    difference_files,
    difference_views,
    intact,
    signature,
    store,
)
from dagster_dtsen.release.difference_sources import Variable
from dagster_dtsen.settings import Settings

# they follow from others or name the row
_LEFT_OUT = {"id_individu", "id_keluarga", "status_butir"}


def between(
    settings: Settings, first: str, second: str, folder: Path | None = None
) -> dict[str, Any]:
    """What differs between two stored releases, the older named first: document of counts.

    With ``folder`` lists of ids and the counts by region are written there; ``berkas`` has their
    paths. Raises DtsenError E-RILIS-SALAH, E-VERSI-TIADA, E-RILIS-TIADA, E-KUNCI-SALAH,
    E-SEGEL-RUSAK, E-BERKAS-ADA, E-SELISIH-TIMPANG, those of a signature that is asked for.
    """
    found = [store.named(settings, name) for name in (first, second)]
    old, new = sorted(found, key=lambda item: (item.release, item.version))
    read = [(layer, name) for name, (layer, _) in difference_views.NEEDED.items()]
    for item in found:
        intact.complete_with(item, read)
    signature.check_required(settings, *found)
    with as_of.reading(settings) as con:
        told = difference.build(con, settings, old, new, variables(settings))
        written = _lists(con, settings, told, folder) if folder else []
    return told | {"berkas": [str(path) for path in written]}


def _lists(
    con: duckdb.DuckDBPyConnection, settings: Settings, told: dict[str, Any], folder: Path
) -> list[Path]:
    """The lists of ids, under the audit log."""
    with audits.exported(settings, "daftar", "selisih", told["ke"]):
        return difference_files.write(con, folder)


def variables(settings: Settings) -> list[Variable]:
    """The variables of the dictionary that are compared."""
    book = dictionary.load_book(settings.dbt_project_dir.parent)
    place = {
        (entity, variable.variabel): item.posisi
        for entity in difference.ENTITIES
        for item in items_of(book, entity)
        for variable in item.variables
    }
    return [
        Variable(
            row.entitas, row.variabel, row.blok_pembaruan, place.get((row.entitas, row.variabel), 0)
        )
        for row in sorted(book.variables, key=lambda row: row.urutan)
        if row.entitas in difference.ENTITIES and row.variabel not in _LEFT_OUT
    ]


def words(settings: Settings) -> Callable[[object], list[str]]:
    """What a code is called, Indonesian and English; a code without a name is its own."""
    verdicts = subjects.book(settings).verdicts
    named: dict[str, list[str]] = {
        **{code: [row["label_id"], row["label_en"]] for code, row in verdicts.items()},
        **difference.words()["kata"],
    }

    def said(code: object) -> list[str]:
        text = "–" if code is None else str(code)
        return named.get(text, [text, text])

    return said
