from __future__ import annotations

import duckdb
from linkage_rows import KK, Row, filler, keep, link_rows, load_rows, record

from dagster_dtsen.settings import Settings

NEW_KK = "1101019999990009"


def family(no_kk: str, acuan: str = "2026-01-31") -> list[Row]:
    """Father and mother in dukcapil, mother and child in regsosek; the child has no numbers."""
    shared = {"no_kk": no_kk, "tanggal_acuan": acuan}
    listed = {"kunci_keluarga": "regsosek|F1", "tanggal_acuan": "2022-11-15"}
    mother = {"nik": "1101015203820001", "jenis_kelamin": "2"}
    return [
        record(1, "dukcapil", "JOKO PRASETYO", "1980-05-17", nik="1101011705800001", **shared),
        record(2, "dukcapil", "WATI NURHAYATI", "1982-03-12", **mother, **shared),
        record(3, "regsosek", "WATI NURHAYATI", "1982-03-12", **mother, **listed),
        record(4, "regsosek", "DIMAS PRASETYO", "2012-10-08", **listed, no_kk=None),
        record(5, "dtks", "KARTINI HANDAYANI", "1955-02-21", no_kk=None, desa="5101012001"),
    ]


def members(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Family of each hand-made record."""
    return dict(
        con.execute(
            """
            select p.record_key, k.id_keluarga
            from wh.linkage.peta_individu as p
            inner join wh.linkage.peta_keluarga as k on p.id_individu = k.id_individu
            where p.record_key < 'r1'
            """
        ).fetchall()
    )


def test_families_follow_the_family_number_and_the_list(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, family(KK) + filler(50))
    link_rows(con, settings)
    found = members(con)
    assert found["r000001"] == found["r000002"] == found["r000003"] == found["r000004"]
    assert found["r000005"] != found["r000001"]
    origin = dict(
        con.execute(
            """
            select p.record_key, k.asal from wh.linkage.kunci_keluarga as k
            inner join wh.linkage.peta_individu as p on k.id_individu = p.id_individu
            """
        ).fetchall()
    )
    assert origin["r000003"] == "no_kk dukcapil"
    assert origin["r000004"] == "ikut terbanyak regsosek"
    assert origin["r000005"] == "sendiri"


def test_a_family_keeps_its_id_when_its_number_changes(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, family(KK) + filler(50))
    link_rows(con, settings)
    before = members(con)
    base = keep(con)
    load_rows(con, family(NEW_KK, "2026-04-30") + filler(50))
    result = link_rows(con, settings, "2026T2", base)
    assert members(con) == before
    keys = con.execute("select kunci from wh.linkage.kunci_keluarga").fetchall()
    assert (f"kk|{NEW_KK}",) in keys
    for part in ("individu", "keluarga"):
        assert result[part]["baru"] == 0
        assert con.execute(f"select * from wh.linkage.peristiwa_{part}").fetchall() == []


def test_the_same_release_again_gives_the_same_tables(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    load_rows(con, family(KK) + filler(50))
    tables = ("edges", "clusters", "peta_individu", "peristiwa_individu", "peta_keluarga",
              "peristiwa_keluarga", "kunci_keluarga")  # fmt: skip
    runs = []
    for _ in range(2):
        link_rows(con, settings)
        runs.append(
            [con.execute(f"from wh.linkage.{name} order by all").fetchall() for name in tables]
        )
    assert runs[0] == runs[1]
