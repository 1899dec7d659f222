from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.packages import small_register
from tests.packages.small_register import FIRST, SECOND, World

RECIPIENTS = ("kementerian", "lain")


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture
def place(tmp_path: Path) -> World:
    """A home with one release and certificates of an agency, two officials, two recipients."""
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    found = small_register.world(tmp_path / "rumah", tmp_path / "izin", moment, RECIPIENTS)
    small_register.publish_release(found.settings, FIRST, small_register.many())
    return found


@pytest.fixture
def grown(place: World) -> World:
    """The same a quarter later."""
    people = small_register.later(small_register.many())
    small_register.publish_release(
        place.settings,
        SECOND,
        people,
        f"{FIRST}.v1",
        peristiwa_individu=[
            ["gabung", "I0008", "I0007", "putusan"],
            ["lahir", "I0900", None, "baru"],
            ["pensiun", "I9999", None, "hilang"],
        ],
        peristiwa_keluarga=[["pensiun", "K0004", None, "hilang"]],
    )
    return place
