"""The calendar of a twin: releases (quarters) and the dates of the deliveries in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.twin.rng import Days, Ints

EPOCH = date(1970, 1, 1)
YEAR = 365.2425


def to_day(value: date) -> int:
    """Days since 1970-01-01."""
    return (value - EPOCH).days


def to_date(day: int) -> date:
    """The calendar date of a day number."""
    return EPOCH + timedelta(days=int(day))


def split_days(days: Days) -> tuple[Ints, Ints, Ints]:
    """Day numbers (n,) to year, month, day of month."""
    stamp = days.astype("datetime64[D]")
    month = stamp.astype("datetime64[M]")
    year = stamp.astype("datetime64[Y]").astype(np.int64) + 1970
    return year, month.astype(np.int64) % 12 + 1, (stamp - month).astype(np.int64) + 1


def join_days(year: Ints, month: Ints, day: Ints) -> Days:
    """Year, month, day of month to day numbers; a day past the month's end runs over."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64) + day - 1


def ddmmyy(days: Days) -> Ints:
    """Day numbers to the integer DDMMYY, as NIK and KK number carry it."""
    year, month, day = split_days(days)
    return day * 10_000 + month * 100 + year % 100


@dataclass(frozen=True)
class Release:
    """One quarter and the dates of what is delivered in it."""

    label: str
    year: int
    quarter: int

    def day_of(self, month_in_quarter: int, day: int) -> date:
        """A date of the quarter, month 1..3."""
        return date(self.year, 3 * self.quarter - 3 + month_in_quarter, day)

    @property
    def acuan(self) -> date:
        """Reference date of the administrative deliveries: end of the first month."""
        return self.day_of(2, 1) - timedelta(days=1)

    @property
    def awal(self) -> date:
        """First day of the quarter."""
        return self.day_of(1, 1)


def parse_releases(labels: list[str]) -> list[Release]:
    """Labels such as 2026T1, in order and without a gap, from 2024T1 on.

    Raises DtsenError: E-RILIS-SALAH for a wrong form, E-RANTAI-PUTUS for a gap.
    """
    releases: list[Release] = []
    for label in labels:
        match = re.fullmatch(r"(20\d\d)T([1-4])", label)
        if match is None or int(match[1]) < 2024:
            raise DtsenError("E-RILIS-SALAH", release=label)
        release = Release(label, int(match[1]), int(match[2]))
        if releases:
            number = releases[-1].year * 4 + releases[-1].quarter
            if release.year * 4 + release.quarter != number + 1:
                expected = f"{number // 4}T{number % 4 + 1}"
                raise DtsenError("E-RANTAI-PUTUS", release=label, expected=expected)
        releases.append(release)
    if not releases:
        raise DtsenError("E-RILIS-SALAH", release="")
    return releases
