"""Old releases are opened as they are: complete, equal to their seal, by the day asked for."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_json
from dagster_dtsen.release import as_of, seal, store, versions
from dagster_dtsen.release.fingerprint import combine, table_fingerprint
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.release.hand_made import OTHER_KEY, publish, settings_of

FIRST, SECOND = "2026T1", "2026T2"


@pytest.fixture
def chain(any_settings: Settings) -> Settings:
    """Two releases; all rows of each are marked with its id."""
    publish(any_settings, FIRST)
    publish(any_settings, SECOND, rows=5)
    return any_settings


def table_file(settings: Settings, table: str, release: str = FIRST) -> Path:
    return next((store.named(settings, release).path / "snapshot" / table).rglob("*.parquet"))


def refused(settings: Settings, act: Callable[[as_of.Release], object] | None = None) -> DtsenError:
    with pytest.raises(DtsenError) as caught, as_of.opened(settings, FIRST) as release:
        assert act is not None, "opening alone should have refused"
        act(release)
    return caught.value


def test_an_old_release_still_has_its_fingerprint(chain: Settings) -> None:
    with as_of.opened(chain, FIRST) as release:
        told = as_of.contents(release)
        assert as_of.verify(release) == len(TABLES)
        prints = {
            layer: combine(
                (table.name, table_fingerprint(release.con, release.relation(table), table.key)[1])
                for table in release.tables
                if table.layer == layer
            )
            for layer in ("snapshot", "hasil")
        }
        row = "select distinct tanda from " + release.relation(release.table("individu"))
        assert release.con.execute(row).fetchall() == [(FIRST,)]
    manifest = store.named(chain, FIRST).manifest
    assert {**prints, "rilis": combine(prints.items())} == manifest["sidik"]
    assert told["rilis"] == f"{FIRST}.v1"
    assert told["sidik"] == manifest["sidik"]["rilis"]
    assert {row["tabel"] for row in told["tabel"]} == {table.name for table in TABLES}


def test_a_version_is_named_or_the_newest_is_meant(settings: Settings) -> None:
    published = publish(settings, FIRST)
    for version in (2, 10):
        folder = settings.releases_dir / f"{FIRST}.v{version}"
        folder.mkdir()
        write_json(folder / store.MANIFEST, published.manifest)
    assert store.named(settings, FIRST).version == 10
    assert store.named(settings, f"{FIRST}.v1").path == published.path
    assert [item.version for item in store.versions(settings)] == [1, 2, 10]
    assert [item.version for item in store.stored(settings)] == [10]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("2026T3", "E-VERSI-TIADA"),
        ("2026T1.v2", "E-VERSI-TIADA"),
        ("2026T1.vx", "E-RILIS-SALAH"),
        ("2026", "E-RILIS-SALAH"),
        ("../2026T1", "E-RILIS-SALAH"),
    ],
)
def test_what_is_not_stored_is_not_opened(settings: Settings, name: str, code: str) -> None:
    publish(settings, FIRST)
    with pytest.raises(DtsenError) as caught, as_of.opened(settings, name):
        pass
    assert caught.value.kind.code == code


def test_a_cut_missing_or_added_file_is_seen_on_opening(chain: Settings) -> None:
    path = table_file(chain, "rekaman")
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    assert refused(chain).details["tables"] == "snapshot.rekaman"
    path.unlink()
    assert refused(chain).kind.code == "E-SEGEL-RUSAK"
    path.write_bytes(content)
    added = path.with_name("lagi.parquet")
    added.write_bytes(content)
    assert refused(chain).kind.code == "E-SEGEL-RUSAK"
    added.unlink()
    with as_of.opened(chain, FIRST) as release:
        assert as_of.verify(release) == len(TABLES)


def test_a_manifest_that_was_touched_is_seen_on_opening(chain: Settings) -> None:
    stored = store.named(chain, FIRST)
    stored.manifest["lapisan"]["snapshot"]["rekaman"]["sidik"] = "0" * 64
    write_json(stored.path / store.MANIFEST, stored.manifest)
    assert refused(chain).details["tables"] == "snapshot"


def test_one_changed_byte_is_neither_verified_nor_written(chain: Settings, tmp_path: Path) -> None:
    path = table_file(chain, "rekaman")
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x40
    path.write_bytes(content)
    target = tmp_path / "rekaman.csv"
    error = refused(chain, lambda release: as_of.write(release, "rekaman", target))
    assert (error.kind.code, error.details["tables"]) == ("E-SEGEL-RUSAK", "snapshot.rekaman")
    assert not target.exists()
    with as_of.opened(chain, FIRST) as release:  # other tables are as they were
        assert as_of.write(release, "koreksi", tmp_path / "koreksi.csv") == 8


def test_a_forged_table_differs_from_its_fingerprint(settings: Settings) -> None:
    publish(settings, FIRST)
    path = table_file(settings, "rekaman")
    seals = store.named(settings, FIRST).manifest["lapisan"]["snapshot"]["rekaman"]
    rows = f"select * replace ('palsu' as tanda) from '{path}'"
    duckdb.execute(f"create or replace table palsu as {rows}; copy palsu to '{path}'")
    stored = store.named(settings, FIRST)
    seals["berkas"] = seal.files_of(stored.path, "snapshot", "rekaman")
    stored.manifest["lapisan"]["snapshot"]["rekaman"] = seals
    write_json(stored.path / store.MANIFEST, stored.manifest)
    error = refused(settings, as_of.verify)
    assert error.details["tables"] == "snapshot.rekaman"


def test_a_table_is_written_whole_in_order_for_this_account_alone(
    chain: Settings, tmp_path: Path
) -> None:
    for name in ("x/individu.csv", "x/individu.parquet"):
        with as_of.opened(chain, FIRST) as release:
            assert as_of.write(release, "individu", tmp_path / name) == 8
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    found = duckdb.sql(f"select * from '{tmp_path}/x/individu.parquet'").fetchall()
    assert [row[0] for row in found] == [f"id_individu-{n:04}" for n in range(1, 9)]
    text = (tmp_path / "x" / "individu.csv").read_text().splitlines()
    assert len(text) == 9
    assert [line.split(",")[0] for line in text[1:]] == [row[0] for row in found]
    with pytest.raises(DtsenError) as caught, as_of.opened(chain, FIRST) as release:
        as_of.write(release, "individu", tmp_path / "x" / "individu.csv")
    assert caught.value.kind.code == "E-BERKAS-ADA"
    assert not list(tmp_path.rglob("*.part"))


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    publish(settings_of(tmp_path / "home", "kunci-benar-1"), FIRST)
    with (
        pytest.raises(DtsenError) as caught,
        as_of.opened(settings_of(tmp_path / "home", OTHER_KEY), FIRST),
    ):
        pass
    assert caught.value.kind.code == "E-KUNCI-SALAH"


def test_a_withdrawn_release_is_said_to_be_one(chain: Settings) -> None:
    versions.roll_back(chain, FIRST, "angka keliru", "petugas")
    for name, gone in ((FIRST, False), (f"{SECOND}.v1", True)):
        with as_of.opened(chain, name) as release:
            assert as_of.contents(release)["ditarik"] is gone
    with pytest.raises(DtsenError) as caught:
        as_of.opened(chain, SECOND).__enter__()
    assert caught.value.kind.code == "E-RILIS-DITARIK"


def test_opening_names_no_value(chain: Settings) -> None:
    with as_of.opened(chain, FIRST) as release:
        assert "RAHASIA" not in json.dumps(as_of.contents(release))
