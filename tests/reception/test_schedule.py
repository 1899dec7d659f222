"""What is expected follows from the agreed cadence and the date of the release."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_dtsen.reception import ledger
from dagster_dtsen.reception.schedule import periods, record_expected
from tests.reception.deliveries import Desk, contract

FIRST, LAST = dt.date(2025, 11, 1), dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        ("bulanan", ["2025M11", "2025M12", "2026M01", "2026M02", "2026M03"]),
        ("triwulanan", ["2026T1"]),
        ("tahunan", ["2026"]),
        ("sekali", ["sekali"]),
        ("bila_ada", []),
    ],
)
def test_periods_are_those_that_begin_inside_the_agreement(
    cadence: str, expected: list[str]
) -> None:
    assert [label for label, _, _ in periods(cadence, FIRST, LAST)] == expected


def test_a_period_ends_the_day_before_the_next_begins() -> None:
    found = list(periods("bulanan", FIRST, LAST))
    assert found[0][1:] == (dt.date(2025, 11, 1), dt.date(2025, 11, 30))
    assert found[3][1:] == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))


def expected_by(desk: Desk, day: str) -> list[tuple[str, dt.date]]:
    ledger.create(desk.con)
    agreed = contract(jadwal={"irama": "triwulanan", "tenggat_hari": 45})
    ledger.record_contracts(desk.con, [agreed])
    desk.build_release_set(day)
    record_expected(desk.con)
    return desk.rows(
        "select periode, jatuh_tempo from ledger.kiriman_diharapkan "
        "where dataset = 'orang' and mulai >= date '2026-01-01' order by 1"
    )


def test_only_what_is_due_by_the_date_of_the_release_is_expected(desk: Desk) -> None:
    first = ("2026T1", dt.date(2026, 2, 15))
    assert expected_by(desk, "2026-02-14") == []
    assert expected_by(desk, "2026-02-15") == [first]
    assert expected_by(desk, "2026-06-30") == [first, ("2026T2", dt.date(2026, 5, 16))]
