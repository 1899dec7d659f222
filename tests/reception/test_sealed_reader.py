"""Untrusted content is read by a connection that can reach nothing but the one file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.reception import load, load_jsonl, load_parquet
from dagster_dtsen.settings import Settings
from tests.reception.deliveries import Desk, csv_file

KEY = "kunci-uji-7c1e"
# a setting that only the extension brings
_HTTPFS = "select count(*) from duckdb_settings() where name = 'http_retries'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A delivered file, another file beside it, and room to write."""
    target = tmp_path / "kiriman [1]*"
    target.mkdir()
    (target / "orang.csv").write_text("nik\n1\n")
    (target / "rahasia.csv").write_text("nik\n2\n")
    return target


def test_it_reads_the_file_it_was_opened_for(settings: Settings, folder: Path) -> None:
    with warehouse.sealed_reader(settings, folder / "orang.csv") as (con, name):
        assert con.execute(f"select content from read_text('{name}')").fetchall() == [("nik\n1\n",)]


# {name}: the file, {folder}: its folder, {home}: what the system keeps
FORBIDDEN = {
    "another file": "select * from read_text('{folder}/rahasia.csv')",
    "a pattern": "select * from glob('{folder}/*')",
    "another descriptor": "select * from read_text('/dev/fd/0')",
    "the process": "select * from read_text('/proc/self/environ')",
    "the network": "select * from read_text('http://127.0.0.1:9/')",
    "attach the warehouse": "attach '{home}/gudang.duckdb' as wh",
    "attach a new file": "attach '{folder}/baru.duckdb'",
    "write": "copy (select 1) to '{folder}/baru.csv'",
    "write the file": "copy (select 1) to '{name}'",
    "export": "export database '{folder}/baru'",
    "install": "install httpfs",
    "load": "load httpfs",
    "load by path": "load '{folder}/orang.csv'",
    "open the outside": "set enable_external_access = true",
    "allow more": "set allowed_paths = ['{folder}/rahasia.csv']",
    "allow a folder": "set allowed_directories = ['{folder}']",
    "unlock": "set lock_configuration = false",
    "reset": "reset lock_configuration",
    "spill": "set temp_directory = '{folder}'",
    "more memory": "set memory_limit = '100GB'",
    "autoload": "set autoload_known_extensions = true",
    "secrets": "create secret (type s3)",
    "a Python object": "select * from benda",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_it_reaches_nothing_else(settings: Settings, folder: Path, what: str) -> None:
    import pyarrow as pa

    benda = pa.table({"a": [1]})  # in the caller's frame, where the engine would look for it
    with warehouse.connect(settings) as con:
        con.execute("create table orang as select 1 as nik")
    before = sorted(folder.iterdir())
    with warehouse.sealed_reader(settings, folder / "orang.csv") as (sealed, name):
        statement = FORBIDDEN[what].format(name=name, folder=folder, home=settings.root)
        with pytest.raises(duckdb.Error):
            sealed.execute(statement).fetchall()
    assert sorted(folder.iterdir()) == before
    assert (folder / "orang.csv").read_text() == "nik\n1\n"
    assert benda.num_rows == 1


def test_a_reader_without_a_file_opens_none(settings: Settings, folder: Path) -> None:
    with warehouse.sealed_reader(settings) as (con, name):
        assert name == ""
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"select * from read_text('{folder / 'orang.csv'}')")


def test_it_does_not_follow_a_link(settings: Settings, folder: Path) -> None:
    (folder / "tautan.csv").symlink_to(folder / "rahasia.csv")
    with pytest.raises(OSError), warehouse.sealed_reader(settings, folder / "tautan.csv"):
        pass


def test_a_file_put_in_its_place_is_not_read(settings: Settings, folder: Path) -> None:
    path = folder / "orang.csv"
    with warehouse.sealed_reader(settings, path) as (con, name):
        (folder / "rahasia.csv").rename(path)
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"select content from read_text('{name}')")


def test_it_needs_no_extension_and_no_key_in_an_encrypted_home(tmp_path: Path) -> None:
    settings = Settings.model_validate({"home": tmp_path / "home", "db_key": KEY})
    with warehouse.sealed_reader(settings) as (con, _):
        assert con.execute(_HTTPFS).fetchall() == [(0,)]
        values = con.execute("select value from duckdb_settings() where value is not null")
        assert not any(KEY in str(row[0]) for row in values.fetchall())
    with warehouse.connect(settings) as con:
        assert con.execute(_HTTPFS).fetchall() == [(1,)]
        desk = Desk(con, settings, tmp_path / "landing")
        desk.deliver(csv_file("1,a,b", "2,b"))
        assert desk.receive().rows == 2


def test_what_does_not_fit_its_memory_is_an_error_and_spills_nothing(settings: Settings) -> None:
    with warehouse.sealed_reader(settings) as (con, _):
        assert con.execute("select current_setting('temp_directory')").fetchall() == [("",)]
        limit = con.execute("select current_setting('memory_limit')").fetchall()[0][0]
        assert limit == "1.8 GiB"  # 2 GB


def test_no_loader_hands_the_file_to_the_warehouse(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a sealed reader nothing can be loaded."""

    def none(*_: object) -> None:
        raise OSError("no reader")

    desk.deliver(csv_file("1,a,b"))
    for module in (load, load_jsonl, load_parquet):
        assert not hasattr(module, "duckdb") or "connect" not in vars(module)
    monkeypatch.setattr(warehouse, "sealed_reader", none)
    with pytest.raises(OSError, match="no reader"):
        desk.receive()
