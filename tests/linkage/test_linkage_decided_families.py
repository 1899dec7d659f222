"""Decisions about families bind them in the linkage itself, and end when they are undone."""

from __future__ import annotations

import datetime as dt

import duckdb
from decision_rows import DAY, decision, given, statuses, undo
from linkage_rows import KK, SINGLE, filler, keep, load_rows, record

from dagster_dtsen.linkage.run import link
from dagster_dtsen.settings import Settings

NEXT = dt.date(2026, 6, 30)
OTHER = "1101010101010009"


def _families(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    return dict(
        con.execute(
            """
            select p.rekaman_id, k.id_keluarga
            from wh.linkage.peta_individu as p
            inner join wh.linkage.peta_keluarga as k on p.id_individu = k.id_individu
            where p.aktif and k.aktif and p.rekaman_id < 100
            """
        ).fetchall()
    )


def test_persons_go_together_or_apart_as_decided_until_it_is_undone(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """1 and 2 live on one card, 3 on another: a steward takes 2 out and puts 3 in its place."""
    load_rows(
        con,
        [
            record(1, "dukcapil", "JOKO PRASETYO", "1980-05-17", nik="1101011705800001", no_kk=KK),
            record(2, "dukcapil", "WATI LESTARI", "1982-03-12", nik="1101015203820001", no_kk=KK),
            record(3, "dukcapil", "SITI AMINAH", "1955-02-21", nik="1101016102550001", no_kk=OTHER),
            *filler(50),
        ],
    )
    apart = decision("pisahkan", [1], [2], objek="keluarga")
    joined = decision("satukan", [1, 3], objek="keluarga")
    absent = decision("satukan", [1, 77], objek="keluarga")
    link(con, settings, "2026T1", None, SINGLE, given(con, []))
    found = _families(con)
    assert found[1] == found[2] != found[3]

    base = keep(con)
    decided = [apart, joined, absent]
    counts = link(con, settings, "2026T2", base, SINGLE, given(con, decided, NEXT))
    assert counts["skor"]["cara"] == "bertahap"
    found = _families(con)
    assert found[1] == found[3] != found[2]
    said = statuses(con)
    assert said[apart.id] == said[joined.id] == ("dipatuhi", None)
    assert said[absent.id] == ("menunggu", "REKAMAN")

    base = keep(con)
    decided += [undo(apart, DAY), undo(joined, DAY), undo(absent, DAY)]
    link(con, settings, "2026T3", base, SINGLE, given(con, decided, NEXT))
    found = _families(con)
    assert found[1] == found[2] != found[3]
