"""`dtsen deliveries …` on a home published by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import journal, warehouse
from dagster_dtsen.reception import ledger
from dagster_dtsen.release import versions
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
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
    options = ("--alasan", "salah ekspor", "--oleh", "pengelola", "--home", settings.home)
    return dtsen("deliveries", "revoke", delivery, *options, *arguments)


def test_revoking_what_is_published_plans_its_next_version(dtsen: Run, published: Settings) -> None:
    result = revoke(dtsen, published, "--tanggal", "2026-03-31")
    assert result.exit_code == 0
    assert "2026T1.v2" in result.stdout
    shown = answer(dtsen, "deliveries", "show", DELIVERY, "--home", published.home)
    assert shown["status"] == "dicabut"
    assert [plan["rilis"] for plan in shown["rencana"]] == ["2026T1.v2"]
    status = answer(dtsen, "status", "--home", published.home)
    assert status["planned"] == [{"rilis": "2026T1.v2", "kiriman": [DELIVERY]}]
    (entry,) = journal.entries(published.decisions_file)
    assert entry["merencanakan"] == ["2026T1.v2"]
    assert "sudah tercatat" in revoke(dtsen, published, "--tanggal", "2026-03-31").stdout
    assert len(journal.entries(published.decisions_file)) == 1


def test_the_planned_version_is_the_one_that_will_be_built(dtsen: Run, published: Settings) -> None:
    """After a rollback to v1 there is a v2 already."""
    first, again = ReleaseId.parse("2026T1"), ("salah ekspor", "pengelola")
    versions.request(published, first, *again)
    publish(published, "2026T1", mark="ulang", rows=4)
    with warehouse.connect(published) as con:
        con.execute("drop table reception.hitungan_kiriman")
    versions.roll_back(published, "2026T1.v1", *again)
    assert revoke(dtsen, published, "--tanggal", "2026-03-31").exit_code == 0
    status = answer(dtsen, "status", "--home", published.home)
    assert [plan["rilis"] for plan in status["planned"]] == ["2026T1.v3"]
    versions.request(published, first, *again)
    assert versions.to_build(published, first) == 3


def test_without_a_date_no_published_release_is_touched(dtsen: Run, published: Settings) -> None:
    assert revoke(dtsen, published).exit_code == 0
    (entry,) = journal.entries(published.decisions_file)
    assert (entry["tanggal"], entry["merencanakan"]) == ("2026-06-30", [])
    assert answer(dtsen, "status", "--home", published.home)["planned"] == []


@pytest.mark.parametrize(
    ("arguments", "delivery"),
    [
        (("--tanggal", "31-03-2026"), DELIVERY),
        ((), "uji-2026T1-x1"),
        (("--alasan", "NIK 3171014501900001"), DELIVERY),
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
