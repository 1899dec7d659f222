"""Incidents: the clock of Pasal 46, what an entry may not say, and the log before every act."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from dagster_dtsen import breaches
from dagster_dtsen.audit import log
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.audit.test_recorded import fill

KNOWN = dt.datetime(2026, 4, 1, 2, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NIK = "3201010101010001"


def opened(settings: Settings, known: dt.datetime = KNOWN) -> str:
    case, fresh = breaches.open_case(settings, "tautan bocor", ["p-1"], known, "Ani", known)
    assert fresh
    return case.buka.id


def tell(settings: Settings, name: str, letter: Path, to: str, hours: float) -> None:
    when = KNOWN + hours * HOUR
    assert breaches.notice(settings, name, to, letter, when, "Ani", when)[1]


def state(settings: Settings, hours: float) -> tuple[str, bool]:
    (row,) = breaches.listed(settings, KNOWN + hours * HOUR)
    return row["keadaan"], row["mendesak"]


@pytest.mark.parametrize(
    ("hours", "wanted"),
    [
        (0, ("terbuka", False)),
        (47.9, ("terbuka", False)),
        (48, ("mendesak", True)),
        (72, ("mendesak", True)),
        (72.1, ("lewat_tenggat", True)),
    ],
)
def test_the_clock_presses_a_day_before_its_end(
    settings: Settings, hours: float, wanted: tuple[str, bool]
) -> None:
    opened(settings)
    assert state(settings, hours) == wanted


def test_both_notices_of_the_article_stop_the_clock_and_others_do_not(
    settings: Settings, letter: Path
) -> None:
    name = opened(settings)
    for to in ("bssn", "kepala_bps", "lembaga_pdp"):
        tell(settings, name, letter, to, 1)
    assert state(settings, 80) == ("lewat_tenggat", True)
    tell(settings, name, letter, "subjek", 72)
    assert state(settings, 80) == ("lengkap", False)
    (row,) = breaches.listed(settings, KNOWN)
    assert {item["surat"] for item in row["pemberitahuan"]} == {
        hashlib.sha256(b"surat uji").hexdigest()
    }


def test_a_notice_after_the_deadline_stays_late(settings: Settings, letter: Path) -> None:
    name = opened(settings)
    tell(settings, name, letter, "lembaga_pdp", 1)
    tell(settings, name, letter, "subjek", 73)
    assert state(settings, 74) == ("lengkap_terlambat", False)


def test_the_same_again_is_nothing_and_of_two_notices_the_first_counts(
    settings: Settings, letter: Path
) -> None:
    name = opened(settings)
    assert not breaches.open_case(settings, "tautan bocor", ["p-1"], KNOWN, "Ani", KNOWN)[1]
    tell(settings, name, letter, "subjek", 3)
    when = KNOWN + 3 * HOUR
    assert not breaches.notice(settings, name, "subjek", letter, when, "Ani", when)[1]
    tell(settings, name, letter, "subjek", 2)
    (row,) = breaches.listed(settings, KNOWN)
    assert [item["pada"] for item in row["pemberitahuan"]] == ["2026-04-01T04:30:00Z"]


def test_an_end_waits_for_the_notices_and_then_nothing_is_added(
    settings: Settings, letter: Path
) -> None:
    name = opened(settings)
    later = KNOWN + 5 * HOUR

    def end() -> None:
        breaches.close(settings, name, "tautan ditutup", later, "Ani", later)

    with pytest.raises(DtsenError, match=r"belum diberi tahu.*subjek, lembaga_pdp"):
        end()
    for to in ("subjek", "lembaga_pdp"):
        tell(settings, name, letter, to, 1)
    end()
    assert state(settings, 100) == ("ditutup", False)
    with pytest.raises(DtsenError, match="sudah ditutup"):
        breaches.notice(settings, name, "bssn", letter, later, "Ani", later)


@pytest.mark.parametrize(
    ("what", "packages", "known"),
    [
        (f"bocor {NIK}", [], KNOWN),
        ("bocor", [NIK], KNOWN),
        ("", [], KNOWN),
        ("bocor\x1b[2J", [], KNOWN),
        ("bocor", [], KNOWN + HOUR),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(
    settings: Settings, what: str, packages: list[str], known: dt.datetime
) -> None:
    with pytest.raises(DtsenError) as caught:
        breaches.open_case(settings, what, packages, known, "Ani", KNOWN)
    assert (caught.value.kind.code, caught.value.kind.exit_code) == ("E-INSIDEN", 123)
    assert NIK not in caught.value.message
    assert not settings.incidents_file.exists()
    assert not settings.audit_log.exists()


def test_a_notice_is_of_a_known_recipient_letter_moment_and_incident(
    settings: Settings, letter: Path, tmp_path: Path
) -> None:
    name = opened(settings)
    for to, file, hours in (
        ("tetangga", letter, 1),
        ("subjek", tmp_path / "tiada.pdf", 1),
        ("subjek", letter, -1),
        ("subjek", letter, 3),
    ):
        with pytest.raises(DtsenError) as caught:
            breaches.notice(settings, name, to, file, KNOWN + hours * HOUR, "Ani", KNOWN + 2 * HOUR)
        assert caught.value.kind.code == "E-INSIDEN"
    with pytest.raises(DtsenError) as caught:
        breaches.notice(settings, "ins-tiada", "subjek", letter, KNOWN, "Ani", KNOWN)
    assert (caught.value.kind.code, caught.value.kind.exit_code) == ("E-INSIDEN-TIADA", 124)


def test_every_step_stands_in_the_audit_log(settings: Settings, letter: Path) -> None:
    name = opened(settings)
    for to in ("subjek", "lembaga_pdp"):
        tell(settings, name, letter, to, 1)
    breaches.close(settings, name, "selesai", KNOWN + 2 * HOUR, "Ani", KNOWN + 2 * HOUR)
    told = [entry for entry in log.entries(settings) if entry["hasil"] == "berhasil"]
    assert {(entry["tindakan"], entry["objek"]["id"]) for entry in told} == {("insiden", name)}
    assert [entry["tujuan"] for entry in told] == [
        "dibuka",
        "pemberitahuan subjek",
        "pemberitahuan lembaga_pdp",
        "ditutup",
    ]


def test_without_the_audit_log_no_incident_is_entered(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.audit_dir.mkdir(parents=True)
    with monkeypatch.context() as patch, pytest.raises(OSError):
        fill(patch, settings)
        opened(settings)
    assert not settings.incidents_file.exists()
