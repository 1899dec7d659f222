"""`dtsen rehearse`: refusals by code, what the screen, the files and the page tell."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import rehearsal, rehearsal_page
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of

LIMIT = {"batas_dari": 4, "batas_ke": 4, "keluarga": 300}
TOLD: dict[str, Any] = {
    "rilis": "2026T1.v1",
    "tanggal_rilis": "2026-03-31",
    "sisi_rilis": "dari",
    "dari": {},
    "ke": {},
    "ubah": [{"aturan": "batas_program.pkh", "dari": 4, "ke": 3}],
    "nama": {"desil_1_4": ["Desil 1-4", "Deciles 1-4"], "pkh": ["Keluarga <harapan>", "Cash"]},
    "ringkasan": {
        "keluarga": 300,
        "berperingkat_dari": 290,
        "berperingkat_ke": 281,
        "desil_berubah": 17,
        "bergeser_tiga": "<5",
    },
    "matriks": [
        {"dari": 1, "ke": 1, "jumlah": 27},
        {"dari": 4, "ke": 5, "jumlah": "<5"},
        {"dari": 5, "ke": None, "jumlah": 9},
    ],
    "batas": [
        LIMIT | {"program": "desil_1_4", "dari": 1116, "masuk": 12, "keluar": 13, "ke": 1115},
        LIMIT | {"program": "pkh", "batas_ke": 3, "dari": 116, "masuk": 0, "keluar": 29, "ke": 87},
    ],
    "provinsi": [
        LIMIT
        | {"program": "desil_1_4", "nilai": "32", "dari": 60, "masuk": 7, "keluar": "<5"}
        | {"ke": None},
        LIMIT
        | {"program": "pkh", "nilai": "32", "dari": 60, "masuk": 0, "keluar": 29}
        | {"ke": 31},
    ],
    "kelompok": [
        LIMIT
        | {"program": "desil_1_4", "kelompok": "kepala_keluarga", "nilai": "perempuan"}
        | {"dari": 24, "masuk": 6, "keluar": 5, "ke": 25}
    ],
    "galat": [
        {"program": "pkh", "salah_masuk_dari": 32, "salah_masuk_ke": None}
        | {"salah_keluar_dari": "<5", "salah_keluar_ke": None}
    ],
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal that was made by hand."""
    monkeypatch.setattr(rehearsal, "rehearse", lambda *_, **__: TOLD)


def test_nothing_to_rehearse_is_a_wrong_use(dtsen: Run, home: Path) -> None:
    result = dtsen("rehearse", "--home", home)
    assert result.exit_code == 2
    assert "--model / --policy" in result.stderr


def test_without_a_release_there_is_nothing_to_compare_with(dtsen: Run, home: Path) -> None:
    result = dtsen("rehearse", "--model", "kesejahteraan_v1", "--home", home)
    assert_error(result, "E-RILIS-TIADA", 11)
    assert not home.exists()


def test_a_release_whose_model_nobody_knows_is_refused(dtsen: Run, home: Path) -> None:
    publish(settings_of(home), "2026T1")
    manifest = home / "rilis" / "2026T1.v1" / "manifest.json"
    content = json.loads(manifest.read_text())
    content["model"]["kesejahteraan"] = "0" * 64
    manifest.write_text(json.dumps(content))
    result = dtsen("rehearse", "--model", "kesejahteraan_v1", "--home", home)
    assert_error(result, "E-GLADI-DASAR", 100)


def test_a_folder_that_holds_something_is_refused_first(
    dtsen: Run, home: Path, tmp_path: Path, told: None
) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "x").write_text("x")
    result = dtsen("rehearse", "--model", "m", "--to", tmp_path / "ada", "--home", home)
    assert_error(result, "E-FOLDER-TERISI", 95)


def test_the_screen_tells_counts_and_words(dtsen: Run, home: Path, told: None) -> None:
    shown = dtsen("rehearse", "--model", "m", "--home", home)
    assert shown.exit_code == 0
    text = " ".join(shown.stdout.split())
    for part in (
        "Desil tertinggi program pkh / Highest decile of the programme pkh: 4 → 3",
        "berperingkat / ranked 290 → 281",
        "Desil 1-4 / Deciles 1-4 ≤ 4 1.116 12 13 1.115",
        "pkh ≤ 4 → 3 116 0 29 87",
        "32 Jawa Barat 300 60 7 <5 …",
        "Kepala keluarga / Head of the family perempuan / woman 300 24 6 5 25",
        "pkh 32 → … <5 → …",
    ):
        assert part in text, part
    assert json.loads(dtsen("rehearse", "--model", "m", "--home", home, "--json").stdout) == TOLD


def test_the_files_hold_the_tables_and_the_page_needs_nothing(
    dtsen: Run, home: Path, tmp_path: Path, told: None
) -> None:
    folder = tmp_path / "gladi"
    shown = dtsen("rehearse", "--model", "m", "--to", folder, "--home", home)
    assert shown.exit_code == 0
    names = {f"{name}.csv" for name in rehearsal_page.COLUMNS} | {"gladi.html"}
    assert {path.name for path in folder.iterdir()} == names
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    with (folder / "provinsi.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(r["program"], r["keluar"], r["ke"]) for r in rows] == [
        ("desil_1_4", "<5", ""),
        ("pkh", "29", "31"),
    ]
    page = (folder / "gladi.html").read_text()
    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "Keluarga &lt;harapan&gt;" in page
    assert "<harapan>" not in page
    assert "32 Jawa Barat" in page
    # 7 entered of the longest, 7; a hidden cell is as long as 5
    assert 'width="500.0"' in page
    assert f'width="{5 / 7 * 500:.1f}"' in page
