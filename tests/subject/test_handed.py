"""Hand-overs of a release are counted: lists answered, packages with rows of people let go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dagster_dtsen import journal, subjects
from dagster_dtsen.settings import Settings


def package(settings: Settings, number: int, state: str | None, **changes: Any) -> None:
    line = {"paket": f"pkh.{number:04d}", "rilis": "2026T1.v2", "samaran": "ab12"} | changes
    journal.append(settings.packages_log, line | {"jenis": "dibangun"})
    if state:
        journal.append(settings.packages_log, {"paket": line["paket"], "jenis": state})


def test_what_was_handed_out_of_a_release_is_counted(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    nothing = {"daftar_dijawab": 0, "paket_dilepas": 0}
    assert subjects._handed(settings, "2026T1") == nothing
    answered = {"pihak": "Kementerian Sosial", "kiriman": "a", "rilis": "2026T1.v1"}
    for entry in (
        answered,
        answered,
        answered | {"kiriman": "b"},
        answered | {"rilis": "2026T2.v1"},
    ):
        journal.append(settings.lists_log, entry)
    package(settings, 1, "dilepas")
    package(settings, 2, "dilepas", rilis="2026T1.v1")
    package(settings, 3, "dibatalkan")
    package(settings, 4, None)
    package(settings, 5, "dilepas", rilis="2026T10.v1")
    package(settings, 6, "dilepas", samaran=None)  # counts concern nobody
    assert subjects._handed(settings, "2026T1") == {"daftar_dijawab": 2, "paket_dilepas": 2}
