"""A home that lost everything but its archive and decisions gives the same releases again."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from tests.proof import inspect_home, reference
from tests.proof.child import call
from tests.proof.kill import KEY
from tests.proof.place import Place
from tests.proof.reference import RELEASES

# what a backup of a home must hold (docs/reception.md)
_KEPT = ("arsip", "keputusan")


def rebuild_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Build releases from an archive and an empty landing folder; compare with the reference.

    Even seeds rebuild both releases from the archive of the reference home; odd ones the first
    release of an encrypted home from the archive it made itself, which is encrypted too.
    ``work_dir`` is used up. Gives ``seed``, ``release`` (the last one rebuilt), ``seconds`` and
    ``failures`` (empty when all held).
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    empty = work_dir / "kosong"
    empty.mkdir(parents=True)
    key = KEY if seed % 2 else None
    release = RELEASES[0] if key else RELEASES[1]
    place = Place(work_dir / "home", empty, work_dir / f"a{seed}.log", key)
    failures: list[str] = []
    try:
        archived = reference_dir / "home"
        if key:
            archived = work_dir / "asal"
            first = Place(archived, reference_dir / "landing", place.log, key)
            call(first.runner(release), first.log)
        for name in _KEPT:
            if (archived / name).exists():
                shutil.copytree(archived / name, place.home / name)
        for name in RELEASES[: RELEASES.index(release) + 1]:
            call(place.runner(name), place.log)
        known = reference.expected(reference_dir, release, key)
        failures += place.answer(
            lambda s: inspect_home.finished(s, f"{release}.v1", known, place.temporary)
        )
    except RuntimeError as error:
        failures.append(str(error))
    if not failures:
        place.log.unlink()
    seconds = round(time.monotonic() - began, 1)
    return {"seed": seed, "release": release, "seconds": seconds, "failures": failures}
