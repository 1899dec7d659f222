"""What a release reads of the reports of its base."""

from __future__ import annotations

from pathlib import Path

import duckdb
import yaml

from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.store import StoredRelease
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, tables_of
from dagster_dtsen.release.told import TOLD, WHOLE, load_told, show_base
from dagster_dtsen.settings import PROJECT_DIR, Settings


def base_with(con: duckdb.DuckDBPyConnection, path: Path, **reports: str) -> StoredRelease:
    """A release that has sealed these reports (name → query)."""
    for name, query in reports.items():
        folder = path / RESULT / name
        folder.mkdir(parents=True)
        con.execute(f"copy ({query}) to '{folder}/0.parquet'")
    return StoredRelease(ReleaseId.parse("2026T1"), 1, path, {})


def test_a_report_of_the_base_is_read_and_one_it_never_had_is_empty(
    con: duckdb.DuckDBPyConnection, settings: Settings, tmp_path: Path
) -> None:
    sizes = "select '2026T1' as id_rilis, i as ukuran, 10 * i as jumlah_individu from range(3) t(i)"
    base = base_with(con, tmp_path / "2026T1.v1", rpt_mutu_klaster=sizes)
    assert load_told(con, settings, base) == dict.fromkeys(TOLD, 0) | {"ukuran_klaster": 3}
    rows = con.execute("select * from dasar.ukuran_klaster order by all").fetchall()
    assert rows == [(0, 0), (1, 10), (2, 20)]


def test_a_first_release_has_nothing_to_compare_with(
    con: duckdb.DuckDBPyConnection, settings: Settings, tmp_path: Path
) -> None:
    base = base_with(con, tmp_path, rpt_mutu_klaster="select 1 as ukuran, 1 as jumlah_individu")
    load_told(con, settings, base)
    assert load_told(con, settings, None) == dict.fromkeys(TOLD, 0)
    assert con.execute("from dasar.ukuran_klaster").fetchall() == []


COLUMNS = {
    "individu": {"id_individu": "varchar", "rt": "varchar", "tanggal_lahir": "date"},
    "keluarga": {"id_keluarga": "varchar"},
}


def test_people_of_the_base_stand_under_the_columns_of_this_code(
    con: duckdb.DuckDBPyConnection, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "2026T1.v1" / SNAPSHOT / "individu" / "provinsi=31"
    folder.mkdir(parents=True)
    query = "select 'P1' as id_individu, '001' as rt, 1 as usang"
    con.execute(f"copy ({query}) to '{folder}/0.parquet'")
    base = StoredRelease(ReleaseId.parse("2026T1"), 1, tmp_path / "2026T1.v1", {})
    assert show_base(con, settings, base, COLUMNS) == {"individu": 1, "keluarga": 0, "variabel": 2}
    assert con.execute("from dasar.individu").fetchall() == [("P1", "001", None)]
    # a variable that the base did not have is a new one
    assert con.execute("from dasar.variabel order by all").fetchall() == [
        ("individu", "id_individu"),
        ("individu", "rt"),
    ]


def test_a_first_release_has_nobody_before_it(
    con: duckdb.DuckDBPyConnection, settings: Settings
) -> None:
    found = show_base(con, settings, None, COLUMNS)
    assert found == {"individu": 0, "keluarga": 0, "variabel": 0}
    described = con.execute("describe dasar.individu").fetchall()
    assert [row[:2] for row in described] == [
        ("id_individu", "VARCHAR"),
        ("rt", "VARCHAR"),
        ("tanggal_lahir", "DATE"),
    ]


def test_the_tables_are_those_that_dbt_reads_and_come_from_sealed_reports() -> None:
    text = (PROJECT_DIR / "dbt_project" / "models" / "_dasar__sources.yml").read_text()
    (source,) = yaml.safe_load(text)["sources"]
    declared = {
        table["name"]: {column["name"]: column["data_type"] for column in table["columns"]}
        for table in source["tables"]
    }
    whole = {name: declared.pop(name) for name in (*WHOLE, "variabel")}
    assert {name: columns for name, (*_, columns) in TOLD.items()} == declared
    assert whole["variabel"] == {"entitas": "varchar", "variabel": "varchar"}
    sealed = {(layer, table.name) for layer in (SNAPSHOT, RESULT) for table in tables_of(layer)}
    assert {(layer, name) for layer, name, _ in TOLD.values()} <= sealed
