"""A stored release as it is, without building anything: what it holds, and one table as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import private
from dagster_dtsen.release import acts, publish, signature, store
from dagster_dtsen.release.intact import complete, sealed_names
from dagster_dtsen.release.seal import same_bytes
from dagster_dtsen.release.status import differing
from dagster_dtsen.release.tables import key_of
from dagster_dtsen.settings import Settings

VALIDITY = ("berlaku_dari", "berlaku_sampai")
FORMATS = {".csv": "format csv, header", ".parquet": "format parquet, compression zstd"}


@dataclass(frozen=True)
class Sealed:
    """One sealed table: ``seal`` is what the manifest says of it."""

    layer: str
    name: str
    seal: dict[str, Any]

    @property
    def columns(self) -> list[str]:
        return [str(column[0]) for column in self.seal["kolom"]]

    @property
    def dated(self) -> bool:
        """Whether its rows carry the days between which they held."""
        kinds = {str(column[0]): column[1] for column in self.seal["kolom"]}
        return all(kinds.get(name) == "DATE" for name in VALIDITY)

    @property
    def key(self) -> list[str]:
        """Its key; all columns where nobody knows it."""
        return key_of(self.seal, self.layer, self.name) or self.columns


@dataclass(frozen=True)
class Release:
    """An opened release; ``con`` reads its files and nothing else of the home."""

    con: duckdb.DuckDBPyConnection
    settings: Settings
    stored: store.StoredRelease

    @property
    def tables(self) -> list[Sealed]:
        layers = self.stored.manifest["lapisan"]
        return [
            Sealed(layer, name, layers[layer][name]) for layer, name in sealed_names(self.stored)
        ]

    def table(self, name: str) -> Sealed:
        """Raises DtsenError E-TABEL-TIADA."""
        found = [table for table in self.tables if table.name == name]
        if not found:
            raise DtsenError("E-TABEL-TIADA", release=self.stored.name, table=name)
        return found[0]

    def relation(self, table: Sealed, true_at: dt.date | None = None) -> str:
        """A relation in SQL: the table, or its rows that held on a day as this release knew it.

        A row holds from ``berlaku_dari`` up to the day before ``berlaku_sampai``; without the one
        always before, without the other to this day. Raises DtsenError E-WAKTU-TIADA.
        """
        whole = self.stored.table(self.settings, table.layer, table.name)
        if true_at is None:
            return whole
        if not table.dated or true_at > self.stored.release.cut_off:
            raise DtsenError(
                "E-WAKTU-TIADA", release=self.stored.name, table=table.name, date=true_at
            )
        day = f"date '{true_at.isoformat()}'"
        first, end = VALIDITY
        return (
            f"(select * from {whole} where coalesce({first} <= {day}, true) "
            f"and coalesce({end} > {day}, true))"
        )


@contextmanager
def opened(settings: Settings, name: str) -> Iterator[Release]:
    """The release ``name`` (``2026T1`` or ``2026T1.v2``) to read from; no other file is touched.

    That the files are those of the manifest, by name and size, is looked at here; what is in them
    by :func:`verify` and before a table is written. Raises DtsenError E-RILIS-SALAH,
    E-VERSI-TIADA, E-RILIS-TIADA, E-KUNCI-SALAH, E-SEGEL-RUSAK, those of a signature that is asked
    for (:func:`signature.check_required`).
    """
    stored = store.named(settings, name)
    complete(stored)
    signature.check_required(settings, stored)
    with reading(settings) as con:
        yield Release(con, settings, stored)


@contextmanager
def reading(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that a run does not wait for: it holds the readers' file, not the working one.

    Raises DtsenError E-RILIS-TIADA, and E-KUNCI-SALAH where the readers' file refuses the key.
    """
    readers = settings.root / publish.PUBLISHED_FILE
    if not readers.exists():
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    with warehouse.connect(settings, database=readers, read_only=True) as con:
        yield con


def verify(release: Release, name: str | None = None) -> int:
    """Compute the fingerprint of every table, or of one, from what is read; how many were.

    Raises DtsenError E-SEGEL-RUSAK naming those that differ.
    """
    wanted = [(t.layer, t.name) for t in ([release.table(name)] if name else release.tables)]
    broken = differing(release.con, release.settings, release.stored, wanted)
    if broken:
        raise DtsenError(
            "E-SEGEL-RUSAK", release=release.stored.name, tables=", ".join(sorted(broken))
        )
    return len(wanted)


def contents(release: Release, true_at: dt.date | None = None) -> dict[str, Any]:
    """What a release holds: its own facts and one entry per table; no row of it.

    With ``true_at`` tables with validity say under ``berlaku`` how many rows held on that day.
    """
    manifest = release.stored.manifest
    return {
        "rilis": release.stored.name,
        "dasar": manifest["id_dasar"],
        "tanggal_rilis": manifest["tanggal_rilis"],
        "ditarik": release.stored.name in acts.withdrawn(release.settings),
        "per": true_at.isoformat() if true_at else None,
        "sidik": manifest["sidik"]["rilis"],
        "tabel": [_told(release, table, true_at) for table in release.tables],
    }


def _told(release: Release, table: Sealed, true_at: dt.date | None) -> dict[str, Any]:
    held = None
    if true_at and table.dated:
        query = f"select count(*) from {release.relation(table, true_at)}"
        held = int(release.con.execute(query).fetchall()[0][0])
    return {
        "lapisan": table.layer,
        "tabel": table.name,
        "baris": table.seal["baris"],
        "bertanggal": table.dated,
        "berlaku": held,
        "byte": sum(file["byte"] for file in table.seal["berkas"]),
        "sidik": table.seal["sidik"],
    }


def write(release: Release, name: str, file: Path, true_at: dt.date | None = None) -> int:
    """Write a table to ``file`` (.csv or .parquet) for this account alone; the rows.

    In the order of its key, not encrypted; the bytes of its files are held against the seal first.
    Raises DtsenError E-TABEL-TIADA, E-WAKTU-TIADA, E-BERKAS-ADA, E-SEGEL-RUSAK.
    """
    table = release.table(name)
    relation = release.relation(table, true_at)
    if file.exists():
        raise DtsenError("E-BERKAS-ADA", path=file)
    same_bytes(release.stored, table.layer, table.name)
    order = ", ".join(f'"{column}"' for column in table.key)
    with private(file) as part_file:
        rows = copy(release.con, f"select * from {relation} order by {order}", part_file, file)
    return rows


def copy(con: duckdb.DuckDBPyConnection, query: str, target: Path, named: Path) -> int:
    """Write the rows of ``query`` into the existing file ``target``, in the form ``named`` has."""
    options = f"{FORMATS[named.suffix.lower()]}, use_tmp_file false"
    found = con.execute(f"copy ({query}) to {warehouse.quoted(target)} ({options})").fetchall()
    return int(found[0][0])
