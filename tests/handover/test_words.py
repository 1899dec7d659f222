"""Numbers, days and releases as an Indonesian paper writes them."""

from __future__ import annotations

import datetime as dt

import pytest

from dagster_dtsen.handover import words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "nol"), (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"),
        (19, "sembilan belas"), (20, "dua puluh"), (21, "dua puluh satu"), (31, "tiga puluh satu"),
        (100, "seratus"), (101, "seratus satu"), (111, "seratus sebelas"), (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"), (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"), (2026, "dua ribu dua puluh enam"),
        (2110, "dua ribu seratus sepuluh"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_in_speech(value: int, said: str) -> None:
    assert words.number(value) == said


def test_all_numbers_of_years_differ() -> None:
    assert len({words.number(value) for value in range(10_000)}) == 10_000


def test_a_day_is_opened_as_the_annexes_do() -> None:
    assert words.day(dt.date(2026, 3, 1)) == {
        "hari": "Minggu",
        "tanggal": "satu",
        "bulan": "Maret",
        "tahun": "dua ribu dua puluh enam",
        "angka": "01-03-2026",
    }


def test_a_release_is_told_as_the_state_of_its_quarter() -> None:
    assert words.release("2026T1.v2") == "triwulan 1 tahun 2026"
    assert words.release("2026T12") == "rilis 2026T12"
