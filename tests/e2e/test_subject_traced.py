"""Every value of a release traced to its source, and a wrong trace reported."""

from __future__ import annotations

import shutil
from pathlib import Path

from dagster_dtsen import subjects
from dagster_dtsen.settings import Settings
from tests.bench import traced
from tests.conftest import at_home
from tests.e2e import resealed
from tests.e2e.asked import OLD, some_people

SEED = 1


def test_every_value_of_the_release_is_traced(built: Settings) -> None:
    told = traced.check(built, 1000, SEED)
    assert told["tidak"] == []
    assert {row["asal"] for row in told["asal"]} >= {
        "rekaman", "butir_individu", "butir_keluarga", "kepala", "turunan", "letak",
    }  # fmt: skip
    assert sum(row["terlacak"] for row in told["asal"]) > 30_000


def test_corrections_and_waiting_changes_are_traced_and_told(
    built: Settings, tmp_path: Path
) -> None:
    shutil.copytree(built.root, tmp_path / "home")
    with at_home(tmp_path / "home") as settings:
        people = some_people(settings)
        before = subjects.person(settings, people[1], OLD, values=True)
        old = next(r for r in before["dipegang"] if r["variabel"] == "tempat_lahir")
        resealed.correct(settings, people[0], "nama", "NAMA YANG BENAR")
        resealed.withhold(settings, people[1], "tempat_lahir", old["nilai"])
        told = traced.check(settings, 1000, SEED)
        counts = {row["asal"]: row["terlacak"] for row in told["asal"]}
        assert (told["tidak"], counts["koreksi"], counts["ditahan"]) == ([], 1, 1)
        fixed = subjects.person(settings, people[0], values=True)
        name = next(r for r in fixed["dipegang"] if r["variabel"] == "nama")
        assert (name["nilai"], name["sumber"]["jenis"]) == ("NAMA YANG BENAR", "koreksi")
        assert name["aturan"]["id"] == 201
        lost = {r["sebab"]["kode"] for r in fixed["kalah"]["baris"] if r["variabel"] == "nama"}
        assert "koreksi" in lost <= {"koreksi", "tanpa_aturan", "terlalu_lama"}
        waits = subjects.person(settings, people[1], values=True)
        place = next(r for r in waits["dipegang"] if r["variabel"] == "tempat_lahir")
        assert (place["sumber"]["jenis"], place["sumber"]["rilis"]) == ("dasar", OLD)
        assert place["sumber"]["record_key"] == old["sumber"]["record_key"]


def test_provenance_that_names_another_record_is_reported(built: Settings, tmp_path: Path) -> None:
    shutil.copytree(built.root, tmp_path / "home")
    with at_home(tmp_path / "home") as settings:
        people = some_people(settings)
        one = f"case when id_individu = '{people[0]}' then 35 else nama__sumber end"
        changed = f"cast({one} as smallint) as nama__sumber"
        resealed.rewrite(settings, "asal_individu", f"select * replace ({changed}) from {{rows}}")
        wrong = traced.check(settings, 1000, SEED)["tidak"]
        assert [(r["id"], r["variabel"]) for r in wrong] == [(people[0], "nama")]
