"""The sensor on the landing folder asks once per new content, for a release that is due."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import dagster as dg
import pytest

from dagster_dtsen import orchestrate
from dagster_dtsen.defs.jobs import sensor
from dagster_dtsen.settings import Settings, get_settings
from tests.cli.conftest import lay_note
from tests.release.hand_made import finished_folder


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(sensor, "_today", lambda: dt.date(2026, 7, 1))
    os.environ |= {
        "DTSEN_HOME": str(tmp_path / "home"),
        "DTSEN_LANDING": str(tmp_path / "landing"),
    }
    get_settings.cache_clear()
    return get_settings()


def asked(cursor: str | None) -> dg.SensorResult | dg.SkipReason:
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        answer = sensor.new_deliveries(context)
    assert isinstance(answer, dg.SensorResult | dg.SkipReason)
    return answer


def releases(answer: dg.SensorResult | dg.SkipReason) -> list[str | None]:
    assert isinstance(answer, dg.SensorResult)
    return [request.partition_key for request in answer.run_requests or []]


def test_new_content_asks_for_the_first_release_once(settings: Settings) -> None:
    lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    lay_note(settings.landing, "dukcapil", "b", "2026-05-10")
    first = asked(None)
    assert releases(first) == ["2026T1"]
    assert isinstance(first, dg.SensorResult)
    assert first.dynamic_partitions_requests
    assert isinstance(asked(first.cursor), dg.SkipReason)


def test_changed_content_asks_again_and_removed_content_does_not(settings: Settings) -> None:
    kept = lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    gone = lay_note(settings.landing, "dtks", "a", "2026-02-11")
    first = asked(None)
    assert isinstance(first, dg.SensorResult)
    (gone / "pengantar.yml").unlink()
    assert isinstance(asked(first.cursor), dg.SkipReason)
    note = kept / "pengantar.yml"
    note.write_text(note.read_text() + "# dikirim ulang\n")
    second = asked(first.cursor)
    assert releases(second) == ["2026T1"]
    assert isinstance(second, dg.SensorResult)
    keys = [(answer.run_requests or [])[0].run_key for answer in (first, second)]
    assert keys[0] != keys[1]


def test_nothing_is_asked_of_an_empty_landing_folder_or_a_published_chain(
    settings: Settings,
) -> None:
    assert isinstance(asked(None), dg.SkipReason)
    lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    finished_folder(settings, "2026T1.v1")
    assert isinstance(asked(None), dg.SkipReason)


@pytest.mark.parametrize(("today", "expected"), [("2026-03-31", None), ("2026-04-01", "2026T1")])
def test_a_release_is_due_when_its_quarter_is_over(
    settings: Settings, today: str, expected: str | None
) -> None:
    """Published earlier it would miss the deliveries still to come."""
    lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    notes = orchestrate.check_landing(settings)
    found = orchestrate.due(settings, notes, dt.date.fromisoformat(today))
    assert (str(found) if found else None) == expected
