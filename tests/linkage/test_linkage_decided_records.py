"""Decisions on supporting and absent records and on families; their order is of no matter."""

from __future__ import annotations

import duckdb
import pytest
from decided_people import BUKTI, people, persons, released
from decision_rows import decision, key, statuses, undo
from linkage_rows import load_rows, record
from test_linkage_increments import everything

from dagster_dtsen.settings import Settings


def test_a_chain_over_absent_and_supporting_records_holds(
    con: duckdb.DuckDBPyConnection, settings: Settings, alone: dict[int, str | None]
) -> None:
    over_absent = [decision("satukan", [3, 77]), decision("satukan", [77, 4])]
    over_supporting = [decision("satukan", [7, 8])]
    released(con, settings, [*over_absent, *over_supporting])
    found = persons(con)
    assert found[3] == found[4]
    assert found[7] == found[8] != alone[8]
    told = statuses(con)
    assert {told[item.id] for item in over_absent} == {("menunggu", "REKAMAN")}
    assert told[over_supporting[0].id] == ("dipatuhi", None)


@pytest.mark.usefixtures("alone")
def test_supporting_records_go_where_decisions_send_them_and_never_where_they_bar(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    released(con, settings, [decision("pisahkan", [8], [5])])
    assert persons(con)[8] is None
    # 8 is one with 3, so 3 is kept from 5 too
    released(con, settings, [decision("satukan", [8, 3]), decision("pisahkan", [8], [5])])
    assert persons(con)[8] == persons(con)[3] != persons(con)[5]
    released(con, settings, [decision("satukan", [8, 9], bukti=BUKTI)])
    found = persons(con)
    assert found[8] == found[9]
    released(
        con, settings, [decision("pisahkan", [8], [9]), decision("satukan", [9, 1], bukti=BUKTI)]
    )
    found = persons(con)
    assert found[9] == found[1]
    assert found[8] is None


def test_two_supporting_records_that_are_not_one_share_no_person(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    twin = record(10, "bpjs_kesehatan", "AGUS SALIM", "1980-01-02", peran="pendukung", no_kk=None)
    load_rows(con, [*people(), twin])
    apart = decision("pisahkan", [8], [10])
    for decisions, together in (([], True), ([apart], False)):
        released(con, settings, decisions)
        found = persons(con)
        assert found[8] == found[1]
        assert (found[10] == found[8]) is together
    assert statuses(con) == {apart.id: ("dipatuhi", None)}


def test_decisions_on_families_are_given_on_and_persons_do_not_know_them(
    con: duckdb.DuckDBPyConnection, settings: Settings, alone: dict[int, str | None]
) -> None:
    join = decision("satukan", [3, 4], objek="keluarga")
    apart = decision("pisahkan", [1], [5], objek="keluarga")
    released(con, settings, [join, apart])
    assert persons(con) == alone
    pairs = con.execute("from wh.linkage.keputusan_berlaku order by hubungan").fetchall()
    assert pairs == [
        ("keluarga", key(1), key(5), "beda", apart.id),
        ("keluarga", key(3), key(4), "satu", join.id),
    ]
    assert set(statuses(con)) == {join.id, apart.id}
    assert "dilanggar" not in {status for status, _ in statuses(con).values()}


@pytest.mark.usefixtures("alone")
def test_the_same_decisions_in_any_order_give_the_same_tables(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    join = decision("satukan", [3, 4])
    decisions = [join, undo(join), decision("pisahkan", [1], [5]), decision("satukan", [4, 7])]
    seen = []
    for order in (decisions, decisions[::-1], [*decisions[2:], *decisions]):
        released(con, settings, list({item.id: item for item in order}.values()))
        told = con.execute("from wh.linkage.keputusan_tautan_status order by all").fetchall()
        seen.append((everything(con), told))
    assert seen[0] == seen[1] == seen[2]
