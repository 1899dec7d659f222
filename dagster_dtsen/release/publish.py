"""Publish: complete the release folder, rename it into place, swap the readers' database."""

from __future__ import annotations

import shutil
from typing import Any

import duckdb

from dagster_dtsen import __version__, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import aside, is_left, replace, sync, sync_tree, write_json
from dagster_dtsen.release import intact, signature, store, tombstones, views, working_file
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import RESULT
from dagster_dtsen.settings import Settings

PUBLISHED_FILE = "terbit.duckdb"


def manifest_of(
    con: duckdb.DuckDBPyConnection,
    release: ReleaseId,
    layers: dict[str, dict[str, Any]],
    models: dict[str, Any],
    policy: dict[str, str],
) -> dict[str, Any]:
    """Everything a reader must know about the release, without any person's value.

    ``sidik`` covers the logical content only; timings and the code version stand outside it.
    """
    row = con.execute(
        "select versi, id_dasar, tanggal_rilis, satuan_desil from kendali.rilis"
    ).fetchall()[0]
    deliveries = con.execute(
        "select distinct _delivery from ledger.kiriman_rilis order by 1"
    ).fetchall()
    gates = con.execute(
        "select gerbang, lulus, jumlah_pemeriksaan from kendali.gerbang order by rowid"
    ).fetchall()
    prints = {
        layer: combine((name, item["sidik"]) for name, item in tables.items())
        for layer, tables in layers.items()
    }
    return {
        "id_rilis": str(release),
        "versi": row[0],
        "id_dasar": row[1],
        "tanggal_rilis": row[2].isoformat(),
        "satuan_desil": row[3],
        "kiriman": [item[0] for item in deliveries],
        "lapisan": layers,
        "sidik": {**prints, "rilis": combine(prints.items())},
        "model": models,
        "kebijakan": policy,
        "gerbang": [
            {"nama": name, "lulus": passed, "pemeriksaan": count} for name, passed, count in gates
        ],
        "kode": {"versi": __version__},
    }


def complete(settings: Settings, release: ReleaseId, manifest: dict[str, Any]) -> None:
    """Write the manifest last, sign it where a key is configured, rename the build folder.

    Raises DtsenError E-KUNCI-TANDA.
    """
    building = store.build_dir(settings, release)
    write_json(building / store.MANIFEST, manifest)
    signature.sign(settings, building)
    sync_tree(building)
    replace(building, store.final_dir(settings, release, int(manifest["versi"])))


def point_readers(settings: Settings, stored: store.StoredRelease) -> None:
    """Build the readers' database aside and swap it in by one rename.

    A reader that holds the old file keeps reading the old release to the end.
    """
    target = settings.root / PUBLISHED_FILE
    built = aside(target)
    warehouse.remove_database(built)
    with warehouse.connect(settings, database=built) as con:
        views.show(con, settings, stored)
        for name in stored.manifest["lapisan"][RESULT]:
            con.execute(f"create view main.{name} as select * from {RESULT}.{name}")
        con.execute(
            "create table main.rilis as select ? as id_rilis, ? as versi, ? as sidik",
            [str(stored.release), stored.version, stored.manifest["sidik"]["rilis"]],
        )
        con.execute("checkpoint wh")
    sync(built)
    replace(built, target)


def published(settings: Settings) -> str | None:
    """Name (``2026T1.v1``) of the release readers see, or None."""
    path = settings.root / PUBLISHED_FILE
    if not path.exists():
        return None
    with warehouse.connect(settings, database=path, read_only=True) as con:
        row = con.execute("select id_rilis, versi from main.rilis").fetchall()[0]
    return f"{row[0]}.v{row[1]}"


def seen(settings: Settings) -> store.StoredRelease:
    """The release readers see, as it is stored; between two renames the last one, still whole.

    Raises DtsenError E-RILIS-TIADA, E-KUNCI-SALAH.
    """
    found = store.standing(settings, published(settings))
    if found is None:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    return found


def recover(settings: Settings) -> list[str]:
    """Clear what a killed run left, look at what stays, finish an interrupted publication.

    Returns what was done, for display. Runs under the run lock only. Raises DtsenError
    E-SEGEL-RUSAK when files of the newest release are missing or of another size, and for a
    tombstone that no erasure explains.
    """
    done = []
    for leftover in (settings.scratch_dir, settings.releases_dir / store.BUILD):
        if leftover.exists() and any(leftover.iterdir()):
            done.append(leftover.name)
        shutil.rmtree(leftover, ignore_errors=True)
    if _clear_spill(settings):
        done.append(settings.spill_dir.name)
    warehouse.remove_database(aside(settings.root / PUBLISHED_FILE))
    tombstones.check(settings)
    chain = store.stored(settings)
    if chain:
        intact.complete(chain[-1])
    done += working_file.check(settings)
    return done + finish(settings) + tombstones.bury(settings)


def finish(settings: Settings) -> list[str]:
    """End a publication or a rollback that was killed after its first rename; what was done.

    Then readers and the views of the working file have the release that is in use. The caller
    holds the run lock. Raises DtsenError E-SEGEL-RUSAK where its files are not whole.
    """
    done = [PUBLISHED_FILE] if point_to_current(settings) else []
    followed = views.follow(settings)
    return [*done, f"{settings.warehouse_file.name} → {followed}"] if followed else done


def _clear_spill(settings: Settings) -> bool:
    """Delete what dead processes spilled; commands that only read are no matter of the run lock."""
    found = [path for path in settings.spill_dir.glob("*") if is_left(path)]
    for path in found:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return bool(found)


def point_to_current(settings: Settings) -> bool:
    """Let readers see the newest release in use; False where they do already.

    Where every release is withdrawn they keep what they have. Raises DtsenError E-SEGEL-RUSAK.
    """
    waiting = to_come(settings)
    if waiting is None:
        return False
    intact.complete(waiting)
    point_readers(settings, waiting)
    return True


def to_come(settings: Settings) -> store.StoredRelease | None:
    """The release that readers should see and do not yet: only a kill leaves one."""
    chain = store.stored(settings)
    return chain[-1] if chain and published(settings) != chain[-1].name else None
