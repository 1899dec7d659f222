"""`dtsen explain decile`: brings stored releases, the dictionary and the room of moves together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dagster_dtsen import subjects
from dagster_dtsen.decile import page, told
from dagster_dtsen.difference_page import region_names
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import as_of
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from dagster_dtsen.subject.ask import FAMILY, PERSON
from dagster_dtsen.subject.pages import TEMPLATES
from dagster_dtsen.subject.words import Pair

TABLES = ("fct_perubahan_desil", "fct_alasan_desil")


def explain(
    settings: Settings, identity: str, first: str, last: str, *, values: bool = False
) -> dict[str, Any]:
    """Why the family ``identity`` of release ``last`` lies elsewhere than in release ``first``.

    The document of :func:`decile.told.document`: the steps lead from ``last`` along the releases it
    rests on; a family that was split off is followed to the one it came from. Raises DtsenError
    E-RILIS-SALAH, E-VERSI-TIADA, E-RILIS-DIHAPUS, E-TABEL-TIADA, E-DESIL-RANTAI when ``last`` does
    not rest on ``first``, E-KELUARGA-TIADA, and those of opening a release.
    """
    oldest = ReleaseId.parse(first.partition(".v")[0])
    steps: list[dict[str, Any]] = []
    name, own = last, identity
    while True:
        with as_of.opened(settings, name) as release:
            base = release.stored.manifest["id_dasar"]
            if base is None or ReleaseId.parse(base.partition(".v")[0]) < oldest:
                raise DtsenError("E-DESIL-RANTAI", first=first, last=last)
            tables = {table: release.relation(release.table(table)) for table in TABLES}
            found = told.step(release.con, tables, own)
        if found is None:
            raise DtsenError("E-KELUARGA-TIADA", home=settings.home)
        steps.insert(0, found | {"rilis": release.stored.name, "dasar": base})
        if first in (base, base.partition(".v")[0]) or found["id_keluarga_dasar"] is None:
            return _document(settings, identity, steps, values)
        name, own = base, found["id_keluarga_dasar"]


def write(document: dict[str, Any], path: Path) -> None:
    """The page of a document, for this account alone."""
    page.write(document, path, TEMPLATES)


def _document(
    settings: Settings, identity: str, steps: list[dict[str, Any]], values: bool
) -> dict[str, Any]:
    book = subjects.book(settings)
    variables = {row.name: row for row in book.variables if row.entity == PERSON}
    variables |= {row.name: row for row in book.variables if row.entity == FAMILY}
    regions: dict[str, str] = {}
    if values:
        regions = region_names(settings, "provinsi") | region_names(settings, "kabupaten_kota")

    def label(name: str) -> Pair:
        return variables[name].label if name in variables else [name, name]

    def meaning(name: str, code: str) -> Pair | None:
        if name.startswith("kode_"):
            return [regions[code]] * 2 if code in regions else None
        return book.meaning(variables[name], code) if name in variables else None

    return told.document(identity, steps, label, meaning if values else None)
