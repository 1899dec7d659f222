"""The home as a run of Dagster has it: locked from start to end, its working file compared.

Every step that writes gets the working file from this resource, whoever started the run: ``dtsen
run``, the UI (a job, one asset, "re-execute from failure") or the sensor. Dagster makes it once per
process of a run, before the first step, and all runs are of one process (``defs/jobs``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb

from dagster_dtsen import erasures, rotation, warehouse
from dagster_dtsen.release import control, publish, working_file
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings, get_settings

_PARTITION = "dagster/partition"


class Home:
    """The working file for the steps of one run that holds the run lock.

    ``alone``: Dagster itself started the run, so nobody else recovers the home before it, or counts
    what the working file holds after it.
    """

    def __init__(self, settings: Settings, partition: str, *, alone: bool) -> None:
        self._settings = settings
        self._partition = partition
        self._alone = alone
        self._changing = False
        self._compared = False
        self._due: control.Due | None = None

    @contextmanager
    def opening(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """For the first step of a release, which says what the working file is to hold."""
        if self._alone:
            rotation.finish(self._settings)
            publish.recover(self._settings)
            erasures.carry_out(self._settings)
        self._begin(ReleaseId.parse(self._partition))
        with warehouse.connect(self._settings) as con:
            yield con
        self._compared = True

    @contextmanager
    def building(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """For every later step of a release.

        Raises DtsenError E-GUDANG-LAIN when the working file was opened for another release,
        version or base, E-RILIS-SALAH in a run without a release, and as :func:`control.due`.
        """
        if self._due is None:
            self._due = control.due(self._settings, ReleaseId.parse(self._partition))
        self._look()
        with warehouse.connect(self._settings) as con:
            control.check_held(con, self._due)
            self._compared = True
            self._take_up(self._due.release)
            yield con

    def ready(self) -> None:
        """As :meth:`building`, for a step that opens the working file itself.

        Opening it takes a fifth of a second, and under the lock only this run changes it: one that
        was compared before is not opened for this.
        """
        if not self._compared:
            with self.building():
                pass

    @contextmanager
    def training(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """For a step of no release: whatever has been accepted so far."""
        self._look()
        self._take_up(None)
        with warehouse.connect(self._settings) as con:
            yield con

    def leave(self) -> None:
        """The run has ended; whoever else started it counts what the working file holds."""
        if self._alone and self._changing:
            working_file.leave(self._settings)

    def _look(self) -> None:
        """A working file that lost something since it was left is set aside, not gone on with."""
        if self._alone and not self._changing:
            working_file.check(self._settings)

    def _take_up(self, release: ReleaseId | None) -> None:
        if self._alone and not self._changing:
            self._begin(release)

    def _begin(self, release: ReleaseId | None) -> None:
        working_file.begin(self._settings, release)
        self._changing = True


@dg.resource(description="Rumah di bawah kunci proses / the home under the run lock")
@contextmanager
def locked_home(context: dg.InitResourceContext) -> Iterator[Home]:
    """The lock and the working file; raises DtsenError E-SEDANG-BERJALAN."""
    settings = get_settings()
    partition = context.run.tags.get(_PARTITION, "–") if context.run else "–"
    with run_lock(settings) as taken:
        home = Home(settings, partition, alone=taken)
        try:
            yield home
        finally:
            home.leave()
