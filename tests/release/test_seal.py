"""Sealing: files that hold what the tables held, cut by province, under a manifest."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import seal, store
from dagster_dtsen.release.fingerprint import combine, table_fingerprint
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.release.tables import PROVINCE, RESULT, SNAPSHOT, TABLES, tables_of
from dagster_dtsen.settings import Settings
from tests.release.hand_made import GATES, build, make_tables, publish

RELEASE = ReleaseId.parse("2026T1")
ROWS = 9


def sealed(
    con: duckdb.DuckDBPyConnection, settings: Settings, rows: int = ROWS
) -> dict[str, dict[str, Any]]:
    """Both layers sealed in the build folder."""
    make_tables(con, "A", rows)
    layers = (SNAPSHOT, RESULT)
    return {layer: seal.seal_layer(con, settings, RELEASE, layer) for layer in layers}


@pytest.fixture
def root(any_settings: Settings) -> Path:
    return store.build_dir(any_settings, RELEASE)


def test_what_is_read_back_equals_what_was_sealed(any_settings: Settings, root: Path) -> None:
    with warehouse.connect(any_settings) as con:
        sealed(con, any_settings)
        for table in TABLES:
            file = store.sealed_table(any_settings, root, table.layer, table.name)
            query = "select * from {} order by all"
            there = con.execute(query.format(file))
            names = [item[0] for item in there.description or []]
            rows = there.fetchall()
            here = con.execute(query.format(table.relation))
            assert names == [item[0] for item in here.description or []], table.name
            assert rows == here.fetchall(), table.name
            assert len(rows) == ROWS


def test_the_record_of_each_table_says_what_its_files_hold(
    any_settings: Settings, root: Path
) -> None:
    with warehouse.connect(any_settings) as con:
        layers = sealed(con, any_settings)
        for table in TABLES:
            told = layers[table.layer][table.name]
            count, digest, columns = table_fingerprint(con, table.relation, table.key)
            assert told["baris"] == count
            assert told["sidik"] == digest
            assert told["kolom"] == [list(column) for column in columns]
            files = sorted((root / table.layer / table.name).rglob("*.parquet"))
            assert [item["nama"] for item in told["berkas"]] == [
                str(path.relative_to(root)) for path in files
            ]
            for item, path in zip(told["berkas"], files, strict=True):
                assert item["byte"] == path.stat().st_size
                assert item["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_tables_with_a_province_are_cut_by_it_and_unknown_ones_have_a_folder(
    settings: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    sealed(con, settings)
    root = store.build_dir(settings, RELEASE)
    for table in TABLES:
        folder = root / table.layer / table.name
        if not table.by_province:
            assert [path.name for path in folder.iterdir()] == ["data.parquet"]
            continue
        codes = sorted(path.name for path in folder.iterdir())
        assert codes == ["provinsi=00", "provinsi=11", "provinsi=31", "provinsi=94"]
        for code in codes:
            found = con.execute(
                f"select distinct {PROVINCE} from "
                f"read_parquet('{folder / code}/*.parquet', hive_partitioning = false)"
            ).fetchall()
            value = code.removeprefix("provinsi=")
            assert found == [(None if value == "00" else value,)]


def test_the_cut_adds_no_column_to_what_readers_see(
    settings: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    """The folder name is a cut of the files, not a value of the table."""
    sealed(con, settings)
    for table in TABLES:
        names = [row[0] for row in con.execute(f"describe {table.layer}.{table.name}").fetchall()]
        there = [row[0] for row in con.execute(f"describe {table.relation}").fetchall()]
        assert names == there, table.name


def test_an_empty_table_keeps_its_columns(any_settings: Settings, root: Path) -> None:
    with warehouse.connect(any_settings) as con:
        layers = sealed(con, any_settings, rows=0)
        for table in TABLES:
            told = layers[table.layer][table.name]
            assert told["baris"] == 0
            file = store.sealed_table(any_settings, root, table.layer, table.name)
            here = con.execute(f"describe {table.relation}").fetchall()
            assert con.execute(f"describe select * from {file}").fetchall() == here
            assert con.execute(f"select * from {table.layer}.{table.name}").fetchall() == []


def test_the_order_of_rows_in_the_warehouse_changes_no_fingerprint(
    settings: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    first = sealed(con, settings)
    for table in TABLES:
        con.execute(f"create table salinan as select * from {table.relation} order by skor desc")
        con.execute(f"create or replace table {table.relation} as select * from salinan")
        con.execute("drop table salinan")
    for layer in (SNAPSHOT, RESULT):
        again = seal.seal_layer(con, settings, RELEASE, layer)
        assert {name: item["sidik"] for name, item in again.items()} == {
            name: item["sidik"] for name, item in first[layer].items()
        }


def test_sealing_again_replaces_what_an_unfinished_run_sealed(
    settings: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    sealed(con, settings, rows=9)
    again = sealed(con, settings, rows=2)
    assert {item["baris"] for layer in again.values() for item in layer.values()} == {2}


def test_the_manifest_names_everything_a_reader_must_know(settings: Settings) -> None:
    content = build(settings, "2026T1")
    layers = content["lapisan"]
    assert {name: set(tables) for name, tables in layers.items()} == {
        layer: {table.name for table in tables_of(layer)} for layer in (SNAPSHOT, RESULT)
    }
    prints = {
        layer: combine((name, item["sidik"]) for name, item in tables.items())
        for layer, tables in layers.items()
    }
    assert content["sidik"] == {**prints, "rilis": combine(prints.items())}
    assert (content["id_rilis"], content["versi"], content["id_dasar"]) == ("2026T1", 1, None)
    assert content["tanggal_rilis"] == "2026-03-31"
    assert content["kiriman"] == ["uji-2026T1-abc"]
    assert [gate["nama"] for gate in content["gerbang"]] == list(GATES)
    assert all(gate["lulus"] for gate in content["gerbang"])
    assert set(content["kebijakan"]) == {
        path.stem for path in (settings.dbt_project_dir / "seeds" / "aturan").glob("*.csv")
    }
    assert content["model"] == {"linkage": "0" * 64}


def test_the_manifest_holds_no_value_of_a_person(settings: Settings) -> None:
    stored = publish(settings, "2026T1")
    text = (stored.path / store.MANIFEST).read_text()
    assert "NAMA RAHASIA" not in text
    assert "id_individu-0001" not in text


def test_the_same_content_has_the_same_fingerprint_in_another_home(tmp_path: Path) -> None:
    homes = [Settings(home=tmp_path / name, db_key=None) for name in ("satu", "dua")]
    first, second = (build(home, "2026T1", mark="A") for home in homes)
    assert first["sidik"] == second["sidik"]
    changed = build(homes[1], "2026T1", mark="B")
    assert changed["sidik"]["rilis"] != first["sidik"]["rilis"]


def rewrite(path: Path, change: str) -> None:
    """Change a Parquet file the way somebody with access to the folder could."""
    temporary = path.with_name("x.tmp")
    con = duckdb.connect()
    con.execute(
        f"copy (select * replace ({change}) "
        f"from read_parquet('{path}', hive_partitioning = false)) "
        f"to '{temporary}' (format parquet)"
    )
    con.close()
    temporary.replace(path)


@pytest.fixture
def published(settings: Settings) -> store.StoredRelease:
    return publish(settings, "2026T1")


def broken_seal(settings: Settings) -> str:
    with pytest.raises(DtsenError) as caught:
        verify_seals(settings)
    assert caught.value.kind.code == "E-SEGEL-RUSAK"
    assert caught.value.details["release"] == "2026T1.v1"
    return str(caught.value.details["tables"])


def test_untouched_files_equal_their_seals(settings: Settings) -> None:
    publish(settings, "2026T1")
    publish(settings, "2026T2", rows=0)
    assert verify_seals(settings) == {"2026T1.v1": len(TABLES), "2026T2.v1": len(TABLES)}


def test_a_changed_cell_is_found(settings: Settings, published: store.StoredRelease) -> None:
    path = published.path / RESULT / "fct_peringkat_kesejahteraan" / "data.parquet"
    rewrite(
        path, "case when id_keluarga like '%3' then 1 else desil_nasional end as desil_nasional"
    )
    assert broken_seal(settings) == "hasil.fct_peringkat_kesejahteraan"


def test_a_file_put_in_or_taken_away_is_found(
    settings: Settings, published: store.StoredRelease
) -> None:
    folder = published.path / SNAPSHOT / "individu"
    (path,) = (folder / "provinsi=11").iterdir()
    copy = path.with_name("data_9.parquet")
    copy.write_bytes(path.read_bytes())
    assert broken_seal(settings) == "snapshot.individu"
    copy.unlink()
    verify_seals(settings)
    path.unlink()
    assert broken_seal(settings) == "snapshot.individu"


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_file_that_cannot_be_read_breaks_its_seal(
    settings: Settings, published: store.StoredRelease, damage: str
) -> None:
    path = published.path / SNAPSHOT / "rekaman" / "data.parquet"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    else:
        path.unlink()
    assert broken_seal(settings) == "snapshot.rekaman"
