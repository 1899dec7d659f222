"""A full disk is told as such, whichever library met it, and no line in a log is half told."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import dbt.cli.main
import duckdb
import pytest
import typer

from dagster_dtsen import dbt_bridge, definitions, journal, orchestrate, warehouse
from dagster_dtsen.cli_common import bilingual
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import history
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import get_settings
from tests.conftest import at_home

FULL = [
    OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)),
    duckdb.IOException('Could not write file "x": No space left on device'),
    duckdb.OutOfMemoryException("set by the 'max_temp_directory_size' setting"),
    sqlite3.OperationalError("database or disk is full"),
]
OTHER = [
    OSError(errno.EACCES, os.strerror(errno.EACCES)),
    duckdb.OutOfMemoryException("failed to allocate data of size 1 GiB"),
    sqlite3.OperationalError("database is locked"),
]


def wrapped(inner: Exception) -> Callable[[], None]:
    """A command in which a library meets ``inner`` and a layer above raises something else."""

    def command() -> None:
        try:
            raise inner
        except Exception as error:
            raise RuntimeError("step") from error

    return command


@pytest.mark.parametrize("inner", FULL, ids=str)
def test_a_command_ends_with_the_code_of_a_full_disk(
    inner: Exception, capsys: pytest.CaptureFixture[str], own_environment: None
) -> None:
    with pytest.raises(typer.Exit) as caught:
        bilingual(wrapped(inner))()
    assert caught.value.exit_code == 97
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert all(line.startswith("[E-DISK-PENUH] ") for line in told)


@pytest.mark.parametrize("inner", OTHER, ids=str)
def test_another_failure_is_not_taken_for_one(inner: Exception) -> None:
    with pytest.raises(RuntimeError, match="step"):
        bilingual(wrapped(inner))()


@pytest.mark.parametrize(("inner", "code"), [(FULL[4], "E-DISK-PENUH"), (OTHER[2], "E-TAHAP")])
def test_a_run_whose_own_records_find_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: Exception, code: str
) -> None:
    monkeypatch.setattr(definitions, "defs", wrapped(inner))
    monkeypatch.setattr(dbt_bridge, "project_fingerprint", lambda _: f"lain {code}")
    with at_home(tmp_path) as settings, pytest.raises(DtsenError) as caught:
        orchestrate.run_release(settings, ReleaseId.parse("2026T1"), lambda *_: None)
    assert caught.value.kind.code.startswith(code)


@pytest.mark.parametrize("place", ["node", "exception"])
@pytest.mark.parametrize("full", [True, False])
def test_dbt_says_it_of_a_node_or_as_its_own_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, full: bool
) -> None:
    text = "Runtime Error\n  IO Error: No space left on device" if full else "Runtime Error\n  x"
    node = [SimpleNamespace(message=text if place == "node" else None)]
    exception = RuntimeError(text) if place == "exception" else None
    result = SimpleNamespace(
        success=False, exception=exception, result=SimpleNamespace(results=node)
    )
    runner = SimpleNamespace(invoke=lambda _: result)
    monkeypatch.setattr(dbt.cli.main, "dbtRunner", lambda **_: runner)
    with at_home(tmp_path) as settings:
        if not full:
            assert dbt_bridge.invoke(settings, ["run"]) is False
            return
        with pytest.raises(DtsenError) as caught:
            dbt_bridge.invoke(settings, ["run"])
    assert caught.value.kind.code == "E-DISK-PENUH"


@pytest.mark.parametrize("room", [0, 1, 20, 10_000])
def test_a_line_that_does_not_fit_is_taken_back(tmp_path: Path, room: int) -> None:
    """The system lets a file grow to a size: a write is cut there, as on a full disk."""
    log = tmp_path / "catatan.jsonl"
    journal.append(log, {"nomor": 1})
    before = log.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    entry = {"nomor": 2, "isi": "x" * 100}
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, hard))
    try:
        if room < 100:
            with pytest.raises(OSError, match="too large"):
                journal.append(log, entry)
        else:
            journal.append(log, entry)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    if room < 100:
        assert log.read_bytes() == before
        journal.append(log, entry)
    assert [item["nomor"] for item in journal.entries(log)] == [1, 2]


def test_a_line_that_is_not_on_the_disk_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "catatan.jsonl"

    def full(_: int) -> None:
        raise FULL[0]

    with monkeypatch.context() as patch:
        patch.setattr(journal.os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            journal.append(log, {"nomor": 1})
    assert log.read_bytes() == b""


def test_the_line_of_another_process_is_not_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "catatan.jsonl"

    def full(_: int) -> None:
        with log.open("ab") as other:
            other.write(b'{"nomor": 2}\n')
        raise FULL[0]

    with monkeypatch.context() as patch:
        patch.setattr(journal.os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            journal.append(log, {"nomor": 1})
    assert {"nomor": 2} in journal.entries(log)


class _Full:
    """A working file without room for the commit, which ends the transaction by itself."""

    def __init__(self) -> None:
        self.open = False

    def execute(self, sql: str, *_: object) -> None:
        if sql == "begin":
            self.open = True
        elif sql == "commit":
            self.open = False
            raise FULL[2]
        elif sql == "rollback" and not self.open:
            raise duckdb.TransactionException("cannot rollback - no transaction is active")


def test_a_commit_without_room_is_told_as_such_and_not_as_what_follows(
    monkeypatch: pytest.MonkeyPatch, own_environment: None
) -> None:
    monkeypatch.setattr(history, "replay", lambda *_: {})
    monkeypatch.setattr(history, "_write_record", lambda *_: None)
    with pytest.raises(duckdb.IOException):
        history.rebuild(cast("duckdb.DuckDBPyConnection", _Full()), get_settings(), [])


def test_what_was_begun_is_undone_once() -> None:
    with duckdb.connect() as con:
        con.execute("create table t (a integer)")
        con.execute("begin")
        con.execute("insert into t values (1)")
        warehouse.roll_back(con)
        warehouse.roll_back(con)
        assert con.execute("select count(*) from t").fetchall() == [(0,)]
