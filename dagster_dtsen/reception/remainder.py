"""What is left of an archived original after persons were erased from it.

``arsip/sisa/<sha256 of the original>.json`` names two archived objects, the records and the broken
lines that are left, with their numbers in the file; the original is gone. Whoever receives the
original again, from wherever, gets what is left of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.files import write_json
from dagster_dtsen.reception import archive
from dagster_dtsen.reception.erased import Struck
from dagster_dtsen.reception.note import parse_note
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.target import Fault, Target
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted


@dataclass(frozen=True)
class Remainder:
    """Objects (SHA-256) with records and broken lines; ``dihapus`` records went, ``dikosongkan``
    cells and lines were emptied, by the erasures ``penghapusan``."""

    rekaman: str
    rusak: str
    dihapus: int
    dikosongkan: int
    penghapusan: tuple[str, ...]


def note_of(settings: Settings, sha256: str) -> Path:
    """Where the note of what is left of the original with this hash stands, or would stand."""
    return settings.archive_dir / archive.REST / f"{sha256}.json"


def find(settings: Settings, sha256: str) -> Remainder | None:
    """What is left of the original with this hash; None when nobody was erased from it."""
    try:
        told = json.loads(note_of(settings, sha256).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Remainder(**told | {"penghapusan": tuple(told["penghapusan"])})


def check(settings: Settings, sha256: str) -> bool:
    """True when what is left of this original stands in the archive, whole."""
    rest = find(settings, sha256)
    return rest is not None and all(
        archive.check(settings, item) for item in (rest.rekaman, rest.rusak)
    )


def all_notes(settings: Settings) -> list[Path]:
    """Every note of a remainder, in name order; the name is the hash of the original."""
    return sorted((settings.archive_dir / archive.REST).glob("*.json"))


def keep(target: Target, sha256: str, declared: int, struck: Struck, ids: Iterable[str]) -> None:
    """Keep what the raw table has of a file in the place of its original, which goes.

    ``declared``: records of the original. Those of them that are not left are the ones that went,
    however often the file is kept: it may stand in several deliveries, and a kill may come between.
    """
    settings, before = target.settings, find(target.settings, sha256)
    own = f"where _delivery = {quoted(target.delivery)} and _file = {quoted(target.file_name)}"
    records = _put(
        target.con, settings, f"select _row_number, {target.names} from raw.{target.table} {own}"
    )
    broken = _put(target.con, settings, f"select _line, teks, galat from ledger.baris_rusak {own}")
    emptied = struck.emptied
    if before:
        again = (records, broken) == (before.rekaman, before.rusak)
        emptied = before.dikosongkan + (0 if again else emptied)
    rest = Remainder(
        records,
        broken,
        declared - sum(target.counts()),
        emptied,
        tuple(sorted({*ids, *(before.penghapusan if before else ())})),
    )
    note = note_of(settings, sha256)
    note.parent.mkdir(parents=True, exist_ok=True)
    write_json(note, asdict(rest))
    archive.path_of(settings, sha256).unlink(missing_ok=True)
    if before:
        _drop(settings, {before.rekaman, before.rusak})


def forget(settings: Settings, sha256: str) -> None:
    """Delete an original, or what is left of it, for good; whoever has it may deliver it again."""
    rest = find(settings, sha256)
    archive.path_of(settings, sha256).unlink(missing_ok=True)
    if rest:
        note_of(settings, sha256).unlink()
        _drop(settings, {rest.rekaman, rest.rusak})


def tidy(settings: Settings) -> None:
    """Originals of which a remainder stands go; a kill may have left them."""
    for note in all_notes(settings):
        archive.path_of(settings, note.stem).unlink(missing_ok=True)


def sweep(settings: Settings) -> None:
    """Archived files that no note names go: a kill left them, and no erasure would reach them.

    None goes while a note of a delivery cannot be read. The caller holds the run lock.
    """
    try:
        notes = [parse_note(path) for path in archive.note_files(settings)]
    except Refusal:
        return
    named = _named(settings) | {item.sha256 for note in notes for item in note.berkas}
    for path in settings.archive_dir.glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in named:
            path.unlink()


def load(target: Target, rest: Remainder) -> tuple[int, int]:
    """Load what is left of a file as it was numbered; records and broken lines.

    Refuses with PARQUET_RUSAK.
    """
    fault = Fault("PARQUET_RUSAK", target.file_name)
    columns = f"_row_number as nomor, {target.names}"
    for sha256, wanted, broken in (
        (rest.rekaman, columns, False),
        (rest.rusak, "_line, teks, galat", True),
    ):
        with (
            archive.readable(target.settings, sha256) as path,
            warehouse.sealed_reader(target.settings, path) as (sealed, source),
        ):
            query = f"select {wanted} from read_parquet({quoted(source)})"
            target.keep_from(sealed, query, fault, broken=broken)
    return target.counts()


def _put(con: duckdb.DuckDBPyConnection, settings: Settings, query: str) -> str:
    """The rows as an archived object; its hash."""
    with _scratch(settings) as path:
        con.execute(f"copy ({query} order by all) to {quoted(path)} (format parquet)")
        return archive.put(settings, path)


@contextmanager
def _scratch(settings: Settings) -> Iterator[Path]:
    """A file in the scratch folder, in clear text while it is written and read."""
    settings.scratch_dir.mkdir(parents=True, exist_ok=True)
    path = settings.scratch_dir / "sisa.parquet"
    path.unlink(missing_ok=True)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _drop(settings: Settings, old: set[str]) -> None:
    """Objects that no note names any more go."""
    for sha256 in old - _named(settings):
        archive.path_of(settings, sha256).unlink(missing_ok=True)


def _named(settings: Settings) -> set[str]:
    """Objects that notes of remainders name."""
    return {
        item
        for note in all_notes(settings)
        if (rest := find(settings, note.stem))
        for item in (rest.rekaman, rest.rusak)
    }
