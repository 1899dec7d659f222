"""What stewards decide of families holds against the evidence."""

from __future__ import annotations

import duckdb
import pytest

from dagster_dtsen.linkage.family_decisions import obey

Pairs = list[tuple[str, str, str]]


def decided(con: duckdb.DuckDBPyConnection, families: str, pairs: Pairs) -> set[frozenset[str]]:
    """``families`` such as "ab cd": persons by letter; every person has one record of that name."""
    con.execute("create schema if not exists wh.linkage")
    con.execute(
        "create or replace table wh.linkage.peta_individu "
        "(record_key varchar, id_individu varchar, aktif boolean)"
    )
    con.execute(
        "create or replace table kunci_kini (id_individu varchar, kunci varchar, asal varchar)"
    )
    for key in families.split():
        for person in key:
            con.execute(
                "insert into wh.linkage.peta_individu values (?, ?, true)", [person, person]
            )
            con.execute("insert into kunci_kini values (?, ?, 'no_kk')", [person, f"kk|{key}"])
    con.execute(
        "create or replace table k (record_key varchar, record_key_lain varchar, hubungan varchar)"
    )
    if pairs:
        con.executemany("insert into k values (?, ?, ?)", [list(pair) for pair in pairs])
    obey(con, "k")
    rows = con.execute("select list(id_individu) from kunci_kini group by kunci").fetchall()
    return {frozenset(row[0]) for row in rows}


@pytest.mark.parametrize(
    ("families", "pairs", "expected"),
    [
        ("ab cd", [], "ab cd"),
        # only who is named moves, to where most of the named are
        ("ab cde", [("a", "c", "satu"), ("c", "d", "satu")], "b acde"),
        ("abc", [("c", "a", "beda")], "ab c"),
        # a group stays together when it leaves: the smaller one goes
        ("abcde", [("a", "b", "satu"), ("a", "c", "beda")], "abde c"),
        ("abcd", [("a", "b", "satu"), ("c", "d", "satu"), ("a", "c", "beda")], "ab cd"),
        # three that are all apart
        ("abc", [("a", "b", "beda"), ("b", "c", "beda"), ("a", "c", "beda")], "a b c"),
        # who may not meet the same one may still be together
        ("abc", [("b", "a", "beda"), ("b", "c", "beda")], "ac b"),
        # joined and kept apart from those who live there
        ("ab c", [("a", "c", "satu"), ("b", "c", "beda")], "ac b"),
    ],
)
def test_decisions_are_obeyed(
    con: duckdb.DuckDBPyConnection, families: str, pairs: Pairs, expected: str
) -> None:
    assert decided(con, families, pairs) == {frozenset(word) for word in expected.split()}
