"""Several writers, and writers that die: one chain, and what was cut is told."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import log
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.audit.chains import clock, kinds, lay, lines, made, put

FORK = multiprocessing.get_context("fork")
EACH = 50


def add_many(settings: Settings, name: str, start: Any) -> None:
    start.wait()
    for place in range(EACH):
        audits.note(settings, made(oleh=name, baris=place), clock)


def died(settings: Settings, kept: int) -> int:
    """A writer that is killed when so many bytes of its next line are on the disk."""

    class Dying(io.FileIO):
        def write(self, data: Any) -> int:
            super().write(data[:kept])
            os.kill(os.getpid(), signal.SIGKILL)
            return 0

    usual = Path.open

    def opened(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if path == settings.audit_log and "a" in mode:
            return Dying(path, "a+")
        return usual(path, mode, *args, **kwargs)

    def child() -> None:
        Path.open = opened  # type: ignore[assignment,method-assign]
        audits.note(settings, made(oleh="mati"), clock)

    return run(child)


def run(target: Callable[[], None]) -> int:
    process = FORK.Process(target=target)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def test_two_processes_make_one_chain(settings: Settings) -> None:
    start = FORK.Event()
    writers = [FORK.Process(target=add_many, args=(settings, name, start)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    start.set()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    told = audits.verify(settings)
    assert (told["keadaan"], told["peristiwa"]) == ("tanpa_jangkar", 2 * EACH)
    entries = list(log.entries(settings))
    assert [entry["nomor"] for entry in entries] == list(range(1, 2 * EACH + 1))
    for name in ("a", "b"):
        assert [e["baris"] for e in entries if e["oleh"] == name] == list(range(EACH))
    # one key, though both found none
    assert len({entry["kunci"] for entry in entries}) == 1


@pytest.mark.parametrize("kept", [1, 2, 40, 300])
def test_a_line_that_a_kill_cut_is_told_and_the_chain_goes_on(
    settings: Settings, kept: int
) -> None:
    lay(settings, 4)
    assert died(settings, kept) == -signal.SIGKILL
    told = audits.verify(settings)
    cut = {"setelah": 4, "byte": kept, "ditutup": None}
    assert (told["keadaan"], told["terpotong"]) == ("tanpa_jangkar", [cut])
    lay(settings, 2)
    told = audits.verify(settings)
    assert (told["keadaan"], told["peristiwa"]) == ("tanpa_jangkar", 7)
    assert told["terpotong"] == [cut | {"ditutup": 5}]
    closing = list(log.entries(settings))[4]
    assert (closing["tindakan"], closing["baris"]) == ("potong", 1)


def test_a_kill_while_the_cut_line_is_closed_is_told_too(settings: Settings) -> None:
    lay(settings, 2)
    for kept in (100, 1, 80, 0):
        assert died(settings, kept) == -signal.SIGKILL
    lay(settings, 1)
    told = audits.verify(settings)
    assert (told["keadaan"], told["peristiwa"], told["kerusakan"]) == ("tanpa_jangkar", 4, [])
    (cut,) = told["terpotong"]
    # the end of the first cut line was written, then eighty bytes more
    assert (cut["setelah"], cut["byte"], cut["ditutup"]) == (2, 100 + 1 + 80, 3)


def test_an_event_that_lacks_only_its_end_counts(settings: Settings) -> None:
    lay(settings, 3)
    settings.audit_log.write_bytes(settings.audit_log.read_bytes()[:-1])
    lay(settings, 1)
    told = audits.verify(settings)
    assert (told["peristiwa"], told["terpotong"], told["kerusakan"]) == (4, [], [])


def test_what_was_cut_cannot_be_changed_afterwards(settings: Settings) -> None:
    lay(settings, 2)
    died(settings, 50)
    lay(settings, 2)
    found = lines(settings)
    put(settings, [*found[:2], found[2] + b"x", *found[3:]])
    assert audits.verify(settings)["kerusakan"][0]["nomor"] == 3
    put(settings, [*found[:2], *found[3:]])
    assert kinds(audits.verify(settings)) == [(3, "dihapus")]


def test_a_last_event_that_was_changed_stops_every_writer(settings: Settings) -> None:
    lay(settings, 3)
    found = lines(settings)
    put(settings, [*found[:2], found[2].replace(b'"uji"', b'"ubi"')])
    before = settings.audit_log.read_bytes()
    with pytest.raises(DtsenError) as caught:
        audits.note(settings, made(), clock)
    assert caught.value.kind.code == "E-JEJAK-RUSAK"
    assert settings.audit_log.read_bytes() == before


def test_what_a_writer_adds_meanwhile_is_not_read_half(settings: Settings) -> None:
    lay(settings, 2)
    reading = log.lines(settings)
    assert log.read_line(next(reading)) is not None
    lay(settings, 1)
    assert len(list(reading)) == 1
    assert audits.verify(settings)["peristiwa"] == 3
