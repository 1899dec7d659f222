"""What must hold in a home after a kill and after the run that follows it.

Every function is called in a forked child, for it opens DuckDB.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.files import sha256
from dagster_dtsen.release import publish, status, store
from dagster_dtsen.release.fingerprint import table_fingerprint
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, tables_of
from dagster_dtsen.settings import Settings

_HISTORY = ("id_individu", "id_keluarga")


def readers(settings: Settings, allowed: list[str | None]) -> list[str]:
    """What is wrong with what readers see; ``allowed`` are the releases it may be (None: no file).

    Every view of both layers is read to the end and its fingerprint compared with the manifest's,
    and every view must point into the one release.
    """
    path = settings.root / publish.PUBLISHED_FILE
    if not path.exists():
        return [] if None in allowed else ["readers' database missing"]
    # a rollback that was killed half way may have withdrawn what readers still see
    by_name = {item.name: item for item in store.versions(settings)}
    with warehouse.connect(settings, database=path, read_only=True) as con:
        rows = con.execute("select id_rilis || '.v' || versi, sidik from main.rilis").fetchall()
        if len(rows) != 1 or rows[0][0] not in allowed or rows[0][0] not in by_name:
            return [f"readers see {rows}, allowed {allowed}, stored {sorted(by_name)}"]
        item = by_name[rows[0][0]]
        found = [] if rows[0][1] == item.manifest["sidik"]["rilis"] else ["fingerprint of rilis"]
        strangers = con.execute(
            "select count(*) from duckdb_views() where not internal and schema_name <> 'main' "
            "and not contains(sql, ?)",
            [str(item.path) + "/"],
        ).fetchall()[0][0]
        found += [f"{strangers} views outside {item.name}"] if strangers else []
        return found + _layers(con, item)


def whole(settings: Settings, when: str) -> list[str]:
    """What is wrong with what readers see ``when``: any stored release in use, but whole."""
    names: list[str | None] = [item.name for item in store.stored(settings)]
    return [f"{when}: {item}" for item in readers(settings, names)]


def _layers(con: duckdb.DuckDBPyConnection, item: store.StoredRelease) -> list[str]:
    found = []
    for layer in (SNAPSHOT, RESULT):
        for table in tables_of(layer):
            sealed = item.manifest["lapisan"][layer][table.name]
            names = [f"{layer}.{table.name}"] + ([f"main.{table.name}"] if layer == RESULT else [])
            for name in names:
                rows, fingerprint, _ = table_fingerprint(con, name, table.key)
                if (rows, fingerprint) != (sealed["baris"], sealed["sidik"]):
                    found.append(f"{item.name} {name} differs from its seal")
    return found


def lock_is_free(settings: Settings) -> bool:
    """True when nobody holds the home."""
    with (settings.root / "dtsen.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def leftovers(settings: Settings, temporary: Path) -> list[str]:
    """Files a finished run must not leave: build folder, scratch, spill, half-written, temp."""
    root = settings.root
    emptied = (settings.releases_dir / store.BUILD, settings.scratch_dir, settings.spill_dir)
    folders = (*emptied, temporary)
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    found += [*root.rglob("*.baru"), *root.glob("*.wal")]
    return sorted(str(path.relative_to(root.parent)) for path in found)


def finished(
    settings: Settings, published: str, expected: dict[str, Any], temporary: Path
) -> list[str]:
    """What is wrong in a home whose last run went to its end: readers, :func:`state`, leftovers."""
    found = readers(settings, [published])
    found += differences(expected, state(settings))
    return found + leftovers(settings, temporary)


def state(settings: Settings) -> dict[str, Any]:
    """Everything two homes with the same past must agree on, without any person's value.

    ``sidik`` per release, ``riwayat`` (history tables), ``jumlah`` (rows of every warehouse table)
    and ``pengembalian`` (files of the return packages, Parquet by its rows). Recomputes every seal;
    raises DtsenError.
    """
    status.verify_seals(settings)
    with warehouse.connect(settings) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'wh' and not temporary order by all"
        ).fetchall()
        names = [f"{schema}.{name}" for schema, name in tables]
        counts = {
            name: con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in names
        }
        history = {name: _history(con, name) for name in names if name.startswith("history.")}
        returned = {
            str(path.relative_to(settings.returns_dir)): _returned(con, settings, path)
            for path in sorted(settings.returns_dir.rglob("*"))
            if path.is_file()
        }
    return {
        "sidik": {item.name: item.manifest["sidik"]["rilis"] for item in store.stored(settings)},
        "riwayat": history,
        "jumlah": counts,
        "pengembalian": returned,
    }


def _returned(con: duckdb.DuckDBPyConnection, settings: Settings, path: Path) -> str:
    """A file of a return package; rows by what they hold, under whatever key they stand."""
    if path.suffix != ".parquet":
        return sha256(path)
    relation = warehouse.read_parquet(settings, str(path))
    held = f"select r::varchar as baris from {relation} as r"
    found = con.execute(f"select md5(string_agg(baris, chr(10) order by baris)) from ({held})")
    return str(found.fetchall()[0][0])


def under_a_key(expected: dict[str, Any]) -> dict[str, Any]:
    """A :func:`state` as an encrypted home has it: return packages hold no clear rows."""
    kept = {name: value for name, value in expected["pengembalian"].items() if ".csv" not in name}
    return expected | {"pengembalian": kept}


def _history(con: duckdb.DuckDBPyConnection, name: str) -> str:
    columns = [str(row[0]) for row in con.execute(f"describe {name}").fetchall()]
    key = [*(column for column in _HISTORY if column in columns), "dbt_valid_from"]
    return table_fingerprint(con, name, key)[1]


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Where two states differ, as ``part: name``."""
    return [
        f"{part}: {name}"
        for part in expected
        for name in sorted(expected[part].keys() | found[part].keys())
        if expected[part].get(name) != found[part].get(name)
    ]
