"""`dtsen rotate-key`: everything that ``DTSEN_DB_KEY`` protects under another key.

Three states stand in ``rotasi/jurnal.json``. ``menyiapkan``: all is written aside under the new
key; the home is untouched and opens by the old one. ``menukar``: one write of the journal settles
it, then renames put the new files in place; they need no key, and whoever starts next ends them.
``membersihkan``: what has to be made with the new key is made, and the old files are deleted. From
``menukar`` on the home opens by the new key alone.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from dagster_dtsen import journal, list_answers, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import replace, sync, sync_tree
from dagster_dtsen.reception import archive
from dagster_dtsen.release import publish, rekey, store
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.views import refresh_views
from dagster_dtsen.rotation_state import CLEARING, PREPARING, SWAPPING, state, write_state
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import evidence

_OLD, _PROBE = "lama", "periksa.duckdb"

Say = Callable[[str], None]


def rotate(settings: Settings, *, to_open: bool = False, say: Say = lambda _: None) -> bool:
    """Change the key of a home from ``DTSEN_DB_KEY`` to ``DTSEN_NEW_DB_KEY``, or to none.

    False when the home has the new key already, also because this call ended a change that had
    been stopped. ``say`` is told what was written. Nothing is changed before everything opened by
    the old key. Raises DtsenError E-KUNCI-BARU, E-KUNCI-SALAH, E-RILIS-TIADA, E-ROTASI-BERKAS,
    E-SEGEL-RUSAK, E-SEDANG-BERJALAN, those of a signature.
    """
    new = _new(settings, to_open)
    with run_lock(settings):
        if finish(new) or (_opens(new) and not _opens(settings)):
            # an empty folder, where it was killed at the very end
            shutil.rmtree(settings.rotation_dir, ignore_errors=True)
            return False
        if not _opens(settings):
            raise DtsenError("E-KUNCI-SALAH", home=settings.home)
        publish.recover(settings)
        for stored in store.whole(settings):
            rekey.check_signature(settings, stored)
        _prepare(settings, new, say)
        write_state(settings, SWAPPING)
        finish(new)
    return True


def finish(settings: Settings) -> bool:
    """End a change of the key that was stopped after it was settled; whether there was one.

    Raises DtsenError E-SEDANG-BERJALAN while it is at work, and E-KUNCI-SALAH by any other key
    than the new one.
    """
    if state(settings) not in (SWAPPING, CLEARING):
        return False
    with run_lock(settings):
        if state(settings) == SWAPPING:
            _swap(settings)
            write_state(settings, CLEARING)
        if state(settings) == CLEARING:
            _check_probe(settings)
            _clear(settings)
    return True


def _new(settings: Settings, to_open: bool) -> Settings:
    key = settings.new_db_key.get_secret_value() if settings.new_db_key else ""
    if to_open == bool(key):
        reason = "DTSEN_NEW_DB_KEY, --open" if to_open else "DTSEN_NEW_DB_KEY?"
        raise DtsenError("E-KUNCI-BARU", reason=reason)
    if (key or None) == settings.secret():
        raise DtsenError("E-KUNCI-BARU", reason="sama dengan yang lama / same as the old one")
    new = None if to_open else settings.new_db_key
    return settings.model_copy(update={"db_key": new, "new_db_key": None})


def _opens(settings: Settings) -> bool:
    """Whether databases and newest release open by the key of ``settings``.

    Raises DtsenError E-RILIS-TIADA for a home that has none of them.
    """
    files = [settings.root / publish.PUBLISHED_FILE, settings.warehouse_file]
    there = [path for path in files if path.exists()]
    releases = store.whole(settings)
    if not there and not releases:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    try:
        for path in there:
            # a write-ahead log is worked in, for which a file must be writable
            with warehouse.connect(settings, database=path):
                pass
        with warehouse.rekeying(settings, settings) as con:
            for file in sorted(releases[-1].path.rglob("*.parquet"))[:1] if releases else []:
                con.execute(f"select 1 from {warehouse.read_parquet(settings, str(file))} limit 1")
    except DtsenError as error:
        if error.kind.code != "E-KUNCI-SALAH":
            raise
        return False
    except duckdb.Error:
        return False
    return True


def _prepare(old: Settings, new: Settings, say: Say) -> None:
    """Write everything aside under the new key; what an earlier call wrote by it is kept."""
    place = old.rotation_dir
    if state(old) != PREPARING or not _probe_opens(new):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700, parents=True)
        with warehouse.connect(new, database=place / _PROBE) as con:
            con.execute("create table periksa as select 1 as ada")
        write_state(old, PREPARING)
    done: list[str] = []
    broken: list[str] = []
    wanted: set[Path] = set()
    with warehouse.rekeying(old, new) as con:
        for stored in store.whole(old):
            target = rekey.prepared(old, stored.path)
            wanted.add(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not rekey.is_rekeyed(stored, target):
                rekey.rekey(con, old, new, stored, target)
            done.append(f"rilis/{stored.name}")
            write_state(old, PREPARING, done)
            say(done[-1])
        for path in rekey.kept_tables(old):
            target = rekey.prepared(old, path)
            wanted.add(target)
            if not _still(path, target) and not rekey.copy_table(con, old, new, path, target):
                broken.append(str(path.relative_to(old.root)))
    for make, files in (
        (archive.rekey, archive.stored_files(old)),
        (evidence.rekey, evidence.kept_files(old)),
        (list_answers.rekey, list_answers.kept_files(old)),
    ):
        for path in files:
            target = rekey.prepared(old, path)
            wanted.add(target)
            if not _still(path, target) and not make(old, new, path, target):
                broken.append(str(path.relative_to(old.root)))
    if broken:
        raise DtsenError("E-ROTASI-BERKAS", parts=", ".join(broken[:5]))
    kept = ["arsip", "keputusan", "padanan", "pengembalian", "paket_isi"]
    done += kept
    write_state(old, PREPARING, done)
    say(", ".join(kept))
    if old.warehouse_file.exists():
        # always anew: it may have changed since a call that was stopped
        target = rekey.prepared(old, old.warehouse_file)
        wanted.add(target)
        warehouse.copy_database(old, new, old.warehouse_file, target)
        done.append(old.warehouse_file.name)
        say(done[-1])
    write_state(old, PREPARING, done)
    for left in set(_units(place / rekey.NEW)) - wanted:
        # written by a call that was stopped, and gone from the home since
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    sync_tree(place)
    _note(old, new, done)


def _still(source: Path, target: Path) -> bool:
    """Whether an earlier call wrote ``target`` from what ``source`` is now."""
    return target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns


def _swap(settings: Settings) -> None:
    """Put what was written aside in its place. Needs no key; what is done is not done again."""
    root = settings.rotation_dir / rekey.NEW
    warehouse.remove_log(settings.warehouse_file)
    for source in list(_units(root)):
        target = settings.root / source.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            before = settings.rotation_dir / _OLD / source.relative_to(root)
            before.parent.mkdir(parents=True, exist_ok=True)
            target.rename(before)
        replace(source, target)


def _units(root: Path) -> Iterator[Path]:
    """Folders of releases and files beside them."""
    for path in sorted(root.glob("*")):
        if path.name == "rilis":
            yield from sorted(item for item in path.glob("*.v*") if item.suffix != ".baru")
        elif path.is_file():
            yield path
        else:
            yield from sorted(item for item in path.rglob("*") if item.is_file())


def _clear(settings: Settings) -> None:
    """What needs the new key, then the old files, the journal last."""
    if settings.warehouse_file.exists():
        with warehouse.connect(settings) as con:
            refresh_views(con, settings)
    chain = store.stored(settings)
    readers = settings.root / publish.PUBLISHED_FILE
    warehouse.remove_database(readers)
    if chain:
        publish.point_readers(settings, chain[-1])
    rekey.drop_clear_rows(settings)
    for name in (_OLD, rekey.NEW):
        shutil.rmtree(settings.rotation_dir / name, ignore_errors=True)
    warehouse.remove_database(settings.rotation_dir / _PROBE)
    settings.rotation_journal.unlink()
    sync(settings.rotation_dir)
    shutil.rmtree(settings.rotation_dir, ignore_errors=True)


def _check_probe(settings: Settings) -> None:
    """Raises DtsenError E-KUNCI-SALAH by another key than the new one."""
    probe = settings.rotation_dir / _PROBE
    if probe.exists():  # deleted last but for the journal, when nothing is left to be made
        with warehouse.connect(settings, database=probe, read_only=True):
            pass


def _probe_opens(settings: Settings) -> bool:
    try:
        with warehouse.connect(settings, database=settings.rotation_dir / _PROBE, read_only=True):
            return True
    except (DtsenError, duckdb.Error):
        return False


def _note(old: Settings, new: Settings, done: list[str]) -> None:
    entry = {
        "pada": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "akun": journal.account(),
        "dari": "bersandi" if old.secret() else "terbuka",
        "ke": "bersandi" if new.secret() else "terbuka",
        "bagian": done,
    }
    journal.append(old.keys_log, entry)
