"""The ledger of published counts: a folder for every publication, never changed, never removed.

`<home>/tabel_terbit/<release>.<number>/` holds the tables as they were told and `manifes.json`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256, sync, sync_tree, write_json
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

MANIFEST = "manifes.json"
# table -> access level
TABLES = {"sel_provinsi": 1, "indikator_provinsi": 1, "sel_wilayah": 2, "indikator_wilayah": 2}
CELL_TABLES = ("sel_provinsi", "sel_wilayah")
_BUILDING = ".bangun"


@dataclass(frozen=True)
class Publication:
    """One publication; ``facts`` is its manifest."""

    folder: Path
    facts: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.facts['rilis']}.{self.facts['nomor']}"

    def table(self, name: str) -> str:
        """One of its tables as a relation in SQL."""
        return f"read_parquet({quoted(self.folder / f'{name}.parquet')})"

    def check(self) -> None:
        """Hold the files against the manifest. Raises DtsenError E-UNGKAP."""
        for name, told in self.facts["tabel"].items():
            path = self.folder / f"{name}.parquet"
            if name not in TABLES or not path.is_file() or sha256(path) != told["sha256"]:
                reason = f"{name} berubah atau hilang / changed or missing"
                raise DtsenError("E-UNGKAP", apa=self.folder.name, reason=reason)


def publications(settings: Settings) -> list[Publication]:
    """All of them in the order in which they were made. Raises DtsenError E-UNGKAP."""
    found = [_read(path.parent) for path in settings.tables_dir.glob(f"[!.]*/{MANIFEST}")]
    return sorted(found, key=lambda item: int(item.facts["urutan"]))


def find(settings: Settings, name: str | None, withdrawn: Collection[str] = ()) -> Publication:
    """One by id or version of a release, or the newest of a quarter, or of all.

    The newest is never of a version among ``withdrawn``; such a one is given by its own name alone.
    Raises DtsenError E-UNGKAP.
    """
    told = [
        item
        for item in publications(settings)
        if name in (item.id, item.facts["rilis"])
        or (name in (None, item.facts["rilis_dasar"]) and item.facts["rilis"] not in withdrawn)
    ]
    if not told:
        reason = "tiada, atau rilisnya ditarik; dtsen tables build / none, or withdrawn"
        raise DtsenError("E-UNGKAP", apa=name or "tabel / tables", reason=reason)
    return told[-1]


def _read(folder: Path) -> Publication:
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        reason = f"{MANIFEST} tidak terbaca / cannot be read"
        raise DtsenError("E-UNGKAP", apa=folder.name, reason=reason) from None
    return Publication(folder, facts)


@contextmanager
def new(settings: Settings, facts: dict[str, Any]) -> Iterator[Path]:
    """A folder to write the tables into; in place with its manifest when all went well.

    ``facts`` may be added to until then.
    """
    name = f"{facts['rilis']}.{facts['nomor']}"
    aside = settings.tables_dir / f"{_BUILDING}.{name}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
        write_json(aside / MANIFEST, facts)
        sync_tree(aside)
        aside.rename(settings.tables_dir / name)
        sync(settings.tables_dir)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
