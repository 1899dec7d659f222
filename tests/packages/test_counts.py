"""Packages of level 2: counts of the grant's regions and variables, and of nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from dagster_dtsen import cli, open_data, package_members
from dagster_dtsen.disclosure import ledger as published
from dagster_dtsen.envelope import certificates, check, manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_json
from dagster_dtsen.parcels import ledger
from dagster_dtsen.release import acts
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import counts
from dagster_dtsen.warehouse import connect
from tests.packages import counted
from tests.packages.acts import build, open_it
from tests.packages.small_register import SECOND, World

WITHOUT_SEX = [name for name in counted.VARIABLES if name != "jenis_kelamin"]
CERTIFIED = "kementerian"


@pytest.fixture
def place(place: World) -> World:
    counted.publish(place, SECOND)
    return place


def certified(place: World, variables: list[str]) -> str:
    """A grant like that of `counted`, with the recipient's certificate."""
    own = certificates.fingerprint(certificates.load(place.certificate(CERTIFIED)))
    return counted.granted(place, sertifikat=own, variabel={"individu": variables})


def told(folder: Path, query: str) -> list[tuple[object, ...]]:
    return duckdb.execute(query.format(f"'{folder}/sel-0001.parquet'")).fetchall()


def test_a_package_holds_the_counts_of_its_regions_and_variables(place: World) -> None:
    izin = certified(place, counted.VARIABLES)
    package = build(place, izin)
    folder = open_it(place, package)
    places = {str(row[0]) for row in told(folder, "select kode_wilayah from {}")}
    assert {"ID", "11", counted.AREA} <= places
    assert all(code in ("ID", "11") or code.startswith(counted.AREA) for code in places)
    assert {row[0] for row in told(folder, "select ukuran from {}")} == {"jkn"}
    assert {row[0] for row in told(folder, "select kelompok from {}")} == {
        "semua",
        "jenis_kelamin",
    }
    made = manifest.read((place.settings.packages_dir / package.id / "manifest.json").read_bytes())
    assert made.about.fakta["kelas_data"] == "terbatas"
    assert made.about.fakta["baris"]["sel"] == len(told(folder, "select 1 from {}"))
    assert package.facts["samaran"] is None


def test_a_subgroup_whose_variable_was_not_granted_stays(place: World) -> None:
    folder = open_it(place, build(place, certified(place, WITHOUT_SEX)))
    assert {row[0] for row in told(folder, "select kelompok from {}")} == {"semua"}


def test_the_counts_are_those_published_and_no_others(place: World) -> None:
    folder = open_it(place, build(place, certified(place, counted.VARIABLES)))
    found = published.find(place.settings, None)
    both = " union all by name ".join(
        f"select * from {found.table(name)}" for name in published.CELL_TABLES
    )
    surplus = duckdb.execute(
        f"select count(*) from (select * from '{folder}/sel-0001.parquet' except ({both}))"
    ).fetchall()
    assert surplus == [(0,)]


def test_nothing_is_counted_of_variables_without_a_measure(place: World) -> None:
    with pytest.raises(DtsenError) as caught:
        build(place, certified(place, ["status_kawin"]))
    assert caught.value.kind.code == "E-KIRIM"


def test_counts_have_no_difference_and_concern_nobody(place: World) -> None:
    izin = certified(place, counted.VARIABLES)
    package = build(place, izin)
    with pytest.raises(DtsenError) as caught:
        build(place, izin, difference=True)
    assert caught.value.kind.code == "E-KIRIM"
    with connect(place.settings) as con:
        assert package_members.reached(con, place.settings, package.id).cut is None
        assert con.execute("select count(*) from terdampak").fetchall() == [(0,)]


def test_the_standing_grant_opens_level_one_alone(
    place: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = open_data.export(place.settings, None, tmp_path / "buka")
    named = {path.name.partition("1.")[2] for path in written}
    assert len(written) == 5
    assert not any("wilayah" in name for name in named)
    found = published.find(place.settings, None)
    for table in counts.public().tabel:
        copy = tmp_path / "buka" / f"dtsen_{found.id}_{table}.parquet"
        assert copy.read_bytes() == (found.folder / f"{table}.parquet").read_bytes()
    wider = counts.public().model_copy(update={"tabel": ["sel_wilayah"]})
    monkeypatch.setattr(counts, "public", lambda: wider)
    with pytest.raises(DtsenError) as caught:
        open_data.export(place.settings, None, tmp_path / "lagi")
    assert caught.value.kind.code == "E-UNGKAP"


def test_the_commands_list_show_and_write_the_page(place: World, tmp_path: Path) -> None:
    found = published.find(place.settings, None)
    # the small release of these tests says no day
    dated = found.facts | {"tanggal_rilis": "2026-06-30"}
    write_json(found.folder / published.MANIFEST, dated)
    run = CliRunner()
    home = ["--home", str(place.settings.home)]
    for arguments in (["list"], ["show"], ["page", "--to", str(tmp_path / "papan.html")]):
        result = run.invoke(cli.app, ["tables", *arguments, *home])
        assert result.exit_code == 0, result.output
    assert found.id in (tmp_path / "papan.html").read_text(encoding="utf-8")


def test_a_package_of_counts_verifies_like_any_other(place: World) -> None:
    package = build(place, certified(place, counted.VARIABLES))
    folder = place.settings.packages_dir / package.id
    held = check.check(folder, certificates.load_trust(place.trust), place.moment)
    assert held.manifest.about.tingkat == 2


def test_an_erasure_entered_during_the_build_holds_the_package(
    place: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of this level nobody signs; its release is looked at again before it leaves all the same."""
    izin, note = certified(place, WITHOUT_SEX), ledger.note

    def erased_meanwhile(settings: Settings, line: dict[str, Any]) -> None:
        note(settings, line)
        more = {"penghapusan": "a1", "individu": 1}
        acts.enter(settings, acts.ERASE, SECOND, "permohonan warga", "uji", **more)

    with monkeypatch.context() as context:
        context.setattr(ledger, "note", erased_meanwhile)
        with pytest.raises(DtsenError, match=r"E-KIRIM.*penghapusan orang"):
            build(place, izin)
    (package,) = ledger.packages(place.settings)
    assert package.state == ledger.BUILT
    assert not (place.settings.packages_dir / package.id).exists()
