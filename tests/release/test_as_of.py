"""Old releases are opened as they are: complete, equal to their seal, by the day asked for."""

from __future__ import annotations

import datetime as dt
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.release.files import write_json
from dagster_dtsen.release.fingerprint import combine, table_fingerprint
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.project.tree import DBT
from tests.release.hand_made import OTHER_KEY, publish, settings_of

FIRST, SECOND = "2026T1", "2026T2"
DAY = dt.date(2026, 2, 1)
# one relation that ended, one that began the day it ended, one without a beginning, one of later
RELATIONS = """
select * from (values
    ('K1', 'I1', '1', true, date '2026-01-01', date '2026-02-01'),
    ('K2', 'I1', '1', true, date '2026-02-01', null),
    ('K1', 'I2', '3', false, null, null),
    ('K1', 'I3', '3', false, date '2026-03-01', null)
) as v (id_keluarga, id_individu, status_hubungan_keluarga, kepala_keluarga, berlaku_dari,
    berlaku_sampai)
"""


@pytest.fixture
def chain(any_settings: Settings) -> Settings:
    """Two releases; all rows of each are marked with its id."""
    publish(any_settings, FIRST)
    publish(any_settings, SECOND, rows=5)
    return any_settings


def table_file(settings: Settings, table: str, release: str = FIRST) -> Path:
    return next((store.named(settings, release).path / "snapshot" / table).rglob("*.parquet"))


def reseal(settings: Settings, release: str, table: str, query: str) -> None:
    """Put other rows into a sealed table of a release without a key, and seal it anew."""
    stored = store.named(settings, release)
    duckdb.execute(f"copy ({query}) to '{table_file(settings, table, release)}' (format parquet)")
    manifest = stored.manifest
    tables = manifest["lapisan"]["snapshot"]
    relation = stored.table(settings, "snapshot", table)
    key = tables[table]["kunci"]
    with duckdb.connect() as con:
        rows, fingerprint, columns = table_fingerprint(con, relation, key)
    files = seal._files(stored.path, "snapshot", table)
    tables[table] |= {
        "baris": rows,
        "sidik": fingerprint,
        "kolom": [list(column) for column in columns],
        "berkas": files,
    }
    prints = manifest["sidik"]
    prints["snapshot"] = combine((name, item["sidik"]) for name, item in tables.items())
    layers = manifest["lapisan"]
    prints["rilis"] = combine((layer, prints[layer]) for layer in layers)
    write_json(stored.path / store.MANIFEST, manifest)


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
    seals["berkas"] = seal._files(stored.path, "snapshot", "rekaman")
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
    notes = journal.entries(chain.access_log)
    assert [(note["objek"], note["id"], note["rilis"]) for note in notes] == [
        ("tabel", "individu", f"{FIRST}.v1")
    ] * 2
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


def test_rows_that_held_on_a_day_as_the_release_knew_it(settings: Settings, tmp_path: Path) -> None:
    publish(settings, FIRST)
    reseal(settings, FIRST, "relasi_keluarga", RELATIONS)
    with as_of.opened(settings, FIRST) as release:
        assert as_of.verify(release) == len(TABLES)
        table = release.table("relasi_keluarga")

        def held(day: dt.date) -> list[tuple[Any, ...]]:
            query = f"select id_individu, id_keluarga from {release.relation(table, day)}"
            return sorted(release.con.execute(query).fetchall())

        assert held(DAY) == [("I1", "K2"), ("I2", "K1")]
        assert held(dt.date(2026, 1, 31)) == [("I1", "K1"), ("I2", "K1")]
        assert held(dt.date(2025, 12, 31)) == [("I2", "K1")]
        assert held(dt.date(2026, 3, 31)) == [("I1", "K2"), ("I2", "K1"), ("I3", "K1")]
        told = {row["tabel"]: row for row in as_of.contents(release, DAY)["tabel"]}
        assert told["relasi_keluarga"]["berlaku"] == 2
        assert told["individu"]["berlaku"] is None
        assert as_of.write(release, "relasi_keluarga", tmp_path / "r.csv", DAY) == 2


@pytest.mark.parametrize(
    ("table", "day"), [("individu", DAY), ("relasi_keluarga", dt.date(2026, 4, 1))]
)
def test_a_day_that_a_table_cannot_tell_of_is_refused(
    settings: Settings, table: str, day: dt.date
) -> None:
    publish(settings, FIRST)
    reseal(settings, FIRST, "relasi_keluarga", RELATIONS)
    error = refused(settings, lambda release: release.relation(release.table(table), day))
    assert error.kind.code == "E-WAKTU-TIADA"
    error = refused(settings, lambda release: release.table("entah"))
    assert error.kind.code == "E-TABEL-TIADA"


def rendered(call: str, settings: Settings, target: str) -> str:
    """What the macros of dbt make of a call."""
    files = ("engine/engine.sql", "releases.sql")
    text = "".join((DBT / "macros" / name).read_text() for name in files)

    def fail(message: str) -> None:
        raise ValueError(message)

    return (
        jinja2.Environment(undefined=jinja2.StrictUndefined)
        .from_string(text + "{{" + call + "}}")
        .render(
            env_var=lambda name: {"DTSEN_HOME": str(settings.root)}[name],
            target={"name": target},
            exceptions={"raise_compiler_error": fail},
        )
        .strip()
    )


def test_the_macro_reads_what_the_command_reads(any_settings: Settings) -> None:
    publish(any_settings, FIRST)
    target = "bersandi" if any_settings.secret() else "terbuka"
    call = f"as_of('dim_individu', '{FIRST}.v1')"
    with as_of.opened(any_settings, FIRST) as release:
        table = release.table("dim_individu")
        _, found, _ = table_fingerprint(
            release.con, rendered(call, any_settings, target), table.key
        )
    assert found == table.seal["sidik"]
    with pytest.raises(ValueError, match=FIRST):
        rendered(f"as_of('dim_individu', '{FIRST}')", any_settings, target)


def test_the_macro_keeps_the_rows_of_a_day_as_the_command_does(settings: Settings) -> None:
    publish(settings, FIRST)
    reseal(settings, FIRST, "relasi_keluarga", RELATIONS)
    call = f"as_of('relasi_keluarga', '{FIRST}.v1', '{DAY}')"
    with as_of.opened(settings, FIRST) as release:
        relation = release.relation(release.table("relasi_keluarga"), DAY)
        both = [
            release.con.execute(f"select * from {item} order by all").fetchall()
            for item in (relation, rendered(call, settings, "terbuka"))
        ]
    assert both[0] == both[1] != []


def test_opening_names_no_value(chain: Settings) -> None:
    with as_of.opened(chain, FIRST) as release:
        assert "RAHASIA" not in json.dumps(as_of.contents(release))
