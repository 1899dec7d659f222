"""The sensor on the landing folder asks for what is due: at once for news, else once a day."""

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


Answer = dg.SensorResult | dg.SkipReason


def asked(cursor: str | None, run: dg.DagsterRunStatus | None = None, job: str = "rilis") -> Answer:
    """What it says with that cursor; ``run``: how the last run of the job stands."""
    with dg.DagsterInstance.ephemeral() as instance:
        if run:
            instance.add_run(dg.DagsterRun(job_name=job, status=run))
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        answer = sensor.new_deliveries(context)
    assert isinstance(answer, dg.SensorResult | dg.SkipReason)
    return answer


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setattr(sensor, "_today", lambda: dt.date.fromisoformat(day))


def key(answer: Answer) -> str | None:
    assert isinstance(answer, dg.SensorResult)
    (request,) = answer.run_requests or []
    return request.run_key


def releases(answer: Answer) -> list[str | None]:
    assert isinstance(answer, dg.SensorResult)
    return [request.partition_key for request in answer.run_requests or []]


def test_the_same_notes_ask_for_a_release_once_a_day(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that failed is asked for again; one that goes on is waited for."""
    lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    lay_note(settings.landing, "dukcapil", "b", "2026-05-10")
    first = asked(None)
    assert releases(first) == ["2026T1"]
    assert isinstance(first, dg.SensorResult)
    assert first.dynamic_partitions_requests
    failed = dg.DagsterRunStatus.FAILURE
    assert isinstance(asked(first.cursor, failed), dg.SkipReason)
    on(monkeypatch, "2026-07-02")
    assert isinstance(asked(first.cursor, dg.DagsterRunStatus.STARTED), dg.SkipReason)
    assert isinstance(asked(first.cursor, dg.DagsterRunStatus.STARTING), dg.SkipReason)
    again = asked(first.cursor, failed)
    assert releases(again) == ["2026T1"]
    assert isinstance(again, dg.SensorResult)
    assert isinstance(asked(again.cursor, failed), dg.SkipReason)
    # Dagster starts no run twice for one key
    assert key(again) != key(first)
    assert key(again) == key(asked(first.cursor, failed))


def test_another_job_is_not_waited_for(settings: Settings) -> None:
    lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    started = dg.DagsterRunStatus.STARTED
    assert isinstance(asked(None, started), dg.SkipReason)
    assert releases(asked(None, started, "latih_linkage")) == ["2026T1"]


def test_once_a_quarter_is_published_the_next_one_due_is_asked_for(settings: Settings) -> None:
    lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    lay_note(settings.landing, "dukcapil", "b", "2026-05-10")
    first = asked(None)
    assert isinstance(first, dg.SensorResult)
    finished_folder(settings, "2026T1.v1")
    second = asked(first.cursor, dg.DagsterRunStatus.SUCCESS)
    assert releases(second) == ["2026T2"]
    assert isinstance(second, dg.SensorResult)
    finished_folder(settings, "2026T2.v1")
    assert isinstance(asked(second.cursor), dg.SkipReason)


def test_a_cursor_of_the_older_form_is_no_hindrance(settings: Settings) -> None:
    lay_note(settings.landing, "dukcapil", "a", "2026-02-10")
    assert releases(asked('["0123456789abcdef"]')) == ["2026T1"]


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
    assert key(first) != key(second)


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
