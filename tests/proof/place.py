"""A home with its landing folder and log: what a child does in it, and how it is undone."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_dtsen import cli
from dagster_dtsen.release import publish, store
from dagster_dtsen.settings import Settings
from tests.proof.child import call


@dataclass(frozen=True)
class Place:
    """Where children work; ``key`` encrypts the home."""

    home: Path
    landing: Path
    log: Path
    key: str | None = None

    @property
    def temporary(self) -> Path:
        """Temporary files of everything that runs here, beside the home."""
        return self.home.with_name(self.home.name + ".tmp")

    def enter(self) -> Settings:
        """Settings of a child that works here; only a child may call it."""
        self.temporary.mkdir(parents=True, exist_ok=True)
        os.environ["TMPDIR"] = str(self.temporary)
        os.environ["DTSEN_DB_KEY"] = self.key or ""
        tempfile.tempdir = None
        return cli.configure(self.home, self.landing)

    def runner(self, release: str | None = None) -> Callable[[], None]:
        """``dtsen run`` as a call for a child: the command itself, not a part of it."""

        def run() -> None:
            self.enter()
            cli.run(landing=self.landing, home=self.home, release=release)

        return run

    def answer(self, question: Callable[[Settings], Any]) -> Any:
        """Ask ``question`` in a child and bring its answer back as JSON."""
        reply = self.log.with_name(self.log.name + ".json")
        reply.unlink(missing_ok=True)

        def ask() -> None:
            reply.write_text(json.dumps(question(self.enter())))

        call(ask, self.log)
        content = json.loads(reply.read_text())
        reply.unlink()
        return content

    def restore(self, source: Path | None) -> None:
        """Fill the home from ``source`` (None: leave it empty), as if it had grown here.

        The readers' database names its files by their full path, so a copied one is made anew.
        """
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.temporary, ignore_errors=True)
        if source is None:
            return
        shutil.copytree(source, self.home)

        def repoint() -> None:
            settings = self.enter()
            publish.point_readers(settings, store.stored(settings)[-1])

        call(repoint, self.log)


class Kept:
    """Copies of folders as they were, missing ones as missing."""

    def __init__(self, folders: Sequence[Path], aside: Path) -> None:
        self.folders, self.aside = folders, aside
        shutil.rmtree(aside, ignore_errors=True)
        _copy(folders, self._copies())

    def _copies(self) -> list[Path]:
        return [self.aside / str(number) for number in range(len(self.folders))]

    def put_back(self) -> None:
        """The folders are again what they were."""
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        _copy(self._copies(), self.folders)


def _copy(sources: Sequence[Path], targets: Sequence[Path]) -> None:
    for source, target in zip(sources, targets, strict=True):
        if source.exists():
            shutil.copytree(source, target)
