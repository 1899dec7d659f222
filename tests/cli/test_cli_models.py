"""`dtsen models` and training on another survey: thin commands over the register."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_dtsen.ranking import register, store
from dagster_dtsen.settings import Settings
from tests.cli.conftest import Run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one trained model that waits."""
    settings = Settings(home=tmp_path / "rumah", db_key=None)
    shipped = store.load(settings)
    moved = shipped.koefisien | {"tetapan": {"1": Decimal("13.000001")}}
    store.keep(settings, replace(shipped, koefisien=moved), "siti")
    return settings.home


def listed(dtsen: Run, home: Path) -> list[dict[str, object]]:
    result = dtsen("models", "list", "--json", "--home", home)
    assert result.exit_code == 0
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_a_model_is_listed_shown_and_approved(dtsen: Run, home: Path) -> None:
    (waiting,) = (item for item in listed(dtsen, home) if item["asal"] == "rumah")
    assert waiting["penulis"] == "siti"
    assert not waiting["berlaku"]
    shown = dtsen("models", "show", waiting["model"], "--home", home)
    assert "# Model card: kesejahteraan_v3" in shown.stdout
    assert "13.000001" in shown.stdout
    told = dtsen(
        "models", "approve", waiting["model"], "--alasan", "lebih baik", "--oleh", "budi",
        "--mulai", "2026T3", "--home", home,
    )  # fmt: skip
    assert told.exit_code == 0
    assert "2026T3" in told.stdout
    (used,) = (item for item in listed(dtsen, home) if item["berlaku"])
    assert used["model"] == waiting["model"]
    assert used["persetujuan"]["oleh"] == "budi"  # type: ignore[index]
    assert "disetujui" in dtsen("models", "list", "--home", home).stdout


def test_a_first_release_that_is_no_quarter_is_refused(dtsen: Run, home: Path) -> None:
    result = dtsen("models", "approve", "kesejahteraan_v3", "--alasan", "baik", "--mulai", "2026",
                   "--home", home)  # fmt: skip
    assert result.exit_code != 0
    assert "E-RILIS-SALAH" in result.stderr
    assert not any(item["persetujuan"] for item in listed(dtsen, home))


def test_an_unknown_model_ends_with_its_own_code(dtsen: Run, home: Path) -> None:
    result = dtsen("models", "approve", "tiada", "--alasan", "baik", "--home", home)
    assert result.exit_code == 93
    assert "E-MODEL-LAIN" in result.stderr
    assert not register.entries(Settings(home=home, db_key=None))[-1].persetujuan


def test_another_survey_needs_its_design_and_a_folder(dtsen: Run, tmp_path: Path) -> None:
    result = dtsen("train", "kesejahteraan", "--survei", tmp_path / "hh.csv")
    assert result.exit_code == 2
    result = dtsen(
        "train", "kesejahteraan", "--survei", tmp_path / "hh.csv",
        "--rancangan", tmp_path / "pmt.yml", "--ke", tmp_path / "out",
    )  # fmt: skip
    assert result.exit_code == 90
    assert not (tmp_path / "out").exists()
