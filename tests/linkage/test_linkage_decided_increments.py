"""Decisions that come and go are seen from the base release as in the whole."""

from __future__ import annotations

import datetime as dt
import random

import duckdb
import pytest
from decision_rows import DAY, decision, given, undo
from linkage_rows import SINGLE, Row, keep, load_rows
from test_linkage_increments import TABLES, altered, everything, world

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.run import link
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.decisions import Decision

NEXT = dt.date(2026, 6, 30)


def some_decisions(rows: list[Row], seed: int) -> list[Decision]:
    """Decisions on random records, half of them on some that have much in common; some are undone,
    expire, come later, or contradict."""
    draw = random.Random(seed)
    numbers = [row["rekaman_id"] for row in rows]
    near = [number for number in numbers if number < 100_000]
    found: list[Decision] = []
    for turn in range(30):
        some = draw.sample(near if turn % 2 else numbers, draw.choice([2, 2, 3, 4]))
        act = draw.choice(["satukan", "satukan", "pisahkan", "pecah", "benarkan"])
        cut = 1 if act in ("pisahkan", "pecah") else len(some)
        groups = [some[:cut], some[cut:]] if cut < len(some) else [some]
        found.append(
            decision(
                act,
                *groups,
                day=draw.choice([DAY, DAY, NEXT]),
                berlaku_sampai=draw.choice([None, None, NEXT - dt.timedelta(1)])
                if act == "satukan"
                else None,
                bukti=draw.choice([None, "b" * 64]),
            )
        )
    found = [item for item in found if (item.berlaku_sampai or NEXT) > item.tanggal]
    return found + [undo(item, NEXT) for item in draw.sample(found, 6)]


@pytest.mark.parametrize("seed", range(6))
def test_decisions_that_come_and_go_are_seen_from_the_base_as_in_the_whole(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    before, after = (altered(world(), seed + more) for more in (0, 0 if seed % 2 else 100))
    decisions = some_decisions(before, seed)
    load_rows(con, before)
    link(con, settings, "2026T1", None, SINGLE, given(con, decisions))
    base = keep(con)
    load_rows(con, after)
    found = []
    for how in ("penuh", "bertahap"):
        monkeypatch.setitem(linkage_model.config(), "cara", how)
        ledger = given(con, decisions, NEXT)
        counts = link(con, settings, "2026T2", base, SINGLE, ledger)
        assert counts["skor"]["cara"] == how
        assert counts["keputusan"]["dilanggar"] == 0
        found.append(everything(con))
    for name in TABLES:
        assert found[0][name] == found[1][name], name
    assert found[0]["keputusan_berlaku"]
    assert found[0]["keputusan_kelompok"]
