"""A sample of the damages; `make prove` does all of them on many seeds."""

from __future__ import annotations

import duckdb
import pytest

from dagster_dtsen.reception import load
from dagster_dtsen.reception.target import Target
from dagster_dtsen.settings import Settings
from tests.reception.mutations import matrix

SHARES = 16


def test_the_matrix_is_as_large_as_promised() -> None:
    assert len(set(matrix.cases())) == len(matrix.cases()) >= 1_900
    assert {case.format for case in matrix.cases()} == set(matrix.FORMATS)


@pytest.mark.parametrize("kind", matrix.FORMATS)
def test_what_is_damaged_is_accounted_for_or_refused(
    con: duckdb.DuckDBPyConnection, settings: Settings, kind: str
) -> None:
    """No crash, no hang; read = accepted + broken; no person lost silently, no NIK changed."""
    share = [case for case in matrix.sample(SHARES, 0) if case.format == kind]
    assert len(share) > 8
    assert [text for case in share for text in matrix.failures(con, settings, case, 0)] == []


def test_a_file_without_damage_is_accepted(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    for kind in matrix.FORMATS:
        assert matrix.failures(con, settings, matrix.Case("table", "nothing", kind), 0) == []
        assert con.execute("select status from ledger.kiriman").fetchall() == [("diterima",)]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("regexp_replace(nik, '^0', '') as nik, nama, kota", "record 1 is not"),
        ("nik, nama, kota", None),
        ("nik, nama || ' ' as nama, kota", "record 1 is not"),
    ],
)
def test_the_judge_sees_a_changed_value(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    values: str,
    told: str | None,
) -> None:
    honest = Target.keep_from

    def changing(self: Target, sealed: object, query: str, *others: object, **more: object) -> None:
        query = query if "reject_errors" in query else f"select nomor, {values} from ({query})"
        honest(self, sealed, query, *others, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(load.Target, "keep_from", changing)
    found = matrix.failures(con, settings, matrix.Case("table", "nothing", "csv"), 0)
    assert (told in found[0]) if told else found == []


def test_the_judge_sees_a_lost_person(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_BROKEN", load._BROKEN.replace("as teks", "[:0] as teks"))
    case = matrix.Case("text", "one comma gone", "csv")
    told = [matrix.failures(con, settings, case, seed) for seed in range(8)]
    assert any("lost silently" in text for found in told for text in found)
