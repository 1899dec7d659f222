from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from dagster_dtsen.cli import app

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _environment(own_environment: None) -> None:
    """Settings of the caller do not reach these tests."""


@pytest.fixture
def dtsen() -> Run:
    """Runs one command in this process; an unexpected exception fails the test."""

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(item) for item in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def lay_note(landing: Path, provider: str, period: str, sent: str) -> Path:
    """A delivery folder with a note that can be read; its data file does not exist."""
    folder = landing / provider / period
    folder.mkdir(parents=True)
    note = {
        "penyedia": provider,
        "jenis": "penuh",
        "sumber": "administrasi",
        "periode": period,
        "tanggal_acuan": "2025-11-30",
        "tanggal_kirim": sent,
        "jatuh_tempo": sent,
        "perjanjian": f"PKS/{provider.upper()}/DTSEN/2025",
        "berkas": [
            {
                "nama": "a.csv",
                "dataset": "penduduk",
                "sha256": "0" * 64,
                "jumlah_rekaman": 0,
                "variabel": [],
            }
        ],
    }
    (folder / "pengantar.yml").write_text(yaml.safe_dump(note))
    return folder


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    """A landing folder whose one delivery was sent in the first quarter of 2026."""
    landing = tmp_path / "landing"
    lay_note(landing, "dukcapil", "2026T1", "2026-02-10")
    return landing
