"""What should have come by now: one row per dataset and period of its agreed cadence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import duckdb

DDL = """
create or replace table ledger.kiriman_diharapkan (
    penyedia varchar, dataset varchar, irama varchar, periode varchar, mulai date, selesai date,
    jatuh_tempo date
);
"""
_AGREED = """
select k.penyedia, k.dataset, k.irama, k.tenggat_hari, min(p.berlaku_dari), max(p.berlaku_sampai)
from ledger.kontrak as k inner join ledger.perjanjian as p using (penyedia)
group by all order by all
"""
_MONTHS = {"bulanan": 1, "triwulanan": 3, "tahunan": 12}
_LABELS = {"bulanan": "M{:02}", "triwulanan": "T{}", "tahunan": ""}

Period = tuple[str, dt.date, dt.date]


def periods(cadence: str, first: dt.date, last: dt.date) -> Iterator[Period]:
    """(label, first day, last day) of every period that begins between two days.

    ``sekali`` is one period; ``bila_ada`` expects nothing.
    """
    if cadence == "sekali":
        yield cadence, first, last
    months = _MONTHS.get(cadence)
    if months is None:
        return
    for number in range(first.year * 12 // months, (last.year + 1) * 12 // months):
        start, end = _first_day(number * months), _first_day((number + 1) * months)
        end -= dt.timedelta(days=1)
        if first <= start <= last:
            label = _LABELS[cadence].format(number % (12 // months) + 1)
            yield f"{start.year}{label}", start, end


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def record_expected(con: duckdb.DuckDBPyConnection) -> int:
    """Write ``ledger.kiriman_diharapkan``: what was due up to the date of the release being built.

    Due is the agreed number of days after a period has begun (the contract's ``jadwal``); returns
    the number of rows.
    """
    con.execute(DDL)
    day: dt.date = con.execute("select tanggal_rilis from kendali.rilis").fetchall()[0][0]
    rows = []
    for provider, dataset, cadence, days, first, last in con.execute(_AGREED).fetchall():
        for label, start, end in periods(cadence, first, min(last, day)):
            due = start + dt.timedelta(days=days)
            if due <= day:
                rows.append([provider, dataset, cadence, label, start, end, due])
    if rows:
        con.executemany("insert into ledger.kiriman_diharapkan values (?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)
