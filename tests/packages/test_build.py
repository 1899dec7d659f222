"""Packages from a release: what the grant permits, under the recipient's keys, or nothing."""

from __future__ import annotations

import json
from pathlib import Path

from dagster_dtsen import grants, package_filling
from dagster_dtsen.envelope import manifest
from dagster_dtsen.parcels import ledger, pseudonym
from dagster_dtsen.sharing import register
from tests.packages import small_register
from tests.packages.acts import build, columns, open_it, rows, sent
from tests.packages.small_register import (
    FIRST,
    World,
    card,
    family_id,
    grant,
    nik,
    person_id,
)

PEOPLE = small_register.many()
ALL = {"wilayah": "nasional"}


def test_a_package_holds_the_rows_of_the_grant_and_its_record_says_them(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    package = sent(place, izin)
    folder = open_it(place, package)
    people = rows(folder, "individu", "nik, nama, jenis_kelamin")
    assert people == sorted(
        (nik(n), f"ORANG {n}", "1") for own in PEOPLE.values() for n in own.anggota
    )
    families = rows(folder, "keluarga", "id_keluarga, no_kk, alamat")
    assert families == sorted((family_id(n), card(n), own.alamat) for n, own in PEOPLE.items())
    assert rows(folder, "peringkat", "count(*), sum(desil_nasional)", "1") == [
        (len(PEOPLE), sum(own.desil or 0 for own in PEOPLE.values()))
    ]
    told = manifest.read((folder / manifest.MANIFEST).read_bytes())
    assert told.about.fakta["baris"] == {"individu": len(people), "keluarga": 24, "peringkat": 24}
    assert told.print == package.facts["manifes"]
    assert (told.about.nomor, told.about.paket_sebelum, told.about.hak_alih) == (1, None, False)
    assert told.about.fakta["mikro"] is None
    asked = grants.find(place.settings, izin, place.day).asked
    for entity, names in asked.variabel.items():
        own = ["kunci_individu"] if entity == "individu" else []
        assert columns(folder, entity) == [*own, "kunci_keluarga", *names]


def test_rows_stand_in_the_order_of_the_recipients_keys(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    folder = open_it(place, sent(place, izin))
    keys = pseudonym.load(place.settings, izin, "bpkp", example_purpose(place, izin))
    found = rows(folder, "individu", "kunci_individu, nik", "1 limit 1000")
    by_key = {keys.of("individu", person_id(n)): nik(n) for o in PEOPLE.values() for n in o.anggota}
    assert dict(found) == by_key
    assert [key for key, _ in found] == sorted(by_key)
    assert [number for _, number in found] != sorted(number for _, number in found)


def example_purpose(place: World, izin: str) -> str:
    return grants.find(place.settings, izin, place.day).asked.tujuan


def test_level_3_has_pseudonyms_in_place_of_ids_and_no_direct_identifier(place: World) -> None:
    variables = {
        "individu": ["jenis_kelamin", "id_individu"],
        "keluarga": ["id_keluarga", "kode_kabupaten_kota_kemendagri"],
        "relasi": ["id_keluarga", "id_individu", "kepala_keluarga"],
    }
    izin = grant(place, "bappenas_mikro", "kementerian", variabel=variables)
    package = build(place, izin)
    assert package.state == ledger.RELEASED
    folder = open_it(place, package)
    text = "".join(str(rows(folder, entity)) for entity in variables)
    for own in range(1, 50):
        for identity in (person_id(own), family_id(own), nik(own), card(own), f"ORANG {own}"):
            assert f"'{identity}'" not in text
    assert rows(folder, "individu", "count(*)", "1") == rows(
        folder, "individu", "count(*) filter (kunci_individu = id_individu)", "1"
    )
    joined = {row[0] for row in rows(folder, "relasi", "kunci_individu")}
    assert joined == {row[0] for row in rows(folder, "individu", "kunci_individu")}


def test_region_and_criteria_bound_the_rows(place: World) -> None:
    scope = {"sistem": "kemendagri", "kode": ["3201"]}
    izin = grant(place, "bpkp", "kementerian", izin="bpkp-bogor", wilayah=scope)
    folder = open_it(place, sent(place, izin))
    inside = sorted(family_id(n) for n, own in PEOPLE.items() if own.kode.startswith("3201"))
    assert [row[0] for row in rows(folder, "keluarga", "id_keluarga")] == inside
    poor_and_old = grant(place, "kemensos_pkh", "lain")
    chosen = open_it(place, sent(place, poor_and_old, "lain"), "lain")
    assert rows(chosen, "keluarga", "id_keluarga") == [("K0010",), ("K0020",)]
    told = manifest.read((chosen / manifest.MANIFEST).read_bytes())
    assert (
        told.about.fakta["kriteria"]
        == grants.find(place.settings, poor_and_old, place.day).kriteria
    )


def test_papers_explain_the_columns_and_say_what_may_be_done(place: World) -> None:
    izin = grant(
        place, "pln", "kementerian", variabel={"keluarga": ["id_keluarga", "jenis_lantai_terluas"]}
    )
    package = sent(place, izin)
    folder = open_it(place, package)
    lines = (folder / "kamus.csv").read_text(encoding="utf-8-sig").splitlines()
    floors = [line.split(";")[8] for line in lines if line.startswith("keluarga;jenis_lantai")]
    assert "'1" in floors
    assert any(line.startswith("keluarga;kunci_keluarga;") for line in lines)
    assert "Tidak diteruskan" in (folder / "lisensi.txt").read_text()
    assert "jenis_lantai_terluas" in (folder / "kamus_ddi.xml").read_text()
    told = json.loads((folder / "mutu.json").read_text())
    assert told["baris"] == {"keluarga": 24}
    page = (folder / "mutu.html").read_text()
    assert "http" not in page.replace("<html", "")
    names = {
        path.name for path in (place.settings.packages_dir / "pln-pemadanan-2026.0001").rglob("*")
    }
    assert {"kamus.csv", "kamus_ddi.xml", "lisensi.txt", "mutu.json.cms", "mutu.html.cms"} <= names


def test_csv_is_text_for_spreadsheets(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    folder = open_it(place, sent(place, izin, form="csv"))
    text = (folder / "individu-0001.csv").read_text(encoding="utf-8-sig")
    assert f";'{nik(1)};'ORANG 1;" in text.replace('"', "")
    assert "\no" in text.replace('"', "")


def test_the_acts_stand_in_the_audit_log(place: World) -> None:
    izin = grant(place, "bpkp", "kementerian")
    package = sent(place, izin)
    lines = [json.loads(line) for line in place.settings.audit_log.read_text().splitlines()]
    own = [line for line in lines if line["objek"]["id"] == package.id]
    told = [(line["tindakan"], line["hasil"]) for line in own]
    assert told == [
        ("bangun", "mulai"), ("bangun", "berhasil"), ("serah", "mulai"), ("serah", "berhasil"),
    ]  # fmt: skip
    assert own[1]["baris"] == sum(package.facts["baris"].values())
    assert {line["penerima"] for line in own} == {"bpkp"}


def test_an_encrypted_home_gives_the_same_package(tmp_path: Path, place: World) -> None:
    keyed = small_register.world(
        tmp_path / "rahasia", tmp_path / "izin2", place.moment, ("kementerian",),
        db_key="kunci-uji-7f3a9c21",
    )  # fmt: skip
    small_register.publish_release(keyed.settings, FIRST, PEOPLE)
    izin = grant(keyed, "bpkp", "kementerian")
    folder = open_it(keyed, sent(keyed, izin))
    assert rows(folder, "individu", "count(*)", "1")[0][0] == sum(
        len(own.anggota) for own in PEOPLE.values()
    )
    for path in keyed.settings.package_rows_dir.rglob("*.parquet"):
        assert path.read_bytes()[:4] == b"PARE"


def test_every_entity_of_a_grant_has_its_table(place: World) -> None:
    assert set(package_filling.TABLES) == set(register.application.ENTITIES)
