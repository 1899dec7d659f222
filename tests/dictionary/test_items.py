"""Items, their universes, printed skips and sums: what is checked, told both ways."""

from __future__ import annotations

import csv
import dataclasses

import pytest

from dagster_dtsen import dictionary
from dagster_dtsen.dictionary import Book
from dagster_dtsen.dictionary.items import (
    BLOK_BUTIR,
    Item,
    items_of,
    universe_of,
    universe_sql,
    universe_text,
)
from dagster_dtsen.dictionary.model import Condition, Skip
from dagster_dtsen.settings import PROJECT_DIR

ATURAN = PROJECT_DIR / "dbt_project" / "seeds" / "aturan" / "aturan_pembaruan.csv"


@pytest.fixture(scope="module")
def book() -> Book:
    return dictionary.load_book(PROJECT_DIR)


def item(book: Book, entitas: str, butir: str) -> Item:
    return next(row for row in items_of(book, entitas) if row.butir == butir)


def with_condition(book: Book, **change: str) -> Book:
    """One more condition; by default a sound one on item 419."""
    row = Condition("individu", "419", "9", "412", "salah_satu", "2", "")
    return dataclasses.replace(
        book, conditions=(*book.conditions, dataclasses.replace(row, **change))
    )


def with_skip(book: Book, *values: str) -> Book:
    return dataclasses.replace(book, skips=(*book.skips, Skip(*values, "")))


def test_every_item_of_the_printed_form_is_here(book: Book) -> None:
    """Blocks I-V of REGSOSEK22-K; 202-204 name field staff, 401 and 402 number and name."""
    spread = {"428": "abcdefghij", "431": "abcdef", "501": "abcdefg", "502": "abcdefghijklmn",
              "503": "ab", "504": "abcde", "301": "ab", "306": "ab", "309": "ab", "416": "ab",
              "420": "ab"}  # fmt: skip
    numbers = [*range(101, 116), 201, 205, *range(301, 311), *range(402, 432), *range(501, 507)]
    printed = {
        f"{number}{letter}"
        for number in map(str, numbers)
        for letter in spread.get(number, [""])
    } - {"307"}  # fmt: skip
    printed |= {"307a", "307b1", "307b2", "307b3", "105 sub"}
    printed |= {f"501{letter} {what}" for letter in "abcdefg" for what in ("bulan", "tahun")}
    assert {row.butir_kuesioner for row in book.variables} - {""} == printed


def test_the_contract_and_the_dictionary_name_the_same_columns(book: Book) -> None:
    columns = dictionary.contract_columns(PROJECT_DIR)
    assert dictionary.check_contract(book, columns) == []
    (lost,) = dictionary.check_contract(book, [*columns, "r999"])
    assert "r999" in lost
    assert "not in the dictionary" in lost
    (surplus,) = dictionary.check_contract(book, [name for name in columns if name != "r427"])
    assert "r427" in surplus
    assert "not in the contract" in surplus


def test_every_block_of_items_has_an_update_rule(book: Book) -> None:
    with ATURAN.open(encoding="utf-8", newline="") as handle:
        ruled = {(row["entitas"], row["blok"]) for row in csv.DictReader(handle)}
    assert {(entitas, blok) for entitas, names in BLOK_BUTIR.items() for blok in names} <= ruled


def test_the_universe_is_written_in_item_numbers_and_in_columns(book: Book) -> None:
    asked = item(book, "individu", "410").conditions
    assert universe_text(asked) == "404 = 1, 5; 405 = 2; umur (407) 10-54; 408 = 2, 3, 4"
    assert universe_sql(book, "individu", asked) == (
        "b.keterangan_keberadaan in ('1', '5') and b.jenis_kelamin in ('2') "
        "and b.umur between 10 and 54 and b.status_kawin in ('2', '3', '4')"
    )
    second = item(book, "keluarga", "307b2").conditions
    assert universe_text(second) == "205 = 1, 2; 307a = 1; 307b2 terisi"
    assert universe_sql(book, "keluarga", second).endswith("b.butir_307b2 is not null")


def test_an_alternative_whose_item_is_not_asked_is_false(book: Book) -> None:
    text = universe_sql(book, "individu", item(book, "individu", "429").conditions)
    assert "((b.umur >= 60) or (b.penglihatan in ('1', '2') and " in text
    asked = "b.kesedihan_depresi in ('1', '2') and b.keterangan_keberadaan in ('1', '5')"
    assert f"({asked} and b.umur >= 5)" in text


