"""Erasures are carried into older generations, and never under another key than theirs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pydantic import SecretStr

from dagster_dtsen import backups, journal, rotation
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import erasures
from tests.backup.homes import BACKUP_KEY, refused
from tests.release.keyed_home import NEW, OLD, few_tables, make, rotating


@pytest.fixture(autouse=True)
def _few_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    few_tables(monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    made = make(tmp_path / "home", OLD, releases=1)
    return made.model_copy(update={"backup_key": SecretStr(BACKUP_KEY)})


def under(settings: Settings, key: str) -> Settings:
    """The same home with this key of the database."""
    return settings.model_copy(update={"db_key": SecretStr(key)})


def erase(settings: Settings, number: str) -> None:
    """An erasure of somebody who is in no release."""
    key = erasures.key_of(settings)
    prints = erasures.keep(settings, key, [("kunci", number)])
    day = dt.date(2026, 7, 1)
    item = erasures.Erasure(alasan="uji", oleh="petugas", tanggal=day, individu=1, isi=prints)
    erasures.enter(settings, item)
    erasures.finish(settings, item)


def erased(settings: Settings, place: Path, number: int) -> int:
    """How many are known as erased in a home restored beside the given one, which opens whole."""
    target = settings.model_copy(update={"home": settings.root.with_name(f"pulih-{number}")})
    backups.restore(target, place, number)
    assert verify_seals(target, every=True)
    known = erasures.prints(target)
    return len(known[1]) if known else 0


def test_a_generation_under_another_key_than_later_erasures_is_not_restored(
    home: Settings, place: Path
) -> None:
    new = under(home, NEW)
    backups.backup(home, place)
    assert rotation.rotate(rotating(home, OLD, NEW))
    backups.backup(new, place)
    # nobody was erased: there is nothing to carry over
    assert erased(home, place, 1) == 0
    erase(new, "1")
    backups.backup(new, place)
    target = home.model_copy(update={"home": home.root.with_name("lain")})
    said = refused(target, place, "E-CADANGAN-GAGAL", number=1)
    assert "pulihkan generasi 3 / " in said
    assert "restore generation 3" in said
    # before and after the erasure under the same key
    assert erased(new, place, 2) == 1
    assert erased(new, place, 3) == 1


def test_a_generation_that_knows_all_erasures_stays_under_its_own_key(
    home: Settings, place: Path
) -> None:
    erase(home, "1")
    backups.backup(home, place)
    assert rotation.rotate(rotating(home, OLD, NEW))
    backups.backup(under(home, NEW), place)
    assert erased(home, place, 1) == 1
    assert erased(under(home, NEW), place, 2) == 1


def test_a_change_of_the_key_that_was_stopped_is_none(home: Settings, place: Path) -> None:
    backups.backup(home, place)
    journal.append(home.keys_log, {"pada": "2026-07-01T00:00:00+00:00"})
    erase(home, "1")
    backups.backup(home, place)
    assert erased(home, place, 1) == 1
