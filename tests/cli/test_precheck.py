"""`dtsen receive`: the pre-check of a delivery before it is sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.reception import known_delivery, rule_files, rule_records


@pytest.fixture
def deliveries(project_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Known deliveries, in a place where nothing else may appear; the project is parsed."""
    scratch = tmp_path / "sementara"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.chdir(scratch)
    known_delivery.lay(tmp_path / "kiriman")
    return tmp_path / "kiriman"


def nothing_is_left(deliveries: Path) -> bool:
    return list((deliveries.parent / "sementara").iterdir()) == []


def test_the_pre_check_refuses_with_the_reason_and_its_fix(dtsen: Run, deliveries: Path) -> None:
    folder = deliveries / "kemendagri" / "2026T1"
    result = dtsen("receive", folder)
    assert result.exit_code == 1
    assert "KEPALA_TAK_SESUAI" in result.stdout
    (folder / "pengantar.yml").write_text("penyedia: [")
    found = dtsen("receive", folder, "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["kode_alasan"] == "PENGANTAR_RUSAK"
    assert json.loads(found.stdout)["saran_id"]
    assert nothing_is_left(deliveries)


def test_the_pre_check_needs_a_folder(dtsen: Run, deliveries: Path) -> None:
    assert_error(dtsen("receive", deliveries / "tiada"), "E-LANDING-TIADA", 3)


def test_the_pre_check_says_what_the_row_rules_will_say(dtsen: Run, deliveries: Path) -> None:
    result = dtsen("receive", deliveries / "dukcapil" / "2026T1", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["keputusan"]) == (20, "diterima_sebagian")
    (balance,) = found["neraca"]
    assert balance == {"dataset": "penduduk", **known_delivery.DUKCAPIL_BALANCE}
    told = {
        (row["kode_alasan"], number) for row in found["alasan"] for number in row["nomor_rekaman"]
    }
    expected = known_delivery.DUKCAPIL_FINDINGS.items()
    assert told == {(code, number) for number, codes in expected for code in codes}
    assert not [value for value in known_delivery.VALUES if value in result.stdout]
    assert nothing_is_left(deliveries)


def test_a_list_to_be_matched_is_judged_row_by_row(
    dtsen: Run, deliveries: Path, tmp_path: Path
) -> None:
    """Though no release holds one; two of four rows say too little to be matched."""
    rows = [
        rule_records.CLEAN["padankan", "daftar"] | {"kunci": str(number)} | changes
        for number, changes in enumerate(
            ({}, {"nama": None}, {"nik": None, "kode_desa": None}, {"nik": None}), start=1
        )
    ]
    rule_files.deliver(tmp_path / "daftar", "padankan", {"daftar": rows})
    folder = tmp_path / "daftar" / "padankan" / rule_files.PERIOD
    result = dtsen("receive", folder, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["keputusan"]) == (20, "diterima_sebagian")
    (balance,) = found["neraca"]
    assert balance == {"dataset": "daftar", "dibaca": 4, "diterima": 2, "dikembalikan": 2}
    refused = {
        (row["kode_alasan"], *row["nomor_rekaman"])
        for row in found["alasan"]
        if row["tindakan"] == "tolak"
    }
    assert refused == {("NAMA_KOSONG", 2), ("DAFTAR_KURANG", 3)}
    assert nothing_is_left(deliveries)
