"""Packages of level 3: generalised rows, keys taken away, differences that still make the whole."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import package_apply, package_microdata
from dagster_dtsen.envelope import manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.microdata import rules
from tests.packages import small_register
from tests.packages.acts import build, columns, open_it, rows
from tests.packages.small_register import FIRST, SECOND, Register, World, family_id, grant

VARIABLES = {
    "individu": ["tanggal_lahir", "jenis_kelamin"],
    "relasi": ["kepala_keluarga"],
    "keluarga": ["kode_kabupaten_kota_kemendagri", "jumlah_anggota_keluarga"],
    "peringkat": ["desil_nasional"],
}
# towns, sizes and ages repeat after sixty: twelve families at least of each make-up
FAMILIES = 720


def people() -> Register:
    """Families whose deciles differ within a pattern."""
    found = small_register.many(FAMILIES)
    for number, own in found.items():
        own.desil = number // 60 % 10 + 1
    return found


def later(before: Register) -> Register:
    """A quarter on: three of twelve families are gone, one has moved, a person as well."""
    found = copy.deepcopy(before)
    for number in (5, 65, 125):
        del found[number]
    found[8].kode = "3301012001"
    found[3].anggota.append(found[11].anggota.pop())
    return found


@pytest.fixture
def micro(place: World) -> World:
    small_register.publish_release(place.settings, "2026T2", people(), f"{FIRST}.v1")
    small_register.publish_release(place.settings, "2026T3", later(people()), "2026T2.v1")
    return place


def asked(place: World, **changes: Any) -> str:
    return grant(place, "bappenas_mikro", "kementerian", **({"variabel": VARIABLES} | changes))


def test_rows_are_told_in_words_and_rare_families_are_not_tied(micro: World) -> None:
    folder = open_it(micro, build(micro, asked(micro), release=SECOND))
    ages = {row[0] for row in rows(folder, "individu", "tanggal_lahir")}
    assert ages <= {"30–34", "35–39", "75+", "*", "15–24", "25–44", "45–59", "60+"}
    assert "35–39" in ages
    counted = rows(folder, "relasi", "count(*), count(kunci_keluarga)", "1")[0]
    assert counted == (sum(len(own.anggota) for own in people().values()), counted[0])
    # twelve families of each make-up: all stay tied
    later_on = open_it(micro, build(micro, asked(micro, izin="lain-2026")))
    untied = (
        rows(later_on, "individu", "count(*)", "1")[0][0]
        - rows(later_on, "individu", "count(kunci_keluarga)", "1")[0][0]
    )
    assert untied > 0
    assert rows(later_on, "keluarga", "count(*)", "1") == rows(
        later_on, "keluarga", "count(kunci_keluarga)", "1"
    )


def test_before_and_difference_make_the_whole_though_keys_were_taken_away(micro: World) -> None:
    izin = asked(micro)
    first = open_it(micro, build(micro, izin, release=SECOND))
    second = open_it(micro, build(micro, izin, difference=True))
    whole = open_it(micro, build(micro, izin))
    lost = rows(second, "individu_selisih", "count(*) filter (perubahan = 'ubah' and "
                "kunci_keluarga is null)", "1")  # fmt: skip
    assert lost[0][0] > 0
    target = micro.folder / "gabung"
    told = package_apply.apply(first, second, target)
    for entity in VARIABLES:
        assert columns(target, entity) == columns(whole, entity)
        assert rows(target, entity) == rows(whole, entity)
        assert told[entity] == len(rows(whole, entity))
    assert json.loads((target / "isi.json").read_text()) == json.loads(
        (whole / "isi.json").read_text()
    )


def test_rules_and_loss_are_told_and_the_report_stays_here(micro: World) -> None:
    package = build(micro, asked(micro), release=SECOND)
    folder = open_it(micro, package)
    said = manifest.read((folder / manifest.MANIFEST).read_bytes()).about.fakta["mikro"]
    own = hashlib.sha256(rules.FILE.read_bytes()).hexdigest()
    assert said == {"aturan": rules.load().rules.versi, "sidik": own, "k": 10, "l": 2}
    told = json.loads((folder / "mutu.json").read_text())["mikro"]
    assert told["sidik"] == own
    assert told["keluarga"]["populasi"] == FAMILIES
    assert told["ditemukan"]["susunan"]["k"] >= 10
    assert "Penyamaran data mikro" in (folder / "mutu.html").read_text()
    assert "tiga_variabel" not in told
    held = micro.settings.package_rows_dir / package.id / package_microdata.KEPT
    assert json.loads(held.read_text())["tiga_variabel"]["orang"]["rangkai"] == 1
    assert package_microdata.KEPT not in {path.name for path in folder.rglob("*")}
    lines = (folder / "kamus.csv").read_text(encoding="utf-8-sig").splitlines()
    ages = [line.split(";") for line in lines if line.startswith("individu;tanggal_lahir;")]
    assert {row[6] for row in ages} == {"varchar"}
    assert {"'75+", "'*"} <= {row[8] for row in ages}


def test_nothing_is_built_of_a_column_that_does_not_leave(micro: World) -> None:
    izin = asked(micro, variabel={"peringkat": ["peringkat_nasional", "desil_nasional"]})
    with pytest.raises(DtsenError, match=r"E-UNGKAP.*peringkat\.peringkat_nasional"):
        build(micro, izin)
    assert not list(micro.settings.packages_dir.glob("**/manifest.json"))


def test_a_check_that_fails_leaves_no_package(
    micro: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = package_microdata.verified

    def broken(con: Any, *rest: Any) -> Any:
        con.execute("update isi_keluarga set jumlah_anggota_keluarga = '77' where kunci_keluarga = "
                    "(select min(kunci_keluarga) from isi_keluarga)")  # fmt: skip
        return whole(con, *rest)

    monkeypatch.setattr(package_microdata, "verified", broken)
    izin = asked(micro)
    with pytest.raises(DtsenError, match="E-UNGKAP"):
        build(micro, izin)
    assert not list(micro.settings.packages_dir.glob("**/manifest.json"))
    monkeypatch.undo()
    assert Path(micro.settings.packages_dir / build(micro, izin).id).exists()


def test_criteria_leave_fewer_rows_and_classes_are_counted_on_them(micro: World) -> None:
    izin = asked(micro, wilayah={"sistem": "kemendagri", "kode": ["3301"]})
    folder = open_it(micro, build(micro, izin, release=SECOND))
    told = json.loads((folder / "mutu.json").read_text())["mikro"]
    inside = [n for n, own in people().items() if own.kode.startswith("3301")]
    assert told["keluarga"]["populasi"] == len(inside)
    assert family_id(inside[0]) not in str(rows(folder, "keluarga"))
