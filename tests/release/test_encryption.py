"""A home with a key: everything at rest is encrypted and the key is written nowhere."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.status import status_of, verify_seals
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.release.hand_made import KEY, OTHER_KEY, Seen, build, look, publish, settings_of

PLAIN = b"NAMA RAHASIA"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted home with two published releases and one in the making."""
    home = tmp_path_factory.mktemp("encrypted") / "home"
    settings = settings_of(home, KEY)
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    build(settings, "2026T3")
    return home


def bytes_of(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }


def test_releases_are_read_with_the_key(home: Path) -> None:
    settings = settings_of(home, KEY)
    assert look(settings) == Seen("2026T2", frozenset({"2026T2"}))
    assert status_of(settings)["release"] == "2026T2"
    assert verify_seals(settings) == {"2026T1.v1": len(TABLES), "2026T2.v1": len(TABLES)}


def test_the_fingerprint_is_that_of_an_open_home(home: Path, tmp_path: Path) -> None:
    encrypted = store.find(settings_of(home, KEY), ReleaseId.parse("2026T1"))
    assert encrypted
    plain = publish(settings_of(tmp_path / "open"), "2026T1")
    assert plain.manifest["sidik"] == encrypted.manifest["sidik"]


def test_no_file_holds_the_key_or_what_is_made_of_it(home: Path) -> None:
    secrets = [KEY, warehouse.parquet_key(KEY), KEY.encode().hex()]
    for name, content in bytes_of(home).items():
        for secret in secrets:
            assert secret.encode() not in content, name


def test_no_file_holds_a_value_in_clear(home: Path, tmp_path: Path) -> None:
    for name, content in bytes_of(home).items():
        assert PLAIN not in content, name
    # the search would find it: an open warehouse holds it in clear
    settings = settings_of(tmp_path / "open")
    with warehouse.connect(settings) as con:
        con.execute("create table t as select 'NAMA RAHASIA 1' as nama")
    assert any(PLAIN in content for content in bytes_of(tmp_path / "open").values())


def test_no_release_file_opens_without_the_key(home: Path) -> None:
    paths = sorted((home / "rilis").rglob("*.parquet"))
    assert len(paths) >= 3 * len(TABLES)
    con = duckdb.connect()
    for path in paths:
        with pytest.raises(duckdb.Error, match=r"(?i)encrypt|key"):
            con.execute(f"select count(*) from read_parquet('{path}')").fetchall()


@pytest.mark.parametrize("key", [OTHER_KEY, None, KEY + "x", KEY.upper()])
def test_another_key_is_told_so(home: Path, key: str | None) -> None:
    settings = settings_of(home, key)
    for act in (status_of, verify_seals, publishing.published, publishing.recover):
        with pytest.raises(DtsenError) as caught:
            act(settings)
        assert caught.value.kind.code == "E-KUNCI-SALAH"
        assert KEY not in caught.value.message
        assert OTHER_KEY not in caught.value.message


@pytest.mark.parametrize("name", ["rumah", "clock", "turkey"])
@pytest.mark.parametrize(("made", "used"), [(KEY, OTHER_KEY), (KEY, None), (None, KEY)])
def test_a_wrong_key_is_told_so_whatever_the_folder_is_called(
    tmp_path: Path, name: str, made: str | None, used: str | None
) -> None:
    with warehouse.connect(settings_of(tmp_path / name, made)) as con:
        con.execute("create table t (a integer)")
    with (
        pytest.raises(DtsenError) as caught,
        warehouse.connect(settings_of(tmp_path / name, used)),
    ):
        pass
    assert caught.value.kind.code == "E-KUNCI-SALAH"


@pytest.mark.parametrize("name", ["rumah", "clock", "turkey"])
def test_a_damaged_warehouse_is_not_called_locked_or_a_wrong_key(tmp_path: Path, name: str) -> None:
    settings = settings_of(tmp_path / name)
    settings.root.mkdir()
    settings.warehouse_file.write_bytes(b"bukan duckdb" * 1000)
    with pytest.raises(duckdb.IOException), warehouse.connect(settings):
        pass


def test_the_key_shows_in_no_text_of_the_settings() -> None:
    settings = settings_of(Path("x"), KEY)
    for text in (repr(settings), str(settings), settings.model_dump_json()):
        assert KEY not in text
    assert settings.secret() == KEY
    assert Settings(db_key=None).secret() is None
