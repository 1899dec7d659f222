"""Whom a package concerns: by the version it was cut from, or plainly no more than is left."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import breaches, display_breach, package_members, package_release
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.release import acts, store, tombstones
from tests.packages import small_register
from tests.packages.acts import build, refused, sent
from tests.packages.small_register import FIRST, SECOND, World, grant, person_id
from tests.packages.test_listed import VARIABLES
from tests.release.hand_made import copied

BEFORE = small_register.many()
AFTER = small_register.later(BEFORE)


def granted(place: World) -> str:
    return grant(place, "pln", "kementerian", variabel=VARIABLES)


def people(register: small_register.Register) -> set[str]:
    return {person_id(n) for own in register.values() for n in own.anggota}


def affected(place: World, package: Package, folder: Path) -> dict[str, Any]:
    return breaches.affected(
        place.settings, package.id, folder, package_members.reached, place.moment
    )


def ids(folder: Path) -> set[str]:
    lines = (folder / "terdampak.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    return {line.partition(";")[0] for line in lines}


@pytest.mark.parametrize("how", ["replaced", "withdrawn"])
def test_the_version_it_was_cut_from_tells_whatever_readers_see(
    grown: World, how: str, tmp_path: Path
) -> None:
    settings, name = grown.settings, f"{SECOND}.v1"
    package = sent(grown, granted(grown))
    if how == "withdrawn":
        gone = {"ditarik": [name], "dipulihkan": []}
        acts.enter(settings, acts.POINT, f"{FIRST}.v1", "angka keliru", "uji", **gone)
    else:
        # the next version gave everybody other ids: it has the people of the quarter before
        old = store.named(settings, f"{FIRST}.v1").path
        copied(old, f"{SECOND}.v2")
    told = affected(grown, package, tmp_path / "x")
    assert ids(tmp_path / "x") == people(AFTER)
    assert (told["rilis_paket"], told["dijawab_dari"]) == (name, [name])
    assert (told["dimusnahkan"], told["tidak_dikenali"]) == (False, 0)


@pytest.mark.parametrize("what", ["all", "one", "discarded"])
def test_without_its_list_of_contents_nothing_is_said(
    place: World, what: str, tmp_path: Path
) -> None:
    izin = granted(place)
    package = build(place, izin) if what == "discarded" else sent(place, izin)
    rows = package.rows_dir(place.settings)
    if what == "all":
        shutil.rmtree(rows)
    elif what == "one":
        (rows / "keluarga.parquet").unlink()
    else:
        package_release.discard(place.settings, package.id, "keliru", place.moment)
    refused(lambda: affected(place, package, tmp_path / "x"), "paket_isi", "E-PAKET-RUSAK")
    assert not (tmp_path / "x").exists()


def test_of_a_destroyed_quarter_the_rest_is_told_and_what_is_not(
    grown: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = grown.settings
    package = sent(grown, granted(grown), release=FIRST)
    erased = {"penghapusan": "a1", "individu": 1}
    acts.enter(settings, acts.ERASE, FIRST, "permohonan warga", "uji", **erased)
    known = store.named(settings, f"{SECOND}.v1").path / store.MANIFEST
    known.write_text(known.read_text().replace("{", '{"penghapusan": {"tindakan": ["a1"]}, ', 1))
    assert tombstones.bury(settings, now=True) == [f"{FIRST}.v1"]
    told = affected(grown, package, tmp_path / "x")
    assert ids(tmp_path / "x") == people(BEFORE) & people(AFTER)
    assert (told["rilis_paket"], told["dimusnahkan"]) == (f"{FIRST}.v1", True)
    assert told["dijawab_dari"] == [f"{SECOND}.v1"]
    # the family that is gone since, and its members: keys that are nobody's any more
    assert told["tidak_dikenali"] == len(BEFORE[4].anggota) + 1
    letter = (tmp_path / "x" / "konsep_pemberitahuan.md").read_text()
    assert f"{len(BEFORE[4].anggota) + 1} kunci" in letter
    display_breach.affected(told)
    shown = capsys.readouterr().out
    assert "dimusnahkan" in shown and f"{SECOND}.v1" in shown


def test_a_damaged_version_is_no_answer(grown: World, tmp_path: Path) -> None:
    package = sent(grown, granted(grown), release=FIRST)
    path = grown.settings.releases_dir / f"{FIRST}.v1" / "snapshot" / "anggota_keluarga"
    (path / "data.parquet").write_bytes(b"lain")
    refused(lambda: affected(grown, package, tmp_path / "x"), FIRST, "E-SEGEL-RUSAK")
