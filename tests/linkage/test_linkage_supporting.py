"""Records of supporting sources join persons and found, merge and keep none."""

from __future__ import annotations

import duckdb
import pytest
from linkage_rows import Row, at_work, filler, given_edges, keep, link_rows, load_rows, record

from dagster_dtsen.linkage.supporting import attach_supporting
from dagster_dtsen.settings import Settings

NIK_A, NIK_B = "3210010101900001", "3210010101900002"
Attached = dict[str, tuple[str | None, str | None]]


def supporting(number: int, nama: str, lahir: str | None, **others: object) -> Row:
    bare = {"peran": "pendukung", "no_kk": None, "jenis_kelamin": None}
    return record(number, "bpjs_kesehatan", nama, lahir, **(bare | others))


def attached(con: duckdb.DuckDBPyConnection) -> Attached:
    rows = con.execute(
        "select record_key, id_individu, kode_alasan from wh.linkage.peta_pendukung"
    ).fetchall()
    return {key: (person, reason) for key, person, reason in rows}


def tables(con: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    """Everything a release keeps of persons and families."""
    names = ("peta_individu", "peristiwa_individu", "peta_keluarga", "peristiwa_keluarga")
    return [
        con.execute(f"select * from wh.linkage.{name} order by all").fetchall() for name in names
    ]


def by_hand(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    rows: list[Row],
    edges: list[tuple[int, int, float]],
    apart: tuple[tuple[int, int], ...] = (),
) -> dict[str, int]:
    """Attach over given edges; every main record is a person ``I<number>`` of its own."""
    load_rows(con, rows)
    limits = given_edges(con, settings, edges)
    main = [row["rekaman_id"] for row in rows if row["peran"] == "utama"]
    con.execute("create table wh.linkage.clusters (rekaman_id bigint, klaster bigint)")
    con.execute(
        "create table wh.linkage.peta_individu "
        "(record_key varchar, rekaman_id bigint, id_individu varchar, aktif boolean)"
    )
    for number in main:
        con.execute("insert into wh.linkage.clusters values (?, ?)", [number, number])
        con.execute(
            "insert into wh.linkage.peta_individu values (?, ?, ?, true)",
            [f"r{number:06d}", number, f"I{number}"],
        )
    for left, right in apart:
        con.execute("insert into wh.linkage.larangan values (?, ?, 'uji')", [left, right])
    with at_work(con, settings):
        return attach_supporting(con, limits)


def test_a_record_joins_the_person_of_its_strongest_edge(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    rows = [
        record(1, "dukcapil", "AYU", "1990-01-02"),
        record(2, "dukcapil", "BUDI", "1990-01-02"),
        supporting(3, "AYU", "1990-01-02"),
        supporting(4, "BUDI", "1990-01-02"),
        supporting(5, "CICI", None),
    ]
    counts = by_hand(
        con, settings, rows, [(1, 3, 20), (2, 3, 10), (2, 4, 7), (1, 5, 3.9), (4, 5, 30)]
    )
    assert attached(con) == {
        "r000003": ("I1", None),
        "r000004": ("I2", None),
        "r000005": (None, "TIDAK_PADAN"),  # a strong edge to another supporting record is none
    }
    assert counts == {"padan": 2, "tidak_padan": 1}


@pytest.mark.parametrize(("second", "expected"), [(19.5, None), (20.0, None), (18.9, "I1")])
def test_two_persons_who_fit_alike_attach_nothing(
    con: duckdb.DuckDBPyConnection, settings: Settings, second: float, expected: str | None
) -> None:
    rows = [
        record(1, "dukcapil", "AYU", "1990-01-02"),
        record(2, "dukcapil", "AYU", "1990-01-02"),
        supporting(3, "AYU", "1990-01-02"),
    ]
    by_hand(con, settings, rows, [(1, 3, 20.0), (2, 3, second)])
    reason = None if expected else "TIDAK_PADAN_GANDA"
    assert attached(con) == {"r000003": (expected, reason)}


def test_hard_rules_hold_for_supporting_records_too(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    rows = [
        record(1, "dukcapil", "AYU", "1990-01-01", nik=NIK_A),
        record(2, "dukcapil", "AYA", "1990-01-01", nik=NIK_B),
        supporting(3, "AYU", "1990-01-01", nik=NIK_B),  # the valid NIK of the other
        supporting(4, "AYU", "1990-01-01"),  # contradicts a record of the person
    ]
    by_hand(con, settings, rows, [(1, 3, 30), (1, 4, 30), (2, 4, 7)], apart=((1, 4),))
    assert attached(con) == {"r000003": (None, "TIDAK_PADAN"), "r000004": ("I2", None)}


def test_persons_and_families_are_the_same_with_and_without_supporting_files(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    """Also those a supporting record could bridge, and in the release after."""
    main = [
        *filler(60),
        record(1, "dukcapil", "SITI AMINAH", "1990-02-03", nik=NIK_A),
        record(2, "dtks", "AMI", "1961-09-09", no_kk=None, desa="3299012001"),
        record(3, "regsosek", "SITI AMINAH", "1990-02-03"),
    ]
    bridge = [
        supporting(4, "SITI AMINAH", "1990-02-03", nik=NIK_A),
        supporting(5, "AMI", "1961-09-09", desa="3299012001"),
        supporting(6, "ORANG LAIN", "1944-04-04", nik="3299010404440001", desa="3299012001"),
        supporting(900_000, "SITI AMINAH", "1990-02-03"),
    ]
    found = []
    for extra in ([], bridge):
        load_rows(con, main + extra)
        link_rows(con, settings)
        first = tables(con)
        base = keep(con)
        # next quarter the one register record of a person is gone and the supporting one stays
        load_rows(con, [row for row in main if row["rekaman_id"] != 2] + extra)
        link_rows(con, settings, "2026T2", base)
        found.append((first, tables(con)))
        attachments = attached(con)
    assert found[0] == found[1]
    assert set(attachments) == {f"r{number:06d}" for number in (4, 5, 6, 900_000)}
    assert attachments["r000004"][0] is not None
    assert attachments["r000005"] == (None, "TIDAK_PADAN")
    assert attachments["r000006"] == (None, "TIDAK_PADAN")


def test_without_supporting_files_the_table_is_empty(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, filler(20))
    assert link_rows(con, settings)["pendukung"] == {"padan": 0, "tidak_padan": 0}
    assert attached(con) == {}
