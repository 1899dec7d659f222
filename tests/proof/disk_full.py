"""The disk gets full at a seeded point of a run, a publication, a backup or a line in a log."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path
from typing import Any

import typer

from dagster_dtsen import backups, cli_backup, cli_versions, journal
from dagster_dtsen.errors import KINDS
from dagster_dtsen.release import status, store
from dagster_dtsen.settings import Settings
from tests.proof import inspect_home, reference, small_disk
from tests.proof.child import Child, call, tail
from tests.proof.kill import stage
from tests.proof.place import Place
from tests.proof.reference import AFTER_FIRST, RELEASES
from tests.proof.small_disk import LARGE, Disk, exit_code, mounted

FIRST, SECOND = (f"{name}.v1" for name in RELEASES)
# seeds by what is filled: the size of the disk, publication, backup, a log
_SIZES, _PUBLICATIONS, _BACKUPS = 12, 4, 2
_ATTEMPTS = 4
_PAGE = 4096
_LINE = 200  # bytes of a log's line, about
_WHY = "bukti"


def fill_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Let the disk of a home get full, look at what is left, make room, do the same again.

    Seeds 0 to 11: a disk whose size lies between what the home needs before a release and the most
    that it needs in it, in six steps of each release (even seeds the first, in an empty home). 12
    to 15: something else takes the room after the last gate. 16 and 17: the disk of a backup is
    full in its second generation. 18 and 19: there is no room for a line in the log of acts. The
    act must end with its own code and two lines, no trace; readers see the last release (or the new
    one, where only what follows its publication failed); the lock is free. With room the same
    command ends well, and the home equals one whose disk never was full. Gives ``seed``, ``point``,
    ``size`` and ``need`` in bytes, ``stage`` (last one finished), ``code``, ``attempts``,
    ``seconds`` and ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    dice = random.Random(f"penuh:{seed}")
    told: dict[str, Any] = {"seed": seed}
    failures: list[str] = []
    try:
        if seed < _SIZES + _PUBLICATIONS:
            failures += _release(reference_dir, work_dir, seed, dice, told)
        elif seed < _SIZES + _PUBLICATIONS + _BACKUPS:
            failures += _backup(reference_dir, work_dir, dice, told)
        else:
            failures += _log(reference_dir, work_dir, dice, told)
    except RuntimeError as error:
        failures.append(str(error))
    return told | {"failures": failures, "seconds": round(time.monotonic() - began, 1)}


def _release(
    reference_dir: Path, work_dir: Path, seed: int, dice: random.Random, told: dict[str, Any]
) -> list[str]:
    release = RELEASES[seed % 2]
    need = small_disk.needs(reference_dir, work_dir, release)
    allowed = [None if release == RELEASES[0] else FIRST, f"{release}.v1"]
    by_size = seed < _SIZES
    told |= {"point": f"{release} {'ukuran' if by_size else 'penerbitan'}", "need": need["puncak"]}
    share = (seed // 2 + dice.random()) / (_SIZES // 2) if by_size else dice.random()
    with mounted(work_dir / "disk", LARGE) as disk:
        place = small_disk.on(disk, reference_dir, work_dir / f"d{seed}.log")
        for attempt in range(_ATTEMPTS):
            place.restore(small_disk.before(reference_dir, release))
            place.log.unlink(missing_ok=True)
            low, high = ("awal", "puncak") if by_size else ("gerbang", "akhir")
            left = int(share * (need[high] - need[low]))
            if by_size:
                disk.resize(max(need["awal"], disk.used) + left)
                told["size"] = need["awal"] + left
            run = Child(exit_code(place.runner(release)), place.log)
            if not by_size:
                reference.until_last_gate(run, place.log)
                disk.fill(left)
                told["size"] = disk.used
            told |= {"code": _ended(run), "attempts": attempt + 1, "stage": stage(place.log)}
            if told["code"] != 0:
                break
            share *= 0.6
            disk.make_room()
            disk.resize(LARGE)
        found = _clearly(told["code"], "E-DISK-PENUH", place.log)
        found += place.answer(lambda s: _readers(s, allowed))
        disk.make_room()
        disk.resize(LARGE)
        call(place.runner(release), place.log)
        known = reference.expected(reference_dir, release)
        return found + place.answer(
            lambda s: inspect_home.finished(s, f"{release}.v1", known, place.temporary)
        )


def _backup(
    reference_dir: Path, work_dir: Path, dice: random.Random, told: dict[str, Any]
) -> list[str]:
    """The first generation has room, the second has not."""
    place = Place(work_dir / "home", reference_dir / "landing", work_dir / "c.log")
    prints = reference.expected(reference_dir, RELEASES[1])["sidik"]
    with mounted(work_dir / "disk", LARGE) as disk:
        target = disk.path / "cadangan"

        def back() -> None:
            place.enter()
            code = cli_backup.app(["--to", str(target), "--plain"], standalone_mode=False)
            if code:
                raise typer.Exit(code)

        place.restore(reference_dir / AFTER_FIRST)
        call(back, place.log)
        small = disk.used
        place.restore(reference_dir / "home")
        need = sum(path.stat().st_size for path in place.home.glob("rilis/*.v1/**/*.parquet")) // 2
        disk.resize(small + int(dice.random() * need))
        told |= {"point": "cadangan", "size": small, "need": small + need}
        run = Child(exit_code(back), place.log)
        told |= {"code": _ended(run), "attempts": 1, "stage": "-"}
        found = _clearly(told["code"], "E-CADANGAN-GAGAL", place.log)
        found += _restored(place, work_dir, target, {FIRST: prints[FIRST]})
        disk.resize(LARGE)
        call(back, place.log)
        return found + _restored(place, work_dir, target, prints)


def _restored(place: Place, work_dir: Path, target: Path, prints: dict[str, str]) -> list[str]:
    """The newest generation is checked and restored elsewhere."""
    other = Place(work_dir / "pulih", place.landing, place.log)

    def restore(settings: Settings) -> dict[str, str]:
        backups.verify(settings, target, plain=True)
        backups.restore(settings, target, plain=True)
        status.verify_seals(settings, every=True)
        return {item.name: item.manifest["sidik"]["rilis"] for item in store.versions(settings)}

    found = other.answer(restore)
    shutil.rmtree(other.home)
    return [] if found == prints else [f"restored {found}, expected {prints}"]


def _log(
    reference_dir: Path, work_dir: Path, dice: random.Random, told: dict[str, Any]
) -> list[str]:
    """The log of acts ends a little before a page of the disk, and there is no further page."""
    with mounted(work_dir / "disk", LARGE) as disk:
        place = small_disk.on(disk, reference_dir, work_dir / "l.log")
        place.restore(reference_dir / "home")
        log = place.home / "keputusan" / "rilis.jsonl"
        log.parent.mkdir(parents=True, exist_ok=True)
        room = dice.randrange(_LINE)
        log.write_text(" " * (_PAGE - room - 1) + "\n")
        _take_all(disk)
        told |= {"point": "catatan", "size": disk.used, "need": _PAGE - room + _LINE}

        def back() -> None:
            place.enter()
            cli_versions.rollback(FIRST, _WHY, "uji", place.home)

        run = Child(exit_code(back), place.log)
        told |= {"code": _ended(run), "attempts": 1, "stage": "-"}
        found = _clearly(told["code"], "E-DISK-PENUH", place.log)
        found += [] if not journal.entries(log) else ["a line that was refused is told"]
        found += place.answer(lambda s: _readers(s, [SECOND]))
        disk.make_room()
        call(back, place.log)
        count = len(journal.entries(log))
        found += [] if count == 1 else [f"{count} acts entered"]
        return found + place.answer(lambda s: _readers(s, [FIRST]))


def _take_all(disk: Disk) -> None:
    disk.fill(0)
    rest = os.open(disk.path / "pengisi", os.O_WRONLY | os.O_APPEND)
    try:
        while True:
            os.write(rest, bytes(_PAGE))
    except OSError:
        os.close(rest)


def _ended(run: Child) -> int:
    if not run.wait(600):
        run.kill()
        raise RuntimeError(f"no end: {tail(run.log)}")
    return run.code or 0


def _clearly(code: int, kind: str, log: Path) -> list[str]:
    """What is wrong with how the act ended: its code, its two lines, no trace."""
    text = log.read_text(errors="replace")
    found = [] if code == KINDS[kind].exit_code else [f"exit {code}: {tail(log)}"]
    found += [] if text.count(f"[{kind}]") == 2 else [f"{text.count(f'[{kind}]')} lines of {kind}"]
    return found + (["a trace in the output"] if "Traceback" in text else [])


def _readers(settings: Settings, allowed: list[str | None]) -> list[str]:
    found = inspect_home.readers(settings, allowed)
    if settings.root.exists() and not inspect_home.lock_is_free(settings):
        found.append("the run lock is held")
    return found
