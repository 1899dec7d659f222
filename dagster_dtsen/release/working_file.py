"""What the working file held when it was left, written down beside it and compared at every start.

DuckDB opens a file whose write-ahead log was cut without a word: the last transactions are gone.
So counts and fingerprints are kept in ``sidik_gudang.json``, outside of it. The working file is
derived: one that holds less than it should, or does not open, is set aside and built again from
archive and release files, as a lost one is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.files import aside, write_json
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings

Print = dict[str, Any]
_FORM = 1
_OPEN, _LEFT = "buka", "tutup"
# what the engine says of a file that is not as it wrote it
_DAMAGED = (
    "replaying wal",
    "corrupt",
    "not a valid duckdb",
    "could not read enough bytes",
    "aes tag differs",
)
# accepted deliveries and the records read of them: only added to, whatever a run does
_DELIVERIES = """
select k._delivery, coalesce(sum(b.jumlah_terbaca), 0)::bigint
from ledger.kiriman as k left join ledger.berkas as b using (_delivery)
where k.status = 'diterima' group by 1 order by 1
"""
_MAPS = {
    "linkage.peta_individu": "record_key, id_individu",
    "linkage.peta_keluarga": "id_individu, id_keluarga",
}
_HISTORY = "history"
_LOST = "hilang, dibangun lagi oleh rilis berikut / lost, built again by the next release"
_ASIDE = "disisihkan, dibangun lagi oleh rilis berikut / set aside, built again by the next release"


@contextmanager
def changing(settings: Settings, release: ReleaseId | None = None) -> Iterator[None]:
    """Around everything that changes the working file; ``release``: the one being built."""
    begin(settings, release)
    try:
        yield
    finally:
        leave(settings)


def begin(settings: Settings, release: ReleaseId | None = None) -> None:
    """Say that the working file is being changed: until it is left, only what grows is sure."""
    known = _read(settings)
    if known or not settings.warehouse_file.exists():
        date = release.cut_off.isoformat() if release else dt.date.min.isoformat()
        write_json(
            settings.warehouse_print,
            {**(known or {"bentuk": _FORM}), "keadaan": _OPEN, "dibangun": date},
        )


def note(con: duckdb.DuckDBPyConnection, settings: Settings, stage: str) -> None:
    """After a stage: what is there now and must not become less."""
    known = _read(settings)
    if known:
        write_json(settings.warehouse_print, known | _growing(con) | {"tahap": stage})


def leave(settings: Settings) -> None:
    """The working file is left in order: count all of it."""
    if not settings.warehouse_file.exists():
        settings.warehouse_print.unlink(missing_ok=True)
        return
    # a file that cannot be read now is found at the next start
    with suppress(duckdb.Error), warehouse.connect(settings, read_only=_clean(settings)) as con:
        found = {"bentuk": _FORM, "keadaan": _LEFT, **_growing(con), **_whole(con)}
        write_json(settings.warehouse_print, found)


def check(settings: Settings) -> list[str]:
    """Compare the working file with what it held; set it aside when it differs.

    Gives what was done, for display. Runs under the run lock, with the scratch folder cleared.
    Raises DtsenError E-KUNCI-SALAH.
    """
    aside(settings.warehouse_print).unlink(missing_ok=True)
    known = _read(settings)
    if not settings.warehouse_file.exists():
        settings.warehouse_print.unlink(missing_ok=True)
        if not known or (known["keadaan"] == _OPEN and not known.get("kiriman")):
            return []
        return [f"{settings.warehouse_file.name} {_LOST}"]
    try:
        with warehouse.connect(settings, read_only=_clean(settings)) as con:
            lost = _differences(con, settings, known) if known else []
    except duckdb.Error as error:
        if not any(sign in str(error).lower() for sign in _DAMAGED):
            raise
        lost = ["tidak terbuka / does not open"]
    return [_set_aside(settings, lost)] if lost else []


def _clean(settings: Settings) -> bool:
    """Whether no write-ahead log waits to be worked in, for which a file must be writable."""
    name = settings.warehouse_file.name + ".wal"
    return not settings.warehouse_file.with_name(name).exists()


def _set_aside(settings: Settings, lost: list[str]) -> str:
    """Into the scratch folder, where it lies until the next start."""
    file = settings.warehouse_file
    settings.scratch_dir.mkdir(parents=True, exist_ok=True)
    for path in (file, file.with_name(file.name + ".wal")):
        if path.exists():
            path.replace(settings.scratch_dir / path.name)
    settings.warehouse_print.unlink(missing_ok=True)
    return f"{file.name} {_ASIDE}: {', '.join(lost)}"


def _read(settings: Settings) -> Print | None:
    """What is known; None without, or when it is of another form or damaged."""
    try:
        known = json.loads(settings.warehouse_print.read_text(encoding="utf-8"))
        return dict(known) if known["bentuk"] == _FORM and known["keadaan"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        f"where database_name = '{warehouse.ALIAS}' and not temporary order by 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def _growing(con: duckdb.DuckDBPyConnection) -> Print:
    tables = _tables(con)
    held = {"ledger.kiriman", "ledger.berkas"} <= set(tables)
    rows = con.execute(_DELIVERIES).fetchall() if held else []
    return {
        "kiriman": {str(name): int(count) for name, count in rows},
        "riwayat": {
            name: [
                [str(start), str(end) if end else None, int(count)]
                for start, end, count in con.execute(
                    "select dbt_valid_from::date, dbt_valid_to::date, count(*) "
                    f"from {name} group by all order by all"
                ).fetchall()
            ]
            for name in tables
            if name.startswith(f"{_HISTORY}.")
        },
    }


def _whole(con: duckdb.DuckDBPyConnection) -> Print:
    tables = _tables(con)
    counts = " union all ".join(f"select '{name}', count(*) from {name}" for name in tables)
    maps = {
        name: con.execute(f"select bit_xor(hash({columns}))::varchar from {name}").fetchall()[0][0]
        for name, columns in _MAPS.items()
        if name in tables
    }
    rows = con.execute(counts).fetchall() if tables else []
    return {
        "tabel": {str(name): int(count) for name, count in rows},
        # another version of the engine may have another hash
        "peta": {f"{name} {duckdb.__version__}": value for name, value in maps.items()},
    }


def _differences(con: duckdb.DuckDBPyConnection, settings: Settings, known: Print) -> list[str]:
    """What the working file lacks, or, when it was left in order, holds otherwise."""
    now = _growing(con)
    before = known.get("kiriman", {})
    lost = sum(now["kiriman"].get(name) != count for name, count in before.items())
    found = [f"{lost} kiriman / deliveries"] if lost else []
    # what is being built is taken back and written anew; what was published is not
    until = known.get("dibangun", dt.date.max.isoformat())
    published = [item.release.cut_off.isoformat() for item in store.stored(settings)]
    last = max((date for date in published if date < until), default="")
    for name, rows in known.get("riwayat", {}).items():
        if _as_of(rows, last) != _as_of(now["riwayat"].get(name, []), last):
            found.append(name)
    if known["keadaan"] == _LEFT:
        whole = _whole(con)
        tables, maps = known["tabel"], known["peta"]
        found += [
            name
            for name in sorted(tables.keys() | whole["tabel"].keys())
            if tables.get(name) != whole["tabel"].get(name) and name not in found
        ]
        both = maps.keys() & whole["peta"].keys()
        found += sorted(name for name in both if maps[name] != whole["peta"][name])
    return found[:5]


def _as_of(rows: list[list[Any]], date: str) -> dict[tuple[str, str | None], int]:
    """Versions of rows by the days they begin and end, as they stood at the release of ``date``."""
    found: dict[tuple[str, str | None], int] = {}
    for start, end, count in rows:
        if start <= date:
            place = (start, end if end and end <= date else None)
            found[place] = found.get(place, 0) + count
    return found
