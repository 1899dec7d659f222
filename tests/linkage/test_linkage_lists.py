"""An agency's list against the register: who matches, why not, and what is never told."""

from __future__ import annotations

import math

import duckdb
import pytest
from linkage_rows import filler, link_rows, load_rows
from list_rows import AWAY, HOME, NIK_A, NIK_B, NIK_C, NIK_D, NIK_E, REGISTER, found, matched, row

from dagster_dtsen.matching import outcome
from dagster_dtsen.settings import Settings


def test_rows_match_by_nik_and_name_or_by_other_evidence(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    matched(
        con,
        settings,
        [
            row(1001, "AGUS SALIM WIRATAMA", None, nik=NIK_A, desa=AWAY),
            row(1002, "RATNA DEWI LESTARI", "1988-03-02", desa=HOME, jenis_kelamin="2"),
            row(1003, "HENDRA GUNAWAN PUTRA", "1990-01-01", desa=HOME),
        ],
    )
    assert found(con) == {
        1001: ("padan", "NIK_SAMA", "tinggi"),
        1002: ("padan", "BUKTI_LAIN", "tinggi"),
        1003: ("tidak padan", "TANPA_CALON", None),
    }


@pytest.mark.parametrize(
    ("nama", "lahir"),
    [("SUTARJO HADI", "1961-11-12"), ("SUTARJO HADI", "1990-01-01"), ("SUTARJO HADI", None)],
)
def test_a_nik_alone_matches_nobody(
    con: duckdb.DuckDBPyConnection, settings: Settings, nama: str, lahir: str | None
) -> None:
    """Whoever guesses a NIK has to know the name too."""
    matched(con, settings, [row(1001, nama, lahir, nik=NIK_A, desa=HOME)])
    assert found(con)[1001][:2] == ("tidak padan", "NIK_BERTENTANGAN")


def test_a_borrowed_nik_does_not_keep_a_row_from_its_own_person(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    matched(
        con,
        settings,
        [row(1001, "RATNA DEWI LESTARI", "1988-03-02", nik=NIK_A, desa=HOME, jenis_kelamin="2")],
    )
    assert found(con)[1001][:2] == ("padan", "BUKTI_LAIN")


def test_a_valid_nik_of_somebody_else_keeps_the_row_apart(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """The NIK is another's of the same name and date; both are in the register."""
    matched(
        con,
        settings,
        [
            row(
                1001,
                "SITI AMINAH",
                "1995-02-03",
                nik=NIK_E,
                desa=HOME,
                jenis_kelamin="2",
            )
        ],
    )
    assert found(con)[1001][:2] == ("padan", "NIK_SAMA")
    barred = con.execute(
        "select count(*) from wh.asing.calon where rekaman_id = 1001 and nik_sah_lain"
    ).fetchall()
    assert barred == [(1,)]


def test_two_persons_who_fit_alike_are_doubtful(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    matched(con, settings, [row(1001, "SITI AMINAH", "1995-02-03", desa=HOME)])
    assert found(con)[1001] == ("tidak padan", "CALON_LEBIH_DARI_SATU", "rendah")


def test_who_is_not_in_the_release_is_told_like_a_stranger(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """And why is not: the row and the register agree in everything."""
    matched(con, settings, [row(1001, "KROMO PAWIRO SEJATI", "1970-06-05", nik=NIK_C, desa=HOME)])
    assert found(con)[1001] == ("tidak padan", "TANPA_CALON", None)
    known = con.execute("select count(*) from wh.asing.calon where rekaman_id = 1001").fetchall()
    assert known == [(1,)]  # so it is not for want of a candidate


def test_a_wrong_name_with_the_nik_of_who_is_not_in_the_release_is_told_the_same(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    matched(con, settings, [row(1001, "SUTARJO HADI", "1961-11-12", nik=NIK_C, desa=HOME)])
    assert found(con)[1001] == ("tidak padan", "TANPA_CALON", None)


def test_two_rows_of_one_person_both_match_and_the_weaker_says_so(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    matched(
        con,
        settings,
        [
            row(1001, "RATNA LESTARI", "1988-03-02", desa=HOME, jenis_kelamin="2"),
            row(1002, "RATNA DEWI LESTARI", "1988-03-02", nik=NIK_B, desa=HOME, jenis_kelamin="2"),
        ],
    )
    assert found(con)[1002][:2] == ("padan", "NIK_SAMA")
    assert found(con)[1001][:2] == ("padan", "GANDA_DALAM_DAFTAR")


def test_rows_of_the_list_are_never_compared_with_each_other(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """Equal strangers are nobody's candidates."""
    same = [row(number, "DJOKO TOLE", "1977-07-07", desa=HOME) for number in (1001, 1002)]
    matched(con, settings, same)
    known = con.execute("select count(*) from wh.asing.calon where rekaman_id < 9000").fetchall()
    assert known == [(0,)]


def test_the_confidence_shares_the_odds_between_the_person_the_others_and_nobody(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    matched(con, settings, [row(1001, "SITI AMINAH", "1995-02-03", nik=NIK_D,
                                jenis_kelamin="2", desa=HOME)])  # fmt: skip
    weights = [
        float(weight)
        for (weight,) in con.execute(
            "select bobot from wh.asing.calon where rekaman_id = 1001 "
            "and not nik_sah_lain and not bertentangan order by 1 desc"
        ).fetchall()
    ]
    odds = [2**weight for weight in weights]
    told = con.execute(
        "select nilai_keyakinan from wh.asing.hasil where nomor_baris = 1001"
    ).fetchall()
    expected = min(math.floor(1000 * odds[0] / (1 + sum(odds))) / 1000, 0.999)
    assert [float(value) for (value,) in told] == [expected]


def test_an_agency_gets_these_columns_and_no_value_of_the_register(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    matched(con, settings, [row(1001, "AGUS SALIM WIRATAMA", "1990-01-01", nik=NIK_A)])
    names = [name for name, *_ in con.execute("describe wh.asing.hasil").fetchall()]
    assert tuple(names[: len(outcome.COLUMNS)]) == outcome.COLUMNS
    assert set(names) - set(outcome.COLUMNS) == {"rekaman_id", "id_individu"}
    assert set(outcome.COLUMNS).isdisjoint({"rekaman_id", "id_individu", "nik", "nama", "bobot"})


def test_only_a_match_has_a_figure(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """How near a row came would let somebody climb to the right values."""
    matched(
        con,
        settings,
        [
            row(1001, "AGUS SALIM WIRATAMA", "1990-01-01", nik=NIK_A),
            row(1002, "SITI AMINAH", "1995-02-03", desa=HOME),
            row(1003, "SUTARJO HADI", "1961-11-12", nik=NIK_A),
        ],
    )
    rows = con.execute(
        "select nomor_baris from wh.asing.hasil where nilai_keyakinan is not null"
    ).fetchall()
    assert rows == [(1001,)]


def test_a_short_list_is_not_told_why(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    rows = [
        row(1001, "AGUS SALIM WIRATAMA", "1990-01-01", nik=NIK_A),
        row(1002, "SUTARJO HADI", "1961-11-12", nik=NIK_A),
    ]
    told = matched(con, settings, rows, many=0)
    assert not told["dirinci"]
    assert told["sebab"] == {"NIK_BERTENTANGAN": 1, "NIK_SAMA": 1}
    assert found(con) == {
        1001: ("padan", "NIK_SAMA", "tinggi"),
        1002: ("tidak padan", "TANPA_RINCIAN", None),
    }


@pytest.mark.parametrize(
    ("reasons", "numbered", "told"),
    [
        ({"NIK_SAMA": 9}, 9, False),
        ({"NIK_SAMA": 10}, 10, True),
        ({"BUKTI_LAIN": 10}, 0, True),
        ({"NIK_SAMA": 80, "NIK_BERTENTANGAN": 20}, 100, True),
        ({"NIK_SAMA": 79, "NIK_BERTENTANGAN": 21}, 100, False),
        # rows without a NIK do not thin them out
        ({"BUKTI_LAIN": 80, "NIK_BERTENTANGAN": 20}, 99, False),
        ({"BUKTI_LAIN": 80, "NIK_BERTENTANGAN": 3}, 3, False),
        ({"BUKTI_LAIN": 80, "NIK_BERTENTANGAN": 2}, 2, True),
        ({}, 0, False),
    ],
)
def test_reasons_are_withheld_where_a_list_asks_questions(
    reasons: dict[str, int], numbered: int, told: bool
) -> None:
    assert outcome.reasons_are_told(reasons, numbered) is told


def test_matching_leaves_the_linkage_as_it_was(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, REGISTER + filler())
    link_rows(con, settings)
    tables = [
        name
        for (name,) in con.execute(
            "select table_name from duckdb_tables() where schema_name = 'linkage' order by 1"
        ).fetchall()
    ]
    before = {
        name: con.execute(f"from wh.linkage.{name} order by all").fetchall() for name in tables
    }
    con.execute("drop schema wh.linkage cascade")
    matched(con, settings, [row(1001, "AGUS SALIM WIRATAMA", "1990-01-01", nik=NIK_A)])
    after = {
        name: con.execute(f"from wh.linkage.{name} order by all").fetchall() for name in tables
    }
    assert before == after
