"""Families against a truth made by hand: two quarters of three families. All invented."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_dtsen.evaluation.families import family_quality

# number, family then, family now, head then, head now, alive now; all alive at the base
TRUE = [
    (1, 1, 1, True, False, False),  # the head dies
    (2, 1, 1, False, True, True),
    (3, 1, 3, False, False, True),  # marries 5 into a new family
    (4, 2, 2, True, True, True),
    (5, 2, 3, False, True, True),
    (6, 4, 4, True, True, False),  # a family of one, who dies
]
HOME = """
create schema wh.linkage; create schema wh.standardised;
create table wh.linkage.peta_individu (record_key varchar, id_individu varchar, aktif boolean);
create table wh.standardised.individu (
    record_key varchar, penyedia varchar, status_kependudukan varchar
);
create table wh.linkage.peta_keluarga (id_individu varchar, id_keluarga varchar, aktif boolean);
create table wh.linkage.relasi_keluarga (
    id_individu varchar, id_keluarga varchar, kepala_keluarga boolean, berlaku_sampai date
);
create table wh.linkage.peristiwa_keluarga (
    peristiwa varchar, id_keluarga varchar, id_keluarga_lain varchar
);
create table wh.linkage.peristiwa_relasi (
    peristiwa varchar, id_keluarga varchar, id_individu varchar, id_keluarga_lain varchar,
    id_individu_lain varchar, sebab varchar
);
"""
# what a faultless linkage says
NOW = {2: ("K1", True), 3: ("K3", False), 4: ("K2", True), 5: ("K3", True)}
FAMILY_EVENTS = [("pisah", "K3", "K1")]
MEMBER_EVENTS = [
    ("keluar", "K1", "P1", None, None, "meninggal"),
    ("keluar", "K1", "P3", "K3", None, "kawin"),
    ("masuk", "K3", "P3", "K1", None, "kawin"),
    ("keluar", "K2", "P5", "K3", None, "kawin"),
    ("masuk", "K3", "P5", "K2", None, "kawin"),
    ("ganti_kepala", "K1", "P2", None, "P1", "meninggal"),
    ("keluar", "K4", "P6", None, None, "meninggal"),
]


def lay(con: duckdb.DuckDBPyConnection, folder: Path, **given: Any) -> dict[str, Any]:
    """Home and truth, the outcome of the linkage as ``given``; what the evaluation says."""
    con.execute(HOME)
    now = given.get("now", NOW)
    status = given.get("status", {1: "meninggal", 6: "meninggal"})
    for number, *_ in TRUE:
        key = hashlib.sha256(f"dukcapil|penduduk|{number}".encode()).hexdigest()
        con.execute("insert into wh.linkage.peta_individu values (?, ?, true)", [key, f"P{number}"])
        con.execute(
            "insert into wh.standardised.individu values (?, 'dukcapil', ?)",
            [key, status.get(number, "aktif")],
        )
    for number, (family, head) in now.items():
        con.execute(
            "insert into wh.linkage.peta_keluarga values (?, ?, true)", [f"P{number}", family]
        )
        con.execute(
            "insert into wh.linkage.relasi_keluarga values (?, ?, ?, null)",
            [f"P{number}", family, head],
        )
    for event in given.get("families", FAMILY_EVENTS):
        con.execute("insert into wh.linkage.peristiwa_keluarga values (?, ?, ?)", list(event))
    for event in given.get("members", MEMBER_EVENTS):
        con.execute(
            "insert into wh.linkage.peristiwa_relasi values (?, ?, ?, ?, ?, ?)", list(event)
        )
    con.execute(
        f"copy (select 'dukcapil' as penyedia, 'penduduk' as dataset, i::varchar as kunci, "
        f"i as id_orang from range(1, 7) as t (i)) to '{folder}/rekaman.parquet'"
    )
    con.execute(
        "create table o (rilis varchar, id_orang bigint, id_keluarga_benar bigint, "
        "status varchar, hubungan varchar)"
    )
    for number, then, later, led, leads, alive in TRUE:
        con.execute(
            "insert into o values ('2026T1', ?, ?, 'hidup', ?), ('2026T2', ?, ?, ?, ?)",
            [
                *(number, then, "1" if led else "3", number, later),
                *("hidup" if alive else "meninggal", "1" if leads else "3"),
            ],
        )
    con.execute(f"copy o to '{folder}/orang_rilis.parquet'")
    found = family_quality(con, folder, "2026T2", "dukcapil", "aktif")
    assert found is not None
    return found


def test_a_faultless_linkage_has_full_marks(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    found = lay(con, tmp_path)
    assert found["orang"] == 4
    assert found["pasangan"] == found["keluarga"] == {"presisi": 1.0, "recall": 1.0, "f1": 1.0}
    assert found["kepala"] == 1.0
    true = {kind: counts["benar"] for kind, counts in found["peristiwa"].items()}
    assert true == {"keluarga_baru": 1, "gabung": 0, "ganti_kepala": 1, "masuk": 2, "keluar": 4}
    for counts in found["peristiwa"].values():
        assert counts["cocok"] == counts["temuan"] == counts["benar"]
        assert counts["luput"] == counts["keliru"] == {}


def test_who_stayed_with_the_old_family_costs_what_it_should(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """5 is left with 4, so 3 moved out alone: one of the new family, and no move of 5."""
    moves = [event for event in MEMBER_EVENTS if event[2] != "P5"]
    found = lay(con, tmp_path, now=NOW | {5: ("K2", False), 3: ("K3", True)}, members=moves)
    assert found["pasangan"]["presisi"] == found["pasangan"]["recall"] == 0.0
    assert found["keluarga"]["presisi"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["kepala"] == pytest.approx(2 / 3, abs=1e-4)  # 3 leads where 5 should
    events = found["peristiwa"]
    assert (events["keluarga_baru"]["cocok"], events["keluarga_baru"]["temuan"]) == (0, 1)
    assert (events["masuk"]["recall"], events["masuk"]["presisi"]) == (0.5, 1.0)
    assert events["masuk"]["luput"] == {"lain": 1}


def test_a_death_the_register_does_not_know_is_told_as_that(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    late = [event for event in MEMBER_EVENTS if "P1" not in event]
    found = lay(con, tmp_path, now=NOW | {1: ("K1", False)}, members=late, status={6: "meninggal"})
    keluar, kepala = found["peristiwa"]["keluar"], found["peristiwa"]["ganti_kepala"]
    assert keluar["luput"] == kepala["luput"] == {"status_tertinggal": 1}
    assert keluar["recall"] == pytest.approx(3 / 4, abs=1e-4)
    assert keluar["recall_terbukti"] == 1.0


def test_who_came_to_be_known_is_no_event_and_no_relations_no_result(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    more = [*MEMBER_EVENTS, ("masuk", "K2", "P4", None, None, "terdata")]
    assert lay(con, tmp_path, members=more)["peristiwa"]["masuk"]["temuan"] == 2
    con.execute("drop table wh.linkage.peristiwa_relasi")
    assert family_quality(con, tmp_path, "2026T2", "dukcapil", "aktif") is None
