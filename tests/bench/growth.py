"""`python -m tests.bench.growth --home DIR --families N`: bytes of a home by what they are for.

Measures what lies in a home that has releases: every sealed table, the archive of originals, return
packages, logs, run history, the working file by schema, and what backups of it copy. The home is
read only; the backup goes to a folder of its own, which is removed. Appends a record to
docs/results/growth.jsonl. ``--table`` prints the measured figures of the file, and ``--plan`` what
they come to for 289 million people (tests/bench/growth_plan.py).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_dtsen import backups, cli, warehouse
from dagster_dtsen.reception import archive
from dagster_dtsen.reception.note import DeliveryNote
from dagster_dtsen.release import as_of, store
from dagster_dtsen.release.fingerprint import table_fingerprint
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.bench import growth_plan
from tests.bench.meter import cpu_seconds
from tests.proof.results import append, versions

FILE = PROJECT_DIR / "docs" / "results" / "growth.jsonl"
_BLOCK = 262_144  # bytes of a block of the engine's file
_LOGS = ("keputusan", "catatan", "tinjauan")
_KEY = "kunci-untuk-bangku-uji-4c11"


def measure(settings: Settings, work: Path) -> dict[str, Any]:
    """Bytes, rows and people of a home; ``work`` takes the backup."""
    return {
        "rilis": {item.name: release(settings, item) for item in store.versions(settings)},
        "arsip": folder(settings.archive_dir) | {"kiriman": deliveries(settings)},
        "pengembalian": {
            path.name: folder(path) for path in sorted(settings.returns_dir.iterdir())
        },
        "catatan": sum(folder(settings.root / name)["byte"] for name in _LOGS),
        "riwayat_proses": folder(settings.dagster_home)["byte"],
        "dbt": folder(settings.root / "dbt")["byte"],
        "gudang": working_file(settings),
        "baca": reading(settings),
        "cadangan": backup(settings, work),
    }


def release(settings: Settings, item: store.StoredRelease) -> dict[str, Any]:
    """One sealed release: people, and bytes, rows and files of every table."""
    told = item.manifest["ringkasan"]
    return {
        "individu": told["individu"],
        "keluarga": told["keluarga"],
        "kiriman": len(item.manifest["kiriman"]),
        "detik": item.manifest.get("waktu", {}).get("detik"),
        "manifes": (item.path / store.MANIFEST).stat().st_size,
        "lapisan": {
            layer: {
                name: {
                    "byte": sum(file["byte"] for file in table["berkas"]),
                    "baris": table["baris"],
                    "berkas": len(table["berkas"]),
                }
                for name, table in tables.items()
            }
            for layer, tables in item.manifest["lapisan"].items()
        },
    }


def folder(path: Path) -> dict[str, int]:
    """Bytes and files below a folder; nothing when it is not there."""
    sizes = [item.stat().st_size for item in path.rglob("*") if item.is_file()]
    return {"byte": sum(sizes), "berkas": len(sizes)}


def deliveries(settings: Settings) -> dict[str, int]:
    """Archived bytes of every delivery, named by provider and period."""
    found: dict[str, int] = {}
    for path in archive.note_files(settings):
        note = DeliveryNote.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        files = [archive.path_of(settings, item.sha256) for item in note.berkas]
        size = sum(file.stat().st_size for file in files if file.exists())
        found[f"{note.penyedia} {note.periode}"] = size
    return dict(sorted(found.items()))


def working_file(settings: Settings) -> dict[str, Any]:
    """Bytes of the working file, its blocks by schema, and rows and bytes of every history."""
    with warehouse.connect(settings, read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name, estimated_size from duckdb_tables() "
            "where database_name = 'wh' and not temporary order by all"
        ).fetchall()
        schemas: dict[str, int] = {}
        history: dict[str, Any] = {}
        for schema, name, rows in tables:
            size = _blocks(con, f"{schema}.{name}") * _BLOCK
            schemas[schema] = schemas.get(schema, 0) + size
            if schema == "history":
                history[name] = {"baris": rows, "byte": size, "per_hari": _by_day(con, name)}
    return {
        "byte": settings.warehouse_file.stat().st_size,
        "skema": dict(sorted(schemas.items())),
        "riwayat": history,
    }


def _blocks(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """Blocks that hold a table; one that shares its block with others counts it too."""
    found = con.execute(
        "select count(distinct block_id) from (select block_id, additional_block_ids "
        f"from pragma_storage_info('{name}')) where block_id >= 0"
    ).fetchall()
    return int(found[0][0])


def _by_day(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, int]:
    """Rows of a history by the release date at which they begin."""
    return {
        str(day): int(count)
        for day, count in con.execute(
            f"select dbt_valid_from::date, count(*) from history.{name} group by 1 order by 1"
        ).fetchall()
    }


def reading(settings: Settings) -> dict[str, Any]:
    """An as-of of the newest release: opening it, one pass over its persons, their fingerprint."""
    name = store.stored(settings)[-1].name
    began = time.monotonic()
    with as_of.opened(settings, name) as release:
        found: dict[str, Any] = {"buka": round(time.monotonic() - began, 3)}
        table = release.table("individu")
        relation = release.relation(table)
        used = cpu_seconds()
        release.con.execute(f"select bit_xor(hash(t)) from {relation} as t").fetchall()
        found["lewat_cpu"] = round(cpu_seconds() - used, 2)
        used = cpu_seconds()
        table_fingerprint(release.con, relation, table.key)
        found["sidik_cpu"] = round(cpu_seconds() - used, 2)
    return found | {"baris": table.seal["baris"]}


def backup(settings: Settings, work: Path) -> dict[str, Any]:
    """A first encrypted generation of the home and a second that finds everything stored."""
    os.environ["DTSEN_BACKUP_KEY"] = _KEY
    settings = cli.configure(settings.home)
    target = work / "cadangan"
    shutil.rmtree(target, ignore_errors=True)
    try:
        found = []
        for _ in range(2):
            began, used = time.monotonic(), time.process_time()
            told = backups.backup(settings, target)
            found.append(
                {
                    "byte_disalin": told["byte_disalin"],
                    "berkas": told["berkas"],
                    "detik": round(time.monotonic() - began, 1),
                    "cpu": round(time.process_time() - used, 1),
                    "tersimpan": folder(target)["byte"],
                }
            )
    finally:
        shutil.rmtree(target, ignore_errors=True)
    return {"pertama": found[0], "kedua": found[1]}


def main() -> None:
    """Measure a home, or print what has been measured and what it comes to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--families", type=int, help="families of the twin, for the record")
    parser.add_argument("--note", default="", help="what is special about the home")
    parser.add_argument("--work", type=Path, default=PROJECT_DIR / "data" / "bench_growth")
    parser.add_argument("--results", type=Path, default=FILE)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--plan", action="store_true")
    options = parser.parse_args()
    if options.home:
        settings = cli.configure(options.home)
        record = {"keluarga": options.families, "catatan_rumah": options.note}
        record |= measure(settings, options.work) | versions()
        append(record, options.results)
    lines = [json.loads(line) for line in options.results.read_text().splitlines() if line]
    if options.table:
        print(growth_plan.table(lines))
    if options.plan:
        print(growth_plan.plan(lines))


if __name__ == "__main__":
    main()
