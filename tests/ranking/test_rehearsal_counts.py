"""Counting on tables by hand: who enters and leaves, and that small cells are not told."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pytest

from dagster_dtsen.ranking import rehearsal_counts as counts

Pair = tuple[int | None, int | None]


def lay(con: duckdb.DuckDBPyConnection, rows: Iterable[tuple[Pair, int, str | None]]) -> str:
    """A relation of moves: so many families from decile to decile in a province."""
    groups = ", ".join(f"cast('x' as varchar) as {name}" for name in counts.GROUPS)
    con.execute(
        "create table gladi_pindah (desil_dari smallint, desil_ke smallint, provinsi varchar)"
    )
    for (before, after), number, province in rows:
        con.execute(
            "insert into gladi_pindah select ?, ?, ? from range(?)",
            [before, after, province, number],
        )
    return f"(select *, {groups} from gladi_pindah)"


MOVES: list[tuple[Pair, int, str | None]] = [
    ((4, 5), 7, "31"),
    ((5, 4), 6, "31"),
    ((1, 8), 5, "32"),
    ((9, 2), 4, "32"),
    ((3, None), 2, "32"),
    ((None, None), 9, None),
    ((2, 2), 30, "32"),
]


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (1000, 1000)])
def test_one_to_four_are_hidden(count: int, told: int | str) -> None:
    assert counts.hidden(count) == told


def test_the_summary_counts_moves_and_ranks(con: duckdb.DuckDBPyConnection) -> None:
    assert counts.summary(con, lay(con, MOVES)) == {
        "keluarga": 63,
        "berperingkat_dari": 54,
        "berperingkat_ke": 52,
        "desil_berubah": 24,
        "bergeser_tiga": 9,
    }


def test_the_matrix_has_every_move_and_the_unranked_last(con: duckdb.DuckDBPyConnection) -> None:
    rows = [(r["dari"], r["ke"], r["jumlah"]) for r in counts.matrix(con, lay(con, MOVES))]
    assert rows == [
        (1, 8, 5),
        (2, 2, 30),
        (3, None, "<5"),
        (4, 5, 7),
        (5, 4, 6),
        (9, 2, "<5"),
        (None, None, 9),
    ]


def test_entered_and_left_by_limit(con: duckdb.DuckDBPyConnection) -> None:
    """Losing the rank is leaving; one limit that moves takes in or lets go whole deciles."""
    found = counts.limits(con, lay(con, MOVES), {"a": 4, "b": 4}, {"a": 4, "b": 5})
    first, second = ({k: row[k] for k in ("dari", "masuk", "keluar", "ke")} for row in found)
    assert first == {"dari": 44, "masuk": 10, "keluar": 14, "ke": 40}
    assert second == {"dari": 44, "masuk": 10, "keluar": 7, "ke": 47}


def test_what_is_left_is_not_told_beside_a_hidden_cell(con: duckdb.DuckDBPyConnection) -> None:
    """Families before, entered and left would give away the hidden number of the other."""
    found = counts.limits(con, lay(con, MOVES), {"a": 4}, {"a": 4}, "provinsi")
    told = {row["nilai"]: (row["dari"], row["masuk"], row["keluar"], row["ke"]) for row in found}
    assert told == {"31": (7, 6, 7, 6), "32": (37, "<5", 7, None), None: (0, 0, 0, 0)}
    assert [row["keluarga"] for row in found] == [13, 41, 9]


def test_a_programme_that_only_one_side_knows_is_not_told(con: duckdb.DuckDBPyConnection) -> None:
    found = counts.limits(con, lay(con, MOVES), {"a": 4, "lama": 3}, {"a": 4, "baru": 3})
    assert [row["program"] for row in found] == ["a"]


def test_every_group_sums_to_all_families(con: duckdb.DuckDBPyConnection) -> None:
    found = counts.groups(con, lay(con, MOVES), {"a": 4}, {"a": 4})
    assert {row["kelompok"]: row["dari"] for row in found} == dict.fromkeys(counts.GROUPS, 44)
