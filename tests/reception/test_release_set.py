"""Which deliveries a release uses: a set, so neither order nor repeats matter."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.reception import ledger
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import Desk, contract, csv_file


@dataclass(frozen=True)
class Sent:
    """One delivery: label, reference date, day of sending."""

    period: str
    reference: str
    sent: str

    def lay(self, desk: Desk) -> None:
        """Into the landing folder; the period stands in the content."""
        desk.deliver(
            csv_file(f"1,{self.period},b"),
            folder=f"{self.period}-{self.sent}",
            periode=self.period,
            tanggal_acuan=dt.date.fromisoformat(self.reference),
            tanggal_kirim=dt.date.fromisoformat(self.sent),
        )


JANUARY = Sent("2026M01", "2026-01-31", "2026-02-10")
MARCH = Sent("2026M03", "2026-03-15", "2026-03-20")
LATE = Sent("2025M12", "2025-12-31", "2026-03-25")
APRIL = Sent("2026M04", "2026-04-30", "2026-05-10")
CORRECTED = Sent("2026M03", "2026-03-15", "2026-03-30")


def release_set(desk: Desk) -> dict[tuple[str, str], tuple[bool, bool]]:
    """(period, sent) → (in force, new)."""
    found = desk.rows(
        "select k.periode, k.tanggal_kirim, r.efektif, r.baru from ledger.kiriman_rilis as r "
        "join ledger.kiriman as k using (_delivery)"
    )
    return {(row[0], row[1].isoformat()): (row[2], row[3]) for row in found}


def keys(*sent: Sent) -> list[tuple[str, str]]:
    return [(item.period, item.sent) for item in sent]


def test_only_deliveries_sent_up_to_the_cut_off_are_inside(desk: Desk) -> None:
    for item in (JANUARY, MARCH, APRIL):
        item.lay(desk)
    desk.receive()
    desk.build_release_set("2026-03-31")
    assert sorted(release_set(desk)) == keys(JANUARY, MARCH)
    desk.build_release_set("2026-03-20")
    assert sorted(release_set(desk)) == keys(JANUARY, MARCH)
    desk.build_release_set("2026-03-19")
    assert sorted(release_set(desk)) == keys(JANUARY)


def test_the_newest_reference_date_is_in_force_and_a_late_old_period_is_not(desk: Desk) -> None:
    for item in (JANUARY, MARCH, LATE):
        item.lay(desk)
    desk.receive()
    desk.build_release_set("2026-03-31")
    assert release_set(desk) == dict(
        zip(keys(JANUARY, MARCH, LATE), [(False, True), (True, True), (False, True)], strict=True)
    )


def test_a_late_old_period_joins_the_next_release_without_becoming_effective(desk: Desk) -> None:
    MARCH.lay(desk)
    desk.receive()
    base = [row[0] for row in desk.rows("select _delivery from ledger.kiriman")]
    late = Sent("2025M12", "2025-12-31", "2026-06-01")
    late.lay(desk)
    desk.receive()
    desk.build_release_set("2026-06-30", base)
    assert release_set(desk) == dict(
        zip(keys(MARCH, late), [(True, False), (False, True)], strict=True)
    )


def test_of_two_deliveries_of_one_day_the_later_sending_is_in_force(desk: Desk) -> None:
    MARCH.lay(desk)
    CORRECTED.lay(desk)
    desk.receive()
    desk.build_release_set("2026-03-31")
    assert release_set(desk) == dict(
        zip(keys(MARCH, CORRECTED), [(False, True), (True, True)], strict=True)
    )


def test_changes_are_all_in_force(desk: Desk) -> None:
    desk.contract = contract(jenis="perubahan")
    for item in (JANUARY, MARCH):
        desk.deliver(
            csv_file(f"1,{item.period},b"),
            folder=item.period,
            jenis="perubahan",
            periode=item.period,
            tanggal_acuan=dt.date.fromisoformat(item.reference),
            tanggal_kirim=dt.date.fromisoformat(item.sent),
        )
    desk.receive()
    desk.build_release_set("2026-03-31")
    assert set(release_set(desk).values()) == {(True, True)}


def test_a_refused_delivery_is_in_no_release(desk: Desk) -> None:
    desk.deliver(csv_file("1,a,b", records=4))
    desk.receive()
    desk.build_release_set("2026-03-31")
    assert release_set(desk) == {}


def whole_set(settings: Settings, landing: Path, order: tuple[Sent, ...]) -> list[Any]:
    """The release set when deliveries arrive one after the other in this order, with repeats."""
    with warehouse.connect(settings) as con:
        desk = Desk(con, settings, landing)
        for item in order:
            item.lay(desk)
            desk.receive()
        desk.receive()
        desk.build_release_set("2026-03-31")
        return desk.rows("select * from ledger.kiriman_rilis")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    base = tmp_path_factory.mktemp("first")
    settings = Settings(home=base / "home", db_key=None)
    return whole_set(settings, base / "landing", (JANUARY, MARCH, LATE, CORRECTED))


@pytest.mark.parametrize("order", list(itertools.permutations((JANUARY, MARCH, LATE, CORRECTED))))
def test_the_release_set_does_not_depend_on_the_order_of_arrival(
    tmp_path: Path, expected: list[Any], order: tuple[Sent, ...]
) -> None:
    settings = Settings(home=tmp_path / "home", db_key=None)
    assert whole_set(settings, tmp_path / "landing", order) == expected
    assert [row[6] for row in expected].count(True) == 1


def test_what_a_provider_agreed_to_stands_beside_the_ledger(desk: Desk) -> None:
    """Reports take roles from here, so that SQL need not know a provider by name."""
    supporting = contract().model_copy(update={"penyedia": "pln", "peran": "pendukung"})
    ledger.create(desk.con)
    for _ in range(2):
        ledger.record_contracts(desk.con, [contract(), supporting])
    found = desk.rows("select penyedia, dataset, peran from ledger.kontrak")
    assert sorted(found) == sorted(
        (name, dataset.nama, role)
        for name, role in (("uji", "utama"), ("pln", "pendukung"))
        for dataset in contract().dataset
    )
