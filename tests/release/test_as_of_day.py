"""What held on a day as a release knew it, by the command and by the macro for analyses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest

from dagster_dtsen.files import write_json
from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.release.fingerprint import combine, table_fingerprint
from dagster_dtsen.release.tables import TABLES
from dagster_dtsen.settings import Settings
from tests.project.tree import DBT
from tests.release.hand_made import publish
from tests.release.test_as_of import FIRST, refused, table_file

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


def reseal(settings: Settings, release: str, table: str, query: str) -> None:
    """Put other rows into a sealed table of a release without a key, and seal it anew."""
    stored = store.named(settings, release)
    duckdb.execute(f"copy ({query}) to '{table_file(settings, table, release)}' (format parquet)")
    manifest = stored.manifest
    tables = manifest["lapisan"]["snapshot"]
    key = tables[table]["kunci"]
    with duckdb.connect() as con:
        tables[table] = seal.record_of(con, settings, stored.path, "snapshot", table, key)
    prints = manifest["sidik"]
    prints["snapshot"] = combine((name, item["sidik"]) for name, item in tables.items())
    layers = manifest["lapisan"]
    prints["rilis"] = combine((layer, prints[layer]) for layer in layers)
    write_json(stored.path / store.MANIFEST, manifest)


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
