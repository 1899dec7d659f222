"""What the population register knows decides whether unlike names on one card are twins."""

from __future__ import annotations

import duckdb
import pytest
from linkage_rows import Row, clusters, filler, keep, link_rows, load_rows, record
from test_linkage_increments import everything

from dagster_dtsen.linkage import changes, register
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings

NIK, TYPED, SISTER = "1101010304850001", "1101010304850007", "1101010304850002"
BORN = "1985-04-03"


def people(sister: str | None, other: str | None, listed: bool = True) -> list[Row]:
    """Hasan in the register and, by another spelling and NIK ``other``, in a survey; ``sister``:
    status under which the register lists another person of card and date, None for nobody."""
    rows = [record(2, "regsosek", "HASIN WIBAWO", BORN, nik=other)]
    if listed:
        rows.append(record(1, "dukcapil", "HASAN WIBOWO", BORN, nik=NIK))
    if sister:
        twin = {"nik": SISTER, "status_kependudukan": sister}
        rows.append(record(3, "dukcapil", "LINTANG KUSUMA", BORN, **twin))
    return rows + filler()


def barred(con: duckdb.DuckDBPyConnection) -> set[str]:
    rows = con.execute(
        "select aturan from wh.linkage.larangan where rekaman_id_l = 1 and rekaman_id_r = 2"
    ).fetchall()
    return {str(row[0]) for row in rows}


@pytest.mark.parametrize("other", [TYPED, None])
@pytest.mark.parametrize(("sister", "apart"), [(None, False), ("aktif", True), ("meninggal", True)])
def test_whom_the_register_lists_alone_has_no_twin(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    sister: str | None,
    apart: bool,
    other: str | None,
) -> None:
    """Another spelling and a mistyped or missing NIK; a dead twin may be the one in the survey."""
    load_rows(con, people(sister, other))
    link_rows(con, settings)
    assert bool(barred(con)) is apart
    assert (frozenset({1, 2}) in clusters(con)) is not apart


def test_two_valid_niks_side_by_side_are_two_people(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """Each alone on a card of its own, so that neither has a twin by the register."""
    rows = people(None, SISTER)
    rows.append(record(4, "dukcapil", "HASIN WIBAWO", BORN, nik=SISTER, no_kk="1101010101010009"))
    load_rows(con, rows)
    link_rows(con, settings)
    assert barred(con) == {"kembar"}
    assert frozenset({2, 4}) in clusters(con)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (True, False)),
        ({"nik": None}, (False, False)),
        ({"no_kk": None}, (True, False)),
        ({"nik": None, "no_kk": None}, (False, None)),
        ({"nik": None, "tanggal_lahir": "1985-04-04"}, (False, None)),
        ({"nik": SISTER, "no_kk": None}, (False, True)),
    ],
)
def test_what_is_known_of_a_record(
    con: duckdb.DuckDBPyConnection, change: Row, expected: tuple[bool, bool | None]
) -> None:
    """By its NIK, else by card and birth date; the dead count among twins and bear no valid NIK."""
    elsewhere = {"no_kk": "1101010101010009"}
    load_rows(
        con,
        [
            record(1, "dukcapil", "HASAN WIBOWO", BORN, nik=NIK),
            record(2, "regsosek", "HASAN WIBOWO", BORN, nik=NIK) | change,
            record(3, "dukcapil", "SITI", BORN, nik=SISTER, **elsewhere)
            | {"status_kependudukan": "meninggal"},
            record(4, "dukcapil", "SRI", BORN, nik="1101010304850003", **elsewhere),
        ],
    )
    query = linkage_model.input_sql("wh.standardised.individu")
    known = register.with_register(query, f"({changes.fingerprints_sql()})")
    rows = con.execute(f"select terdaftar, kembar from ({known}) where rekaman_id = 2").fetchall()
    assert rows == [expected]


@pytest.mark.parametrize(("before", "after"), [(None, "aktif"), ("aktif", None)])
def test_a_twin_who_comes_or_goes_changes_what_others_say(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    before: str | None,
    after: str | None,
) -> None:
    load_rows(con, people(before, None))
    link_rows(con, settings)
    base = keep(con)
    load_rows(con, people(after, None))
    results = []
    for how in ("penuh", "bertahap"):
        monkeypatch.setitem(linkage_model.config(), "cara", how)
        assert link_rows(con, settings, "2026T2", base)["skor"]["cara"] == how
        results.append(everything(con))
        assert bool(barred(con)) is (after is not None)
    assert results[0] == results[1]
