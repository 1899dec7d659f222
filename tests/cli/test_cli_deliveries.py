"""`dtsen deliveries …` on a home published by hand, and the pre-check `dtsen receive`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import journal, warehouse
from dagster_dtsen.reception import ledger
from dagster_dtsen.settings import Settings
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.reception import known_delivery
from tests.release.hand_made import publish, settings_of

DELIVERY = "uji-2026T1-abc"


@pytest.fixture
def published(home: Path) -> Settings:
    """Release 2026T1, whose one delivery stands in the ledger, and a refused one."""
    settings = settings_of(home)
    publish(settings, "2026T1", rows=4)
    with warehouse.connect(settings) as con:
        ledger.create(con)
        con.execute("drop table reception.hitungan_kiriman")
        con.execute(
            "insert into ledger.kiriman "
            "(_delivery, penyedia, tanggal_acuan, tanggal_kirim, status) "
            f"values ('{DELIVERY}', 'uji', date '2026-01-31', date '2026-02-10', 'diterima'), "
            "('uji-2026T1-x1', 'uji', null, date '2026-02-11', 'ditolak')"
        )
    return settings


def answer(dtsen: Run, *arguments: object) -> Any:
    result = dtsen(*arguments, "--json")
    assert result.stderr == ""
    return json.loads(result.stdout)


@pytest.mark.parametrize("command", [("list",), ("show", DELIVERY)])
def test_an_empty_home_knows_no_delivery(dtsen: Run, home: Path, command: tuple[str, ...]) -> None:
    assert_error(dtsen("deliveries", *command, "--home", home), "E-BUKU-KOSONG", 40)
    assert not home.exists()


def test_list_tells_status_and_releases(dtsen: Run, published: Settings) -> None:
    found = answer(dtsen, "deliveries", "list", "--home", published.home)
    told = {item["kiriman"]: (item["status"], item["rilis"]) for item in found}
    assert told == {DELIVERY: ("diterima", ["2026T1.v1"]), "uji-2026T1-x1": ("ditolak", [])}
    text = dtsen("deliveries", "list", "--home", published.home).stdout
    assert DELIVERY in text
    assert "ditolak" in text


def test_an_unknown_delivery_is_told(dtsen: Run, published: Settings) -> None:
    result = dtsen("deliveries", "show", "uji-lain", "--home", published.home)
    assert_error(result, "E-KIRIMAN-TIADA", 41)


def revoke(dtsen: Run, settings: Settings, *arguments: str, delivery: str = DELIVERY) -> Any:
    options = ("--reason", "salah ekspor", "--by", "pengelola", "--home", settings.home)
    return dtsen("deliveries", "revoke", delivery, *options, *arguments)


def test_revoking_what_is_published_plans_its_next_version(dtsen: Run, published: Settings) -> None:
    result = revoke(dtsen, published, "--date", "2026-03-31")
    assert result.exit_code == 0
    assert "2026T1.v2" in result.stdout
    shown = answer(dtsen, "deliveries", "show", DELIVERY, "--home", published.home)
    assert shown["status"] == "dicabut"
    assert [plan["rilis"] for plan in shown["rencana"]] == ["2026T1.v2"]
    status = answer(dtsen, "status", "--home", published.home)
    assert status["planned"] == [{"rilis": "2026T1.v2", "kiriman": [DELIVERY]}]
    (entry,) = journal.entries(published.decisions_file)
    assert entry["merencanakan"] == ["2026T1.v2"]
    assert "sudah tercatat" in revoke(dtsen, published, "--date", "2026-03-31").stdout
    assert len(journal.entries(published.decisions_file)) == 1


def test_without_a_date_no_published_release_is_touched(dtsen: Run, published: Settings) -> None:
    assert revoke(dtsen, published).exit_code == 0
    (entry,) = journal.entries(published.decisions_file)
    assert (entry["tanggal"], entry["merencanakan"]) == ("2026-06-30", [])
    assert answer(dtsen, "status", "--home", published.home)["planned"] == []


@pytest.mark.parametrize(
    ("arguments", "delivery"),
    [
        (("--date", "31-03-2026"), DELIVERY),
        ((), "uji-2026T1-x1"),
        (("--reason", "NIK 3171014501900001"), DELIVERY),
    ],
)
def test_a_decision_that_makes_no_sense_is_not_recorded(
    dtsen: Run, published: Settings, arguments: tuple[str, ...], delivery: str
) -> None:
    result = revoke(dtsen, published, *arguments, delivery=delivery)
    assert_error(result, "E-KEPUTUSAN-SALAH", 42)
    assert not published.decisions_file.exists()


def test_purging_needs_a_published_release(dtsen: Run, home: Path, landing: Path) -> None:
    result = dtsen("deliveries", "purge", "--home", home, "--landing", landing)
    assert_error(result, "E-RILIS-TIADA", 11)


def test_purging_tells_why_a_delivery_stays(dtsen: Run, published: Settings, landing: Path) -> None:
    result = dtsen("deliveries", "purge", "--home", published.home, "--landing", landing)
    assert result.exit_code == 0
    assert "belum dalam rilis terbit" in result.stdout
    assert (landing / "dukcapil" / "2026T1" / "pengantar.yml").exists()


@pytest.fixture
def deliveries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Known deliveries, in a place where nothing else may appear."""
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
