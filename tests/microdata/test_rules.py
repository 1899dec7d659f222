"""microdata.yml: a rule for every column, and no file that would be understood two ways."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_dtsen import dictionary
from dagster_dtsen.dictionary.model import Book
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.microdata import recode, rules
from dagster_dtsen.settings import PROJECT_DIR

DIRECT = ("nik", "kk", "nama", "alamat", "nomor", "nisn", "pelanggan", "sls", "landmark")
RULES = rules.load().rules


@pytest.fixture(scope="module")
def book() -> Book:
    return dictionary.load_book(PROJECT_DIR)


def found_wrong(book: Book, own: rules.Rules = RULES) -> list[str]:
    known = [(row.entitas, row.variabel, row.tingkat_akses_terendah) for row in book.variables]
    codes = {
        (row.entitas, row.variabel): {c.kode for c in book.codes if c.daftar == row.daftar_kode}
        for row in book.variables
        if row.daftar_kode
    }
    return list(rules.complete(own, known, codes))


def test_every_column_of_the_dictionary_has_a_rule_and_groups_hold_every_code(book: Book) -> None:
    assert found_wrong(book) == []


def test_a_column_without_a_rule_is_told_and_refused(book: Book) -> None:
    cut = RULES.model_copy(
        update={"keluarga": {k: v for k, v in RULES.keluarga.items() if k != "luas_lantai"}}
    )
    assert found_wrong(book, cut) == ["keluarga.luas_lantai: tanpa aturan / no rule"]
    assert rules.withheld(cut, {"keluarga": ("luas_lantai",)}) == ["keluarga.luas_lantai"]
    assert rules.withheld(RULES, {"keluarga": ("luas_lantai",)}) == []


def test_nothing_that_names_or_places_somebody_leaves(book: Book) -> None:
    for row in book.variables:
        rule = RULES.columns(row.entitas)[row.variabel]
        words = row.variabel.split("_")
        named = row.kelas_pii == "langsung" or any(word in words for word in DIRECT)
        fine = any(word in words for word in ("desa", "kecamatan", "rt", "rw"))
        fine = fine and row.variabel.startswith(("kode", "rt", "rw"))
        exact = row.tipe == "date" and not rule.umur
        ranked = row.variabel.startswith(("peringkat_", "skor_", "perkiraan_"))
        if (named or fine or exact or ranked) and row.variabel != "program_blt_desa":
            assert rule.peran == "buang", f"{row.entitas}.{row.variabel}"
        if row.kelas_pii == "sensitif" and rule.peran not in ("buang", "kuasi"):
            assert rule.peran == "peka", f"{row.entitas}.{row.variabel}"


def test_the_print_is_that_of_the_file() -> None:
    assert rules.load().sha256 == hashlib.sha256(rules.FILE.read_bytes()).hexdigest()


def _put(*path: Any, to: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for part in path[:-1]:
            content = content[part]
        content[path[-1]] = to

    return change


AGE = ("individu", "tanggal_lahir")
FLOOR = ("keluarga", "jenis_lantai_terluas", "tingkat")
REFUSED = {
    "unknown key": _put("individu", "nik", "lain", to=1),
    "a text for a number": _put("batas", "k", to="10"),
    "k of one": _put("batas", "k", to=1),
    "an unknown role": _put("individu", "nik", "peran", to="entah"),
    "bands from 5": _put(*AGE, "tingkat", to=[[5, 10]]),
    "bands that fall": _put(*AGE, "tingkat", to=[[0, 10, 5]]),
    "bands that do not nest": _put(*AGE, "tingkat", to=[[0, 10, 20], [0, 15]]),
    "an age as it is": _put(*AGE, "tingkat", to=["asli"]),
    "bands beside groups": _put(*AGE, "tingkat", to=[[0, 10], {"a": ["1"]}]),
    "a code in two groups": _put(*FLOOR, to=[{"a": ["1", "2"], "b": ["2"]}]),
    "a label of two meanings": _put(*FLOOR, to=[{"a": ["1"], "b": ["2"]}, {"a": ["1", "2"]}]),
    "groups that do not nest": _put(*FLOOR, to=[{"a": ["1", "2"], "b": ["3"]}, {"c": ["1"],
                                                 "d": ["2", "3"]}]),
    "a label like a mask": _put(*FLOOR, to=[{"*": ["1"]}]),
    "levels of what is no quasi-identifier": _put(
        "individu", "penyakit_kronis", "tingkat", to=["asli", {"a": ["01"]}]
    ),
    "two rules for one name": _put("relasi", "status_hubungan_keluarga", "tingkat", to=["asli"]),
    "a step of an unknown column": _put("langkah", "orang", 0, "gaji", to=1),
    "a step of a sensitive column": _put("langkah", "orang", 0, "penyakit_kronis", to="*"),
    "a step back": _put("langkah", "orang", 9, "status_kawin", to=1),
    "a step beyond the last": _put("langkah", "orang", 0, "jenis_kelamin", to=7),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_file_that_could_be_misread_is_refused(name: str, tmp_path: Path) -> None:
    content = yaml.safe_load(rules.FILE.read_text(encoding="utf-8"))
    whole = tmp_path / "utuh.yml"
    whole.write_text(yaml.safe_dump(content, allow_unicode=True))
    assert rules.load(whole).rules == RULES
    REFUSED[name](content)
    path = tmp_path / "salah.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True))
    with pytest.raises(DtsenError, match="E-UNGKAP"):
        rules.load(path)


def test_steps_go_from_fine_to_all_masked_and_skip_what_changes_nothing() -> None:
    steps = rules.steps(RULES, rules.PERSON, ["tanggal_lahir", "jenis_kelamin"])
    assert steps[0] == {"tanggal_lahir": 0, "jenis_kelamin": 0}
    assert steps[-1] == {"tanggal_lahir": 3, "jenis_kelamin": 1}
    assert [step["tanggal_lahir"] for step in steps] == [0, 1, 2, 3, 3]
    assert rules.steps(RULES, rules.PERSON, []) == [{}]


def test_bands_say_what_they_hold() -> None:
    bounds = [0, 1, 5, 75]
    assert [recode.band(bounds, at) for at in range(4)] == ["0", "1–4", "5–74", "75+"]
    assert recode.labels(RULES.keluarga["luas_lantai"])[-2:] == ["70+", "*"]
