"""What a criteria file may say: every fault is named, in both languages, before anything runs."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_dtsen import targets, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import PROJECT_DIR, Settings
from dagster_dtsen.targeting import check, count, criteria
from dagster_dtsen.targeting.criteria import settled
from dagster_dtsen.targeting.sql import Compiler
from tests.targeting.small_release import (
    COLUMNS,
    DATE,
    Family,
    criteria_file,
    publish_release,
    reached,
)

EXAMPLES = sorted((PROJECT_DIR / "docs" / "programmes").glob("*.yml"))


def rule(entity: str, name: str, **test: Any) -> dict[str, Any]:
    condition = {"variabel": name, **test}
    return {"syarat": [{entity: [condition] if entity == "anggota" else condition}]}


def refused(
    settings: Settings, file: Path, code: str, monkeypatch: pytest.MonkeyPatch | None = None
) -> str:
    if monkeypatch is not None:
        monkeypatch.setattr(count, "counted", pytest.fail)
    with pytest.raises(DtsenError) as caught:
        targets.reached(settings, [file])
    assert caught.value.kind.code == code
    assert file.name in caught.value.message
    return str(caught.value.details["reason"])


SHAPES: list[tuple[dict[str, Any], str]] = [
    ({"desil": [0]}, "desil: bilangan berbeda 1-10"),
    ({"desil": [4, 11]}, "desil: bilangan berbeda 1-10"),
    ({"desil": [4, 4]}, "desil: bilangan berbeda 1-10"),
    ({"desil": []}, "desil: bilangan berbeda 1-10"),
    ({"desil": ["4"]}, "desil.0: harus bilangan bulat"),
    ({"desil": 4}, "desil: harus daftar"),
    ({"satuan": "desa"}, "satuan: nilai tidak sah"),
    ({"program": "PKH; drop table x"}, "program: nilai tidak sah"),
    ({"nama": {"id": "Uji"}}, "nama.en: wajib diisi"),
    ({"nama": {"id": "=1+1", "en": "x"}}, "nama.id: nilai tidak sah"),
    ({"nama": {"id": "x", "en": "x\x9b31m"}}, "nama.en: nilai tidak sah"),
    ({"anggaran": 5}, "anggaran: kunci tidak dikenal"),
    ({"kuota": 0}, "kuota: nilai tidak sah"),
    ({"manfaat": {"jumlah": 1.5, "periode": "bulan"}}, "manfaat.jumlah: harus bilangan bulat"),
    ({"manfaat": {"jumlah": 1, "periode": "minggu"}}, "manfaat.periode: nilai tidak sah"),
    (rule("keluarga", "luas_lantai"), "tepat satu dari"),
    (rule("keluarga", "luas_lantai", antara="1..2", umur="1.."), "tepat satu dari"),
    (rule("keluarga", "program_pkh", salah_satu=[1]), "harus teks dalam tanda kutip"),
    (rule("keluarga", "program_pkh", salah_satu=[]), "nilai tidak sah"),
    (rule("orang", "jenis_kelamin", salah_satu=["1"]), "hanya untuk satuan individu"),
    (rule("keluarga", "program_pkh", sql="1=1"), "sql: kunci tidak dikenal"),
    ({"syarat": [{}]}, "tepat satu dari"),
    ({"wilayah": {"sistem": "kemendagri", "kode": [32]}}, "harus teks dalam tanda kutip"),
    ({"syarat": rule("keluarga", "luas_lantai", antara="1..")["syarat"] * 101}, "terlalu banyak"),
]


@pytest.mark.parametrize(("parts", "reason"), SHAPES)
def test_a_file_of_another_shape_is_refused(
    settings: Settings, tmp_path: Path, parts: dict[str, Any], reason: str
) -> None:
    """Before a release is even looked for: there is none."""
    told = refused(settings, criteria_file(tmp_path, **parts), "E-KRITERIA")
    assert reason in told
    assert " / " in told


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("program: [", "bukan YAML"),
        ("", "nilai tidak sah"),
        ("- a", "nilai tidak sah"),
        ("program: a\nprogram: b", "kunci ganda"),
        ("a: &x [1]\nb: *x", "rujukan"),
        ("[" * 3000 + "]" * 3000, "berlapis"),
        ("!!python/object/apply:os.system ['true']", "bukan YAML"),
        ("#" * 70_000, "terlalu besar"),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_refused(
    settings: Settings, tmp_path: Path, text: str, reason: str
) -> None:
    file = tmp_path / "aneh.yml"
    file.write_text(text)
    assert reason in refused(settings, file, "E-KRITERIA")


def test_bytes_folders_and_nothing_are_refused(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "biner.yml"
    file.write_bytes(b"program: \xff")
    assert "UTF-8" in refused(settings, file, "E-KRITERIA")
    assert "tidak terbaca" in refused(settings, tmp_path / "tiada.yml", "E-KRITERIA")
    assert "tidak terbaca" in refused(settings, tmp_path, "E-KRITERIA")
    pipe = tmp_path / "pipa.yml"
    os.mkfifo(pipe)
    assert "bukan berkas biasa" in refused(settings, pipe, "E-KRITERIA")


def test_nesting_has_an_end(settings: Settings, tmp_path: Path) -> None:
    inner = rule("keluarga", "luas_lantai", antara="1..")["syarat"][0]
    for _ in range(settled()["maks_lapis"]):
        inner = {"atau": [inner]}
    told = refused(settings, criteria_file(tmp_path, syarat=[inner]), "E-KRITERIA")
    assert "terlalu dalam" in told


def test_two_files_of_one_programme_are_refused(settings: Settings, tmp_path: Path) -> None:
    files = [criteria_file(tmp_path / name) for name in ("a", "b")]
    with pytest.raises(DtsenError, match="dua kali") as caught:
        targets.reached(settings, files)
    assert caught.value.kind.code == "E-KRITERIA"


VARIABLES: list[tuple[dict[str, Any], str]] = [
    (rule("keluarga", "entah", salah_satu=["1"]), "tidak ada dalam kamus"),
    # of persons, not of families
    (rule("keluarga", "sedang_hamil", salah_satu=["1"]), "tidak ada dalam kamus"),
    (rule("anggota", "nik", salah_satu=["3201010101900001"]), "mengenali orang"),
    (rule("keluarga", "alamat", salah_satu=["x"]), "mengenali orang"),
    (rule("keluarga", "kode_sls", salah_satu=["x"]), "mengenali orang"),
    (rule("keluarga", "jenis_dinding_terluas", salah_satu=["1"]), "tidak ada dalam rilis"),
    (rule("keluarga", "kode_kecamatan_kemendagri", salah_satu=["1"]), "tanpa daftar kode"),
    (rule("keluarga", "status_butir", salah_satu=["J"]), "tanpa daftar kode"),
    (rule("keluarga", "program_pkh", salah_satu=["1", "3"]), "kode tidak dikenal / unknown code 3"),
    (rule("keluarga", "program_pkh", kecuali=["x' or '1'='1"]), "unknown code …"),
    (rule("keluarga", "program_pkh", antara="1..2"), "antara: yang berlaku"),
    (rule("keluarga", "luas_lantai", salah_satu=["36"]), "salah_satu: yang berlaku"),
    (rule("keluarga", "luas_lantai", umur="3.."), "umur: yang berlaku"),
    (rule("keluarga", "luas_lantai", antara="tiga"), "bukan rentang seperti"),
    (rule("keluarga", "luas_lantai", antara=".."), "bukan rentang seperti"),
    (rule("keluarga", "luas_lantai", antara="1.. or 1=1"), "bukan rentang seperti"),
    (rule("keluarga", "luas_lantai", antara="60..20"), "rentang terbalik"),
    (rule("keluarga", "tanggal_pendataan", antara="1..2"), "bukan rentang seperti"),
    (rule("keluarga", "tanggal_pendataan", antara="2022-02-31.."), "bukan rentang seperti"),
    (rule("anggota", "tanggal_lahir", umur="muda"), "bukan rentang seperti"),
]


@pytest.mark.parametrize(("parts", "reason"), VARIABLES)
@pytest.mark.parametrize("place", ["syarat", "penerima_kini"])
def test_a_condition_that_the_dictionary_does_not_know_is_refused(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    parts: dict[str, Any],
    reason: str,
    place: str,
) -> None:
    publish_release(settings, [Family()])
    file = criteria_file(tmp_path, **{place: [{"atau": parts["syarat"]}]})
    told = refused(settings, file, "E-KRITERIA-VARIABEL", monkeypatch)
    assert reason in told
    assert "3201010101900001" not in told


def test_a_fault_in_the_second_file_keeps_the_first_from_being_counted(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_release(settings, [Family()])
    good = criteria_file(tmp_path, program="baik")
    bad = criteria_file(tmp_path, **rule("keluarga", "entah", salah_satu=["1"]))
    monkeypatch.setattr(count, "counted", pytest.fail)
    with pytest.raises(DtsenError, match="E-KRITERIA-VARIABEL"):
        targets.reached(settings, [good, bad])


def test_nothing_of_a_file_is_sql_but_codes_and_numbers(settings: Settings, tmp_path: Path) -> None:
    """A code of the dictionary with a quote in it would still be quoted."""
    variable = check.Variable(
        "keluarga", "x", ("", ""), check.CODED, frozenset({"a'b"}), None, False
    )
    test = criteria.Condition(variabel="x", salah_satu=["a'b"])
    compiled = Compiler({("keluarga", "x"): variable}, DATE).all_of([criteria.Rule(keluarga=test)])
    assert compiled == "(k.\"x\" in ('a''b'))"
    with warehouse.connect(settings) as con:
        found = con.execute(f"select {compiled} from (select 'a''b' as x) as k").fetchall()
    assert found == [(True,)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_keep_the_limits_of_the_seed(settings: Settings, path: Path) -> None:
    seed = PROJECT_DIR / "dbt_project" / "seeds" / "aturan" / "batas_program.csv"
    with seed.open(encoding="utf-8", newline="") as handle:
        limits = {row["program"]: int(row["desil_maks"]) for row in csv.DictReader(handle)}
    own = criteria.read(path)
    assert own.program == path.stem
    assert own.desil == list(range(1, limits[own.program] + 1))
    book = targets.book(settings)
    columns = {e: frozenset(name for entity, name in book if entity == e) for e in COLUMNS}
    check.check(own, path.name, book, columns)
    assert {each.stem for each in EXAMPLES} == set(limits)


def test_what_is_declared_for_all_files_is_in_the_dictionary(settings: Settings) -> None:
    book, aid = targets.book(settings), settled()["bantuan"]
    for entity in ("keluarga", "individu"):
        for name in aid[entity]:
            assert set(aid["kode"]) <= book[entity, name].kode
            assert not book[entity, name].tertutup
    assert all(len(pair) == 2 for pair in settled()["kata"].values())


def test_a_condition_is_told_as_it_was_declared(settings: Settings, tmp_path: Path) -> None:
    publish_release(settings, [Family()] * 9)
    text = """
    - atau:
      - keluarga: {variabel: luas_lantai, antara: "..36"}
      - anggota:
        - {variabel: tanggal_lahir, umur: "60.."}
        - {variabel: jenis_kelamin, kecuali: ["1"]}
    """
    told = reached(settings, tmp_path, syarat=yaml.safe_load(text))
    assert told["syarat"] == [
        "atau (keluarga: luas_lantai antara ..36 | anggota: tanggal_lahir umur 60..; "
        "jenis_kelamin kecuali 1)"
    ]
