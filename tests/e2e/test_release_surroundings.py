"""What surrounds a release: readers, returns, what must not leak, docs."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dagster_dtsen import dbt_bridge, orchestrate
from dagster_dtsen.audit import log
from dagster_dtsen.release import store
from dagster_dtsen.release.status import status_of
from dagster_dtsen.settings import Settings
from tests.e2e.needles import Needles
from tests.e2e.test_release_path import query

pytestmark = pytest.mark.e2e


def test_readers_open_one_file_and_see_the_last_release(home: Settings) -> None:
    with duckdb.connect(str(home.root / "terbit.duckdb"), read_only=True) as con:
        release = con.execute("select id_rilis from rilis").fetchall()
        families = con.execute("select count(*) from fct_peringkat_kesejahteraan").fetchall()[0][0]
        nik_type = con.execute(
            "select data_type from information_schema.columns "
            "where table_schema = 'main' and table_name = 'dim_individu' and column_name = 'nik'"
        ).fetchall()
    assert release == [("2026T2",)]
    assert families == status_of(home)["keluarga"]
    assert nik_type == [("VARCHAR",)]


def test_every_release_stands_in_the_audit_log_once(home: Settings) -> None:
    built = [entry for entry in log.entries(home) if entry["tindakan"] == "bangun"]
    ends = [entry for entry in built if entry["hasil"] != "mulai"]
    assert len(built) == 2 * len(ends)
    assert [(entry["objek"]["id"], entry["hasil"], entry["baris"]) for entry in ends] == [
        (item.name, "berhasil", item.manifest["ringkasan"]["individu"])
        for item in store.stored(home)
    ]


def test_providers_get_their_rows_back_with_reasons(home: Settings) -> None:
    folders = sorted((home.returns_dir / "2026T1").glob("*/*"))
    assert {folder.parent.name for folder in folders} >= {"dukcapil", "regsosek", "dtks"}
    for folder in folders:
        summary = json.loads((folder / "ringkasan.json").read_text())
        lines = pq.read_table(folder / "pengembalian.parquet").to_pylist()
        assert len(lines) == sum(item["jumlah"] for item in summary["alasan"])
        for item in summary["alasan"]:
            assert item["pesan_id"]
            assert item["pesan_en"]
        for balance in summary["neraca"]:
            assert balance["dibaca"] == balance["diterima"] + balance["dikembalikan"]


def test_no_personal_value_lies_outside_the_data_files(home: Settings) -> None:
    names = query(home, "select nik from standardised.individu where nik is not null limit 2000")
    needles = Needles(str(row[0]) for row in names)
    places = [home.dagster_home, home.dbt_log_dir, home.dbt_target_dir, home.returns_dir]
    places += [home.docs_file.parent]
    searched = 0
    for place in places:
        for path in place.rglob("*"):
            # the records that go back are for their own provider and hold what it delivered
            if path.is_file() and path.stem != "pengembalian":
                searched += 1
                assert not needles.stand_in(path.read_bytes()), path.name
    for manifest_file in home.releases_dir.glob("*/manifest.json"):
        assert not needles.stand_in(manifest_file.read_bytes())
    assert searched > 20


def test_nothing_is_left_in_working_folders(home: Settings) -> None:
    for folder in (home.scratch_dir, home.spill_dir, home.releases_dir / store.BUILD):
        assert not folder.exists() or not [item for item in folder.rglob("*") if item.is_file()]


def test_unit_tests_of_the_models_hold(home: Settings) -> None:
    with orchestrate.run_lock(home):
        orchestrate.prepare_home(home)
        assert dbt_bridge.build(home, ["test", "--select", "test_type:unit"])


def test_docs_page_is_one_file_with_models_and_without_people(
    home: Settings, docs_page: Path
) -> None:
    page = docs_page.read_text(encoding="utf-8")
    assert "fct_peringkat_kesejahteraan" in page
    assert "desil_nasional" in page
    niks = query(home, "select nik from standardised.individu where nik is not null limit 2000")
    assert not Needles(str(row[0]) for row in niks).stand_in(page.encode())
