"""A small disk to fill: a file system in memory whose size is set, and what a run needs of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import typer

from tests.proof import reference
from tests.proof.child import Child
from tests.proof.place import Place
from tests.proof.reference import AFTER_FIRST, RELEASES

LARGE = 3_000_000_000
_NEEDS = "penuh.json"
_FILLER = "pengisi"
_LOOK = 0.05  # seconds between two looks at the disk


class Disk:
    """A mounted disk of a size in bytes, and a file that takes its room away."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def resize(self, size: int) -> None:
        """Give it another size; not below what it holds."""
        _mount(self.path, f"remount,size={size}")

    @property
    def used(self) -> int:
        state = os.statvfs(self.path)
        return (state.f_blocks - state.f_bfree) * state.f_frsize

    def fill(self, left: int) -> None:
        """Let something else take all room but ``left`` bytes, whatever is written meanwhile."""
        state = os.statvfs(self.path)
        size = state.f_bavail * state.f_frsize - left
        handle = os.open(self.path / _FILLER, os.O_WRONLY | os.O_CREAT)
        try:
            with suppress(OSError):  # the run took it meanwhile: it is full all the same
                os.posix_fallocate(handle, 0, max(1, size))
        finally:
            os.close(handle)

    def make_room(self) -> None:
        (self.path / _FILLER).unlink(missing_ok=True)


def _mount(path: Path, options: str) -> None:
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)],
        check=True,
        capture_output=True,
    )


@contextmanager
def mounted(path: Path, size: int) -> Iterator[Disk]:
    """A disk at the folder ``path``; gone afterwards with all it holds."""
    path.mkdir(parents=True, exist_ok=True)
    _mount(path, f"size={size}")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True, capture_output=True)
        shutil.rmtree(path, ignore_errors=True)


def permitted() -> bool:
    """Whether this process may mount at all."""
    try:
        with tempfile.TemporaryDirectory() as folder, mounted(Path(folder) / "disk", 1 << 20):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def needs(reference_dir: Path, work_dir: Path, release: str) -> dict[str, int]:
    """Bytes that building ``release`` needs, measured once per reference on a large disk.

    ``awal`` (before it), ``puncak`` (the most), ``gerbang`` (at the last gate) and ``akhir`` (the
    most after it).
    """
    file = reference_dir / _NEEDS
    known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    if release not in known:
        with mounted(work_dir / "ukur", LARGE) as disk:
            place = on(disk, reference_dir, work_dir / "ukur.log")
            place.restore(before(reference_dir, release))
            known[release] = _watched(disk, place, release)
        file.write_text(json.dumps(known, indent=2, sort_keys=True))
    found: dict[str, int] = known[release]
    return found


def _watched(disk: Disk, place: Place, release: str) -> dict[str, int]:
    start = most = disk.used
    gate = last = 0
    place.log.unlink(missing_ok=True)
    run = Child(place.runner(release), place.log)
    while not run.wait(_LOOK):
        used = disk.used
        most = max(most, used)
        if gate:
            last = max(last, used)
        elif reference.passed_last_gate(place.log):
            gate = last = used
    run.finish()
    return {"awal": start, "puncak": most, "gerbang": gate, "akhir": last}


def on(disk: Disk, reference_dir: Path, log: Path) -> Place:
    """A home on the disk; its log is elsewhere, so that it can tell of the failure."""
    return Place(disk.path / "home", reference_dir / "landing", log)


def before(reference_dir: Path, release: str) -> Path | None:
    """The home in which ``release`` is the next to be built; None: an empty one."""
    return None if release == RELEASES[0] else reference_dir / AFTER_FIRST


def exit_code(act: Any) -> Any:
    """``act``, a command, as a call for a child that ends with the command's own exit code."""

    def ended() -> None:
        try:
            act()
        except typer.Exit as error:
            os._exit(error.exit_code)

    return ended
