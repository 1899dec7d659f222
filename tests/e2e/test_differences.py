"""The difference between two real releases says what their own sealed tables and figures say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from dagster_dtsen import differences
from dagster_dtsen.cli import app
from dagster_dtsen.release import as_of, difference, store
from dagster_dtsen.settings import Settings
from tests.e2e.conftest import RELEASES

FIRST, SECOND = RELEASES
# values of the update policy that the release itself says it changed, of those in both releases
_SAID = """
select id_individu as id, variabel, id_aturan, perubahan as jenis
from kini_perubahan_individu where not ditahan and id_individu in (from (
    select id_individu from individu_tetap))
"""
_FOUND = """
select id, variabel, id_aturan, jenis from nilai_berubah
where objek = 'individu' and penyedia <> 'koreksi'
    and variabel in (select variabel from kini_rpt_rencana_variabel where entitas = 'individu')
    and variabel || '__sumber' in (select column_name from (describe kini_asal_individu))
"""


@pytest.fixture(scope="module")
def told(built: Settings) -> Iterator[tuple[dict[str, Any], duckdb.DuckDBPyConnection]]:
    old, new = (store.named(built, name) for name in (FIRST, SECOND))
    with as_of.reading(built) as con:
        yield difference.build(con, built, old, new, differences.variables(built)), con


def test_both_releases_open_as_they_were_sealed(built: Settings) -> None:
    for name in RELEASES:
        with as_of.opened(built, name) as release:
            assert as_of.verify(release) == len(as_of.contents(release)["tabel"])


def test_the_figures_are_those_of_the_release(
    built: Settings, told: tuple[dict[str, Any], Any]
) -> None:
    counts = store.named(built, SECOND).manifest["ringkasan"]["perubahan"]
    for entity in ("individu", "keluarga"):
        for way in ("masuk", "keluar"):
            assert told[0]["neraca"][entity][way] == counts[f"{entity}_{way}"]
    assert counts["individu_masuk"] + counts["individu_keluar"] > 0
    moved = {"turun": 0, "naik": 0, "tetap": 0}
    for row in told[0]["desil"]:
        if row["dari"] and row["ke"]:
            step = int(row["ke"]) - int(row["dari"])
            moved["turun" if step < 0 else "naik" if step else "tetap"] += row["jumlah"]
    assert moved == {name: counts[f"desil_{name}"] for name in moved}


@pytest.mark.parametrize("entity", ["individu", "keluarga"])
def test_merges_and_splits_are_the_events_of_the_release(
    told: tuple[Any, duckdb.DuckDBPyConnection], built: Settings, entity: str
) -> None:
    new = store.named(built, SECOND)
    sealed = new.table(built, "snapshot", f"peristiwa_{entity}")
    # the events know members by their own id alone: where none has it any more, they are silent
    for event in ("gabung", "pisah"):
        pair = (f"id_{entity}", f"id_{entity}_lain")
        trail = pair if event == "gabung" else pair[::-1]
        said = (
            told[1]
            .execute(
                f"select {', '.join(pair)} from {sealed} where peristiwa = '{event}' "
                f"and id_{entity} not in "
                f"(select id from pakai_{entity} where peristiwa = 'gabung' and not lama)"
            )
            .fetchall()
        )
        found = (
            told[1]
            .execute(
                f"select {', '.join(pair)} from {entity}_{event} "
                f"where ({', '.join(trail)}) not in "
                f"(select (id_lama, id) from jejak_{entity} where not sendiri)"
            )
            .fetchall()
        )
        assert sorted(said) == sorted(found)


def test_values_rules_and_kinds_are_those_the_release_sealed(
    told: tuple[Any, duckdb.DuckDBPyConnection],
) -> None:
    said, found = (sorted(told[1].execute(query).fetchall()) for query in (_SAID, _FOUND))
    assert found == said != []


def test_nobody_in_a_real_release_left_without_a_reason(told: tuple[dict[str, Any], Any]) -> None:
    reasons = {row["sebab"] for part in ("masuk", "keluar") for row in told[0][part]}
    assert "tak_diketahui" not in reasons
    assert {row["penyedia"] for row in told[0]["nilai"]} >= {"dukcapil"}
    assert "tak_diketahui" not in {row["penyedia"] for row in told[0]["nilai"]}


def test_the_command_counts_and_names_nobody(home: Settings, tmp_path: Path) -> None:
    page = tmp_path / "selisih.html"
    run = CliRunner().invoke(app, ["diff", SECOND, FIRST, "--json", "--page", str(page)])
    assert run.exit_code == 0, run.output
    content = json.loads(run.stdout)
    assert (content["dari"], content["ke"]) == (f"{FIRST}.v1", f"{SECOND}.v1")
    text = page.read_text()
    assert page.stat().st_mode & 0o777 == 0o600
    assert "Untuk petugas di dalam rumah" in text
    assert not [word for word in ("<script", "http:", "https:", "src=") if word in text]
    with as_of.reading(home) as con:
        relation = store.named(home, SECOND).table(home, "snapshot", "individu")
        rows = con.execute(f"select id_individu, id_keluarga, nik, nama from {relation}").fetchall()
    shown = run.stdout + text
    assert not [value for row in rows for value in row if value and str(value) in shown]
