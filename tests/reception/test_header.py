"""A header that was not agreed is refused and what is wrong with it is named, no person's value."""

from __future__ import annotations

import pytest

from dagster_dtsen.reception.header import check_header
from dagster_dtsen.reception.refusal import Refusal
from tests.reception.deliveries import contract

CSV = contract().dataset[0]
ALL = "[nik, nama, kota]"


def told(*cells: str) -> str:
    with pytest.raises(Refusal, match="KEPALA_TAK_SESUAI") as caught:
        check_header(list(cells), CSV, "orang.csv")
    return caught.value.detail


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("nama,kota", "kurang/missing [nik], lebih/extra 0, ganda/doubled []"),
        ("nik,nama,city", "kurang/missing [kota], lebih/extra 1, ganda/doubled []"),
        (
            "NIK,nama,kota",
            "kurang/missing [nik], lebih/extra 1, ganda/doubled [], mirip/similar NIK → nik",
        ),
        (
            "nik,Nama ,kotta",
            "kurang/missing [nama, kota], lebih/extra 2, ganda/doubled [], "
            "mirip/similar Nama  → nama, kotta → kota",
        ),
        ("nik,nama,kota,kota", "kurang/missing [], lebih/extra 0, ganda/doubled [kota]"),
        ("nik,nama,kota,lain", "kurang/missing [], lebih/extra 1, ganda/doubled []"),
        ("nik,nama,kota,", "kurang/missing [], lebih/extra 1, ganda/doubled []"),
        (
            "nik;nama;kota",
            f"kurang/missing {ALL}, lebih/extra 1, ganda/doubled [], pemisah/delimiter ';'?",
        ),
        ("", f"kurang/missing {ALL}, lebih/extra 1, ganda/doubled []"),
    ],
)
def test_what_is_wrong_is_named(header: str, expected: str) -> None:
    cells = header.split(",")
    assert told(*cells) == f"orang.csv: {expected}"


def test_the_order_is_free() -> None:
    check_header(["kota", "nik", "nama"], CSV, "orang.csv")


@pytest.mark.parametrize(
    "row",
    [
        ["3171014501900001", "BUDI SANTOSO", "JAKARTA"],
        ["3171014501900001", "NIKO", "KOTO"],  # like the names, but the row is no header
        ["nik", "nama", "kota", "NAMALIA"],
        ["nik", "nama", "BUDI SANTOSO"],
    ],
)
def test_no_value_of_a_person_is_told(row: list[str]) -> None:
    detail = told(*row)
    for value in set(row) - set(CSV.kolom):
        assert value not in detail


def test_a_header_of_very_many_columns_is_told_in_short() -> None:
    assert len(told(*(f"nik{number}" for number in range(60_000)))) < 200
    many = CSV.model_copy(update={"kolom": [f"kolom_{number}" for number in range(3000)]})
    with pytest.raises(Refusal, match=r"3000\]") as caught:
        check_header(["x"], many, "orang.csv")
    assert len(caught.value.detail) < 500
