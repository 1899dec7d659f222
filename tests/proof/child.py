"""Forked children: a run costs no import time and dies alone, in a session of its own.

Fork is safe here because the parent has only imported: no Python thread but the main one, no
connection, no open database. What the libraries start at import sits idle and is not used by a
child: DuckDB's default connection (every connection of the system is its own instance) and
Arrow's allocator thread. `unfit` holds the parent to that.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dagster_dtsen.settings import PROJECT_DIR
from tests.tools.collector import leave_what_is_there

# idle library threads the parent may have: DuckDB's default instance, Arrow's allocator
_LIBRARY_THREADS = 2
_POLL = 0.02
ATTEMPTS = 5  # runs that may end before their kill

ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "DO_NOT_TRACK": "1",
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "SODA_CORE_TELEMETRY_ENABLED": "false",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
}
# before anything imports numpy
os.environ |= ENVIRONMENT


def preload() -> None:
    """Import what a run imports, so that a forked run need not; nothing is opened or started."""
    import dagster_dbt  # noqa: F401
    import dbt.adapters.duckdb
    import dbt.cli.main  # noqa: F401
    import soda_core.contracts.contract_verification  # noqa: F401
    import soda_duckdb.common.data_sources.duckdb_data_source  # noqa: F401

    import dagster_dtsen.cli
    import dagster_dtsen.components
    import dagster_dtsen.definitions
    import dagster_dtsen.linkage.run
    import dagster_dtsen.orchestrate
    import dagster_dtsen.ranking.train
    import dagster_dtsen.release.assemble
    import dagster_dtsen.twin  # noqa: F401


def warm(home: Path | None = None) -> None:
    """Preload, parse the dbt project and resolve the release job, so that a run finds both done.

    ``home``: one whose project may have been parsed before, which shortens it. dbt's parser starts
    threads that a fork would not have, so a child parses and hands over.
    """
    preload()
    _hold_fit()
    from dagster_dtsen import dagster_home, dbt_bridge, orchestrate
    from tests.conftest import at_home

    with (
        tempfile.TemporaryDirectory() as folder,
        at_home(home or Path(folder) / "home") as settings,
    ):
        dagster_home.prepare_home(settings)
        parsed = Path(folder) / "parsed"

        def parse() -> None:
            dbt_bridge.manifest(settings)
            # a home parsed before keeps its manifest, but runs elsewhere need the parsed project
            dbt_bridge._project(settings)
            parsed.write_bytes(pickle.dumps(dbt_bridge.parsed))

        call(parse, Path(folder) / "log")
        dbt_bridge.parsed.update(pickle.loads(parsed.read_bytes()))
        orchestrate.resolve_job(settings, orchestrate.JOB)
    _hold_fit()
    leave_what_is_there()


def _hold_fit() -> None:
    reason = unfit()
    if reason:
        raise RuntimeError(reason)


def unfit() -> str | None:
    """Why this process must not be forked, or None."""
    names = [thread.name for thread in threading.enumerate()]
    native = len(list(Path("/proc/self/task").iterdir())) - 1
    handles = [item.readlink() for item in Path("/proc/self/fd").iterdir() if item.is_symlink()]
    opened = [path for path in handles if path.suffix in (".duckdb", ".db")]
    if len(names) > 1 or native > _LIBRARY_THREADS or opened:
        return f"not fit to fork: {names}, {native} native threads, {opened}"
    return None


class Child:
    """One forked call of ``target`` whose output goes to ``log``; leader of its own session."""

    def __init__(self, target: Callable[[], None], log: Path) -> None:
        self.log = log
        self.started = time.monotonic()
        self.code: int | None = None
        self.seconds = 0.0
        self.pid = os.fork()
        if self.pid == 0:
            self._run(target, log)

    def _run(self, target: Callable[[], None], log: Path) -> None:
        code = 1
        try:
            os.setsid()
            out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            os.dup2(out, 1)
            os.dup2(out, 2)
            target()
            code = 0
        except BaseException:
            # Dagster's own words hold no person's value; the log stays in the work folder
            traceback.print_exc()
        finally:
            os._exit(code)

    def wait(self, seconds: float) -> bool:
        """Wait at most ``seconds``; True when the child has ended (``code``, negative: signal)."""
        deadline = time.monotonic() + seconds
        while self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
                self.seconds = time.monotonic() - self.started
            elif time.monotonic() >= deadline:
                return False
            else:
                time.sleep(_POLL)
        return True

    def kill(self) -> None:
        """SIGKILL the child and whatever it started, and take its exit status."""
        with suppress(ProcessLookupError):  # killed before it had a session of its own
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.wait(60)

    def finish(self, limit: float = 600) -> float:
        """Wait to its end; its seconds.

        Raises RuntimeError, with the end of its log, when it fails or takes longer than ``limit``.
        """
        if not self.wait(limit):
            self.kill()
            raise RuntimeError(f"no end after {limit:.0f} s: {tail(self.log)}")
        if self.code != 0:
            raise RuntimeError(f"exit {self.code}: {tail(self.log)}")
        return self.seconds


def call(target: Callable[[], None], log: Path, limit: float = 600) -> float:
    """Run ``target`` in a child to its end, as :meth:`Child.finish` says; its seconds."""
    return Child(target, log).finish(limit)


def killed(
    target: Callable[[], None], log: Path, delay: float, restore: Callable[[], None]
) -> float:
    """Kill a child after ``delay`` seconds; the seconds it had, to the tenth.

    One that ends before is undone by ``restore`` and begun again with half the delay. Raises
    RuntimeError when it fails, or ends before every time.
    """
    for _ in range(ATTEMPTS):
        run = Child(target, log)
        if not run.wait(delay):
            run.kill()
            return round(delay, 1)
        if run.code != 0:
            break
        restore()
        delay /= 2
    raise RuntimeError(f"ended before it was killed: {tail(log)}")


def fresh(module: str, *arguments: str) -> str:
    """What ``python -m module arguments`` prints: for callers that are not fit to fork (pytest).

    Raises RuntimeError, with the end of what it complained of, when it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT_DIR,
        # tests have one thread
        env=os.environ | ENVIRONMENT | {"DTSEN_THREADS": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def tail(log: Path, lines: int = 2) -> str:
    """The last lines of a log, as one."""
    return " | ".join(log.read_text(errors="replace").split("\n")[-lines - 1 :]).strip(" |─")
