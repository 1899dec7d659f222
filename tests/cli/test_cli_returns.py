"""`dtsen returns`: the newest package of a delivery, told in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.reception.test_returns_verdict import REFUSED, TOLD


def lay(home: Path, release: str, told: dict[str, object]) -> Path:
    folder = home / "pengembalian" / release / str(told["penyedia"]) / str(told["kiriman"])
    folder.mkdir(parents=True)
    (folder / "ringkasan.json").write_text(json.dumps(told | {"rilis": release}))
    return folder


def test_the_verdict_reasons_and_place_of_a_delivery_are_shown(dtsen: Run, home: Path) -> None:
    folder = lay(home, "2026T1", TOLD)
    result = dtsen("returns", TOLD["kiriman"], "--home", home)
    assert result.exit_code == 0
    assert "DITERIMA SEBAGIAN / Accepted in part" in result.output
    assert "1.200  NIK_KOSONG: NIK kosong / The NIK is empty" in result.output
    assert "→ Lengkapi NIK / Supply the NIK" in result.output
    assert str(folder) in result.output


def test_an_encrypted_home_says_how_the_rows_are_read(
    dtsen: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(home, "2026T1", TOLD)
    arguments = ("returns", TOLD["kiriman"], "--home", home)
    assert "--to FOLDER" not in dtsen(*arguments).output
    monkeypatch.setenv("DTSEN_DB_KEY", "kunci-uji")
    assert "tersandi; keluarkan dengan --to FOLDER" in dtsen(*arguments).output


def test_a_refused_delivery_says_how_to_go_on(dtsen: Run, home: Path) -> None:
    lay(home, "2026T1", REFUSED)
    result = dtsen("returns", REFUSED["kiriman"], "--home", home)
    assert "DITOLAK / Refused" in result.output
    assert "Kirim ulang berkas" in result.output


def test_json_is_the_summary_of_the_newest_package_with_its_place(dtsen: Run, home: Path) -> None:
    lay(home, "2026T1", REFUSED)
    folder = lay(home, "2026T2", REFUSED)
    result = dtsen("returns", REFUSED["kiriman"], "--home", home, "--json")
    assert json.loads(result.output) == REFUSED | {"rilis": "2026T2", "paket": str(folder)}


def test_an_unknown_delivery_is_an_error_with_its_code(dtsen: Run, home: Path) -> None:
    lay(home, "2026T1", TOLD)
    for name in ("dtks-2026T1-lain", "*", "../" + str(TOLD["kiriman"])):
        result = dtsen("returns", name, "--home", home)
        assert result.exit_code == 25
        assert "[E-PAKET-TIADA] Tidak ada paket" in result.stderr