def test_an_item_asked_of_everybody_has_no_condition(book: Book) -> None:
    assert item(book, "individu", "404").conditions == ()
    assert universe_sql(book, "individu", ()) == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"butir": "499"}, "unknown item '499'"),
        ({"penentu": "499"}, "unknown item '499'"),
        ({"operator": "lebih"}, "unknown operator"),
        ({"nilai": "2|7"}, "code not in its list"),
        ({"penentu": "411", "nilai": "1"}, "code not in its list"),
        ({"operator": "antara", "nilai": "5.."}, "only ages have a range"),
        ({"penentu": "407", "operator": "antara", "nilai": "lima"}, "only ages have a range"),
        ({"operator": "terisi", "nilai": "1"}, "takes no value"),
    ],
)
def test_a_wrong_condition_is_told(book: Book, change: dict[str, str], told: str) -> None:
    assert dictionary.check(with_condition(book)) == []
    assert any(told in problem for problem in dictionary.check(with_condition(book, **change)))


@pytest.mark.parametrize(
    ("skip", "told"),
    [
        (("individu", "412", "2", "416a"), "413 dilewati"),
        (("individu", "419", "1", "421"), "420a dilewati"),
        (("individu", "412", "1", "499"), "unknown item"),
        (("keluarga", "309a", "3", "310"), "309b dilewati"),
    ],
)
def test_a_printed_skip_that_the_universes_contradict_is_told(
    book: Book, skip: tuple[str, ...], told: str
) -> None:
    assert any(told in problem for problem in dictionary.check(with_skip(book, *skip)))


def test_a_skip_that_the_universes_follow_is_not_told(book: Book) -> None:
    assert dictionary.check(with_skip(book, "keluarga", "307a", "4", "308")) == []


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("memiliki_ktp", {"kode_jumlah": "8"}, "one flag for every code"),
        ("memiliki_ktp", {"butir_kuesioner": "412"}, "one item in two blocks"),
        ("kepemilikan_caregiver", {"butir_kuesioner": "428c"}, "do not stand together"),
        ("sedang_hamil", {"variabel": "jenis_kloset"}, "under two entities"),
        ("kelas_tertinggi_yang_diduduki", {"butir_kuesioner": "413"}, "two variables and no sum"),
        ("penyakit_kronis", {"blok_pembaruan": "usaha"}, "do not stand together"),
    ],
)
def test_rows_that_contradict_each_other_are_told(
    book: Book, name: str, change: dict[str, str], told: str
) -> None:
    rows = tuple(
        dataclasses.replace(row, **change) if row.variabel == name else row  # type: ignore[arg-type]
        for row in book.variables
    )
    problems = dictionary.check(dataclasses.replace(book, variables=rows))
    assert any(told in problem for problem in problems), problems


def test_a_list_that_no_variable_uses_is_told(book: Book) -> None:
    codes = (*book.codes, dataclasses.replace(book.codes[0], daftar="hobi"))
    (told,) = dictionary.check(dataclasses.replace(book, codes=codes))
    assert told.startswith("hobi: ")


@pytest.mark.parametrize("code", ["3", "98", "dua"])
def test_a_sum_list_that_cannot_be_decoded_is_told(book: Book, code: str) -> None:
    codes = tuple(
        dataclasses.replace(row, kode=code)
        if (row.daftar, row.kode) == ("jaminan_kesehatan", "8")
        else row
        for row in book.codes
    )
    rows = tuple(
        dataclasses.replace(row, kode_jumlah=code)
        if (row.daftar_jumlah, row.kode_jumlah) == ("jaminan_kesehatan", "8")
        else row
        for row in book.variables
    )
    problems = dictionary.check(dataclasses.replace(book, codes=codes, variables=rows))
    assert problems
    assert dictionary.check(book) == []


def test_letters_of_the_states_are_a_list_of_their_own(book: Book) -> None:
    assert {row.kode for row in book.codes if row.daftar == "status_butir"} == set("JTKLSR-")


def test_groups_keep_the_order_of_the_file(book: Book) -> None:
    groups = universe_of(book.conditions, "individu", "429")
    assert [len(group) for group in groups] == [1, 11]
