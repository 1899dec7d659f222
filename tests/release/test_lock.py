"""One run per home, across processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings

HOLDER = """
import sys
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.settings import Settings
with run_lock(Settings(home=sys.argv[1], db_key=None)):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(settings.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


def refused(settings: Settings) -> bool:
    try:
        with run_lock(settings):
            return False
    except DtsenError as error:
        assert error.kind.code == "E-SEDANG-BERJALAN"
        return True


def test_a_second_process_is_refused_and_free_again_after_the_first_ended(
    settings: Settings,
) -> None:
    with another_process(settings) as process:
        assert refused(settings)
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=10)
        assert not refused(settings)


def test_a_killed_process_leaves_no_lock_behind(settings: Settings) -> None:
    with another_process(settings) as process:
        assert refused(settings)
        process.kill()
        process.wait(timeout=10)
        assert (settings.root / "dtsen.lock").exists()
        assert not refused(settings)


def test_this_process_keeps_another_one_out(settings: Settings) -> None:
    with run_lock(settings):
        result = subprocess.run(
            [sys.executable, "-c", HOLDER, str(settings.home)],
            input="",
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert "E-SEDANG-BERJALAN" in result.stderr
    assert result.stdout == ""


def test_the_lock_is_reentrant_and_given_up_at_the_outermost_end(settings: Settings) -> None:
    with run_lock(settings):
        with run_lock(settings), run_lock(settings):
            pass
        with pytest.raises(ValueError, match="x"), run_lock(settings):
            raise ValueError("x")
        still_held = subprocess.run(
            [sys.executable, "-c", HOLDER, str(settings.home)],
            input="",
            capture_output=True,
            check=False,
        )
        assert still_held.returncode == 1
    assert not refused(settings)


def test_homes_do_not_hinder_each_other(settings: Settings) -> None:
    other = Settings(home=settings.home.with_name("other"), db_key=None)
    with another_process(settings):
        assert not refused(other)
