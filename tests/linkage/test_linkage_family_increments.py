"""Families made from their base are the families made whole."""

from __future__ import annotations

import random
from typing import Any

import duckdb
import pytest
from family_world import NEW, OLD, OTHER, PEOPLE, World, listed, registered

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import state
from dagster_dtsen.settings import Settings


@pytest.mark.parametrize("seed", range(4))
def test_two_quarters_from_their_base_are_the_quarters_made_whole(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    """Cards, roles and states change at random, and followers with those they follow."""
    tables = (*state.FAMILIES, "peta_keluarga", "peristiwa_keluarga", "peristiwa_relasi")
    found: dict[str, list[Any]] = {}
    for way in ("penuh", "bertahap"):
        monkeypatch.setitem(linkage_model.config(), "cara", way)
        world, draw, looked = World(con, settings), random.Random(seed), []
        for _ in range(3):
            cards = {n: draw.choice([OLD, OLD, NEW, OTHER]) for n in PEOPLE}
            rows = [
                registered(
                    n, draw.choice("12348"), cards[n], status_kawin=draw.choice("1234"),
                    status_kependudukan=draw.choice(["aktif"] * 5 + ["meninggal"]),
                )
                for n in PEOPLE if draw.random() < 0.7
            ]  # fmt: skip
            rows += [
                listed(n, draw.choice("12348"), draw.choice([OLD, NEW, None]), draw.choice("AB"))
                for n in PEOPLE if draw.random() < 0.8
            ]  # fmt: skip
            looked.append(world.release(rows)["dihitung"])
        found[way] = [con.execute(f"from wh.linkage.{t} order by all").fetchall() for t in tables]
    assert min(looked) < 30 < looked[0]
    for table, whole, part in zip(tables, found["penuh"], found["bertahap"], strict=True):
        assert whole == part, table
