"""An act runs only after the log says so, and the log says how it ended."""

from __future__ import annotations

import errno
import io
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import log
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.errors_disk import is_full
from dagster_dtsen.settings import Settings
from tests.audit.chains import clock, lay, made


class Full(io.FileIO):
    """A file on a disk with room for half a line."""

    used = False

    def write(self, data: Any) -> int:
        if self.used:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.used = True
        return super().write(data[: len(data) // 2])


def fill(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """From now on the disk is full under the log."""
    usual = Path.open

    def opened(path: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if path == settings.audit_log and "a" in mode:
            return Full(path, "a+")
        return usual(path, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", opened)


def told(settings: Settings) -> list[tuple[Any, ...]]:
    names = ("nomor", "hasil", "menutup", "baris", "sebab")
    return [tuple(entry[name] for name in names) for entry in log.entries(settings)]


def test_an_act_is_written_before_it_runs_and_after_it_ended(settings: Settings) -> None:
    with audits.recorded(settings, made(), clock) as outcome:
        assert told(settings) == [(1, "mulai", None, None, None)]
        assert audits.verify(settings)["belum_ditutup"] == [1]
        outcome.rows = 17
    assert told(settings)[1:] == [(2, "berhasil", 1, 17, None)]
    assert audits.verify(settings)["belum_ditutup"] == []


def test_an_act_that_was_refused_by_itself_says_so(settings: Settings) -> None:
    with audits.recorded(settings, made(), clock) as outcome:
        outcome.result = "ditolak"
    assert told(settings)[1] == (2, "ditolak", 1, None, None)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ValueError("3201010101010001"), "ValueError"),
        (DtsenError("E-RILIS-TIADA", home="x"), "E-RILIS-TIADA"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
    ],
)
def test_an_act_that_raises_is_written_too_without_its_words(
    settings: Settings, error: BaseException, cause: str
) -> None:
    with pytest.raises(type(error)) as caught, audits.recorded(settings, made(), clock):
        raise error
    assert caught.value is error
    assert told(settings) == [(1, "mulai", None, None, None), (2, "gagal", 1, None, cause)]
    assert "3201" not in settings.audit_log.read_text()


def test_acts_inside_acts_are_closed_each_by_its_own_number(settings: Settings) -> None:
    with audits.recorded(settings, made(), clock), audits.recorded(settings, made(), clock):
        pass
    assert [row[:3] for row in told(settings)] == [
        (1, "mulai", None),
        (2, "mulai", None),
        (3, "berhasil", 2),
        (4, "berhasil", 1),
    ]


def test_on_a_full_disk_the_act_does_not_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(settings, 3)
    before = settings.audit_log.read_bytes()
    ran = []
    with monkeypatch.context() as patch:
        fill(patch, settings)
        with pytest.raises(OSError) as caught, audits.recorded(settings, made(), clock):
            ran.append(True)
    assert is_full(caught.value)
    assert ran == []
    assert settings.audit_log.read_bytes() == before
    with audits.recorded(settings, made(), clock):
        ran.append(True)
    assert ran == [True]
    assert audits.verify(settings)["peristiwa"] == 5


@pytest.mark.parametrize("fails", [False, True])
def test_an_end_that_cannot_be_written_reaches_the_caller(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    with (
        monkeypatch.context() as patch,
        pytest.raises(OSError) as caught,
        audits.recorded(settings, made(), clock),
    ):
        fill(patch, settings)
        if fails:
            raise ValueError
    assert is_full(caught.value)
    assert isinstance(caught.value.__context__, ValueError) == fails
    assert audits.verify(settings)["belum_ditutup"] == [1]


def test_an_event_that_may_not_be_written_stops_its_act(settings: Settings) -> None:
    ran = []
    event = made(tujuan="3201010101010001")
    with pytest.raises(DtsenError) as caught, audits.recorded(settings, event, clock):
        ran.append(True)
    assert (caught.value.kind.code, ran) == ("E-JEJAK-SALAH", [])


def test_without_its_outside_place_the_act_does_not_run(anchored: Settings) -> None:
    """The head is due with the event that begins the act; the event says that it failed."""
    lay(anchored, 9)
    assert anchored.audit_anchor is not None
    anchored.audit_anchor.rmdir()
    ran = []
    with pytest.raises(DtsenError) as caught, audits.recorded(anchored, made(), clock):
        ran.append(True)
    assert (caught.value.kind.code, ran) == ("E-JEJAK-TEMPAT", [])
    assert told(anchored)[-1] == (11, "gagal", 10, None, "E-JEJAK-TEMPAT")
    anchored.audit_anchor.mkdir()
    with audits.recorded(anchored, made(), clock):
        ran.append(True)
    assert ran == [True]
    assert audits.verify(anchored)["keadaan"] == "utuh"
