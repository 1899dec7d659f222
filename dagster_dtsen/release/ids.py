"""Release ids: one quarter of one year, e.g. ``2026T1`` (triwulan 1)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dagster_dtsen.errors import DtsenError

_FORM = re.compile(r"^(20[0-9]{2})T([1-4])$")


@dataclass(frozen=True, order=True)
class ReleaseId:
    """A quarter. Ordering is time; ``str()`` is the id."""

    year: int
    quarter: int

    @classmethod
    def parse(cls, text: str) -> ReleaseId:
        """Parse ``2026T1``; raises DtsenError E-RILIS-SALAH for anything else."""
        match = _FORM.fullmatch(text)
        if not match:
            raise DtsenError("E-RILIS-SALAH", release=text)
        return cls(int(match.group(1)), int(match.group(2)))

    @classmethod
    def of_date(cls, day: dt.date) -> ReleaseId:
        """The release whose cut-off is the first on or after ``day``."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def cut_off(self) -> dt.date:
        """Last day of the quarter: deliveries sent up to it are inside; also the release date."""
        first_of_next = dt.date(self.year + self.quarter // 4, self.quarter % 4 * 3 + 1, 1)
        return first_of_next - dt.timedelta(days=1)

    @property
    def base(self) -> ReleaseId:
        """The quarter before."""
        return ReleaseId(self.year - (self.quarter == 1), (self.quarter - 2) % 4 + 1)

    @property
    def next(self) -> ReleaseId:
        """The quarter after."""
        return ReleaseId(self.year + (self.quarter == 4), self.quarter % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}T{self.quarter}"
