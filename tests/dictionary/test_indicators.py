"""The indicator seeds: complete against the annexes, and conditions that mean what they say."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from dagster_dtsen import dictionary
from dagster_dtsen.dictionary import Catalogue
from dagster_dtsen.dictionary.indicator_macros import indicator_macros
from dagster_dtsen.dictionary.indicators import Language
from dagster_dtsen.dictionary.rendering import INDICATOR_MACROS
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import PROJECT_DIR

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return dictionary.load_catalogue(PROJECT_DIR, dictionary.load_book(PROJECT_DIR))


def changed(catalogue: Catalogue, name: str, **change: str) -> Catalogue:
    """The catalogue with other values in the row of that indicator."""
    rows = [
        dataclasses.replace(row, **change) if row.indikator == name else row
        for row in catalogue.indicators
    ]
    return dataclasses.replace(catalogue, indicators=tuple(rows))


def test_every_indicator_of_the_annex_is_a_row_in_its_order(catalogue: Catalogue) -> None:
    annex = (HERE / "lampiran_2.txt").read_text(encoding="utf-8").splitlines()
    assert len(annex) == 60
    assert [row.nama_id for row in catalogue.indicators] == annex
    assert [row.urutan for row in catalogue.indicators] == [str(n) for n in range(1, 61)]


def test_every_programme_of_the_annex_is_there(catalogue: Catalogue) -> None:
    annex = (HERE / "lampiran_3.txt").read_text(encoding="utf-8").splitlines()
    assert len(annex) == 44
    held = [f"{row['lembaga']}\t{row['program']}" for row in catalogue.programmes]
    assert list(dict.fromkeys(held)) == annex


def test_every_province_is_in_one_half_and_one_region(catalogue: Catalogue) -> None:
    halves, regions = set(), set()
    for row in catalogue.regions:
        place = halves if row["kelompok"] in ("KBI", "KTI") else regions
        assert row["kode_provinsi_kemendagri"] not in place
        place.add(row["kode_provinsi_kemendagri"])
    assert halves == regions
    assert len(halves) == 38


def test_the_committed_seeds_have_no_problem(catalogue: Catalogue) -> None:
    assert dictionary.check_indicators(catalogue) == []


BREACHES = {
    "a numerator is missing": ({"syarat_pembilang": ""}, "syarat tidak cocok"),
    "an unknown word": ({"syarat_pembilang": "punya_akta"}, "kata tidak dikenal"),
    "an unknown code": ({"syarat_pembilang": "memiliki_akta_kelahiran = '7'"}, "kode tidak"),
    "no questionnaire item": ({"syarat_penyebut": "terjawab(segmen_jkn)"}, "bukan butir"),
    "a variable that is not told": ({"variabel": "memiliki_akta_kelahiran"}, "variabel harus"),
    "a reason beside a figure": ({"alasan_id": "a", "alasan_en": "a"}, "alasan hanya"),
    "one language": ({"pendekatan_en": ""}, "hanya satu bahasa"),
    "sensitive or not": ({"peka": "true"}, "peka harus"),
    "an unknown region": ({"wilayah": "NUSANTARA"}, "wilayah tidak"),
    "an unknown kind": ({"jenis": "rasio"}, "jenis tidak"),
    "no direction": ({"arah": ""}, "arah, nama"),
}


@pytest.mark.parametrize(("change", "told"), BREACHES.values(), ids=BREACHES.keys())
def test_a_breach_is_told(catalogue: Catalogue, change: dict[str, str], told: str) -> None:
    problems = dictionary.check_indicators(changed(catalogue, "akta_kelahiran", **change))
    assert problems
    assert all(told in problem for problem in problems), problems


def test_what_cannot_be_had_needs_its_reason(catalogue: Catalogue) -> None:
    (problem,) = dictionary.check_indicators(changed(catalogue, "air_baku", alasan_id=""))
    assert "alasan hanya" in problem


def test_targets_and_programmes_name_indicators_and_variables(catalogue: Catalogue) -> None:
    row = {"lembaga": "x", "program": "y", "indikator": "bahagia", "variabel": "hobi"}
    told = dictionary.check_indicators(dataclasses.replace(catalogue, programmes=(row,)))
    assert len(told) == 2
    assert "bahagia" in told[0]
    assert "hobi" in told[1]


def test_a_dimension_ends_with_whoever_is_left(catalogue: Catalogue) -> None:
    rows = tuple(row for row in catalogue.categories if row.nilai != "tanpa")
    (problem,) = dictionary.check_indicators(dataclasses.replace(catalogue, categories=rows))
    assert problem.startswith("desil: hanya yang terakhir")


def test_answered_means_the_letter_and_a_value(catalogue: Catalogue) -> None:
    language = Language(catalogue, "keluarga")
    sql = language.sql("terjawab(fasilitas_bab) and sanitasi_layak")
    assert sql.startswith("(substr(status_butir, ")
    assert "= 'J' and fasilitas_bab is not null) and (fasilitas_bab in ('1', '2', '3')" in sql
    assert "(jenis_desa in ('desa', 'lainnya'))" in sql
    assert language.reads("dapat_dana > 0") == ["program_kur", "program_umi"]


def test_a_term_that_leads_to_itself_is_refused(catalogue: Catalogue) -> None:
    terms = tuple(
        dataclasses.replace(row, ungkapan="bansos or air_layak") if row.istilah == "bansos" else row
        for row in catalogue.terms
    )
    language = Language(dataclasses.replace(catalogue, terms=terms), "keluarga")
    with pytest.raises(DtsenError, match="bansos"):
        language.sql("bansos")


def test_a_numerator_is_always_part_of_its_denominator(catalogue: Catalogue) -> None:
    language = Language(catalogue, "individu")
    asked = language.sql(
        "umur_saat_pendataan between 0 and 17 and terjawab(memiliki_akta_kelahiran)"
    )
    part = f"({asked}) and (memiliki_akta_kelahiran = '1')"
    assert f'"u_akta_kelahiran__pembilang", "syarat": "{part}"' in indicator_macros(catalogue)


def test_a_changed_condition_shows_as_a_file_that_differs(project: Path) -> None:
    dictionary.write(project)
    seed = project / "dbt_project" / "seeds" / "indikator" / "istilah_indikator.csv"
    text = seed.read_text(encoding="utf-8")
    seed.write_text(text.replace("7.2 *", "8 *"), encoding="utf-8")
    assert dictionary.check_rendered(project) == [project / INDICATOR_MACROS]


def test_a_seed_of_another_shape_is_refused(project: Path) -> None:
    seed = project / "dbt_project" / "seeds" / "indikator" / "indikator.csv"
    text = seed.read_text(encoding="utf-8")
    seed.write_text(text.replace("satuan_nilai", "satuan_angka"), encoding="utf-8")
    with pytest.raises(DtsenError, match=r"indikator\.csv"):
        dictionary.render(project)
