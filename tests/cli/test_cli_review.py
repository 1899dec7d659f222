"""`dtsen review`: what it refuses before it opens a page, answers by the file, and the status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import trail
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of


@pytest.fixture
def published(home: Path) -> Settings:
    """A home with one release whose sample has eight pairs of one stratum."""
    settings = settings_of(home)
    publish(settings, "2026T1")
    return settings


def test_another_address_than_the_loopback_is_refused(dtsen: Run, home: Path) -> None:
    result = dtsen("review", "--oleh", "Ani", "--home", home, "--host", "0.0.0.0")
    assert_error(result, "E-ALAMAT-TERBUKA", 61)
    assert not home.exists()


@pytest.mark.parametrize("more", [(), ("--sample",)])
def test_a_steward_and_a_release_are_needed(dtsen: Run, home: Path, more: tuple[str, ...]) -> None:
    assert_error(dtsen("review", "--home", home, *more), "E-KEPUTUSAN-SALAH", 42)
    result = dtsen("review", "--oleh", "Ani", "--home", home, *more)
    assert_error(result, "E-RILIS-TIADA", 11)


def test_only_the_sample_is_written_to_a_file(dtsen: Run, home: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "a.csv")
    result = dtsen("review", "--oleh", "Ani", "--home", home, *out)
    assert_error(result, "E-KEPUTUSAN-SALAH", 42)
    result = dtsen("review", "--oleh", "Ani", "--home", home, "--sample", *out)
    assert_error(result, "E-RILIS-TIADA", 11)
    assert not (tmp_path / "a.csv").exists()


def test_answers_by_the_file_are_told_in_the_status(
    dtsen: Run, published: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "jawaban.csv"
    rows = [f"id_butir-{n:04d},P-0{p},sama" for n in range(1, 7) for p in (1, 2)]
    file.write_text("\n".join(["id_butir,penilai,jawaban", *rows, "lain,P-01,sama", ""]))
    result = dtsen("review", "--answers", file, "--home", published.home)
    assert result.exit_code == 20
    counts = (
        "12 diterima / accepted, 0 sudah ada / known, 0 kosong / not filled in, "
        "1 dikembalikan / returned"
    )
    assert counts in result.stdout
    assert "BUTIR_TIDAK_DIKENAL" in (tmp_path / "jawaban.kembali.csv").read_text()
    (line,) = trail.entries(published)
    assert (line["tindak"], line["baru"], line["ditolak"]) == ("nilai_berkas", "12", "1")
    told = dtsen("review", "--status", "--home", published.home, "--json")
    content = json.loads(told.stdout)
    precision = next(row for row in content["mutu"] if row["ukuran"] == "presisi")
    assert (precision["dinilai"], precision["ditarik"], precision["dinilai_dua"]) == (6, 8, 6)
    assert precision["bawah"] < precision["nilai"] <= precision["atas"]
    assert content["jejak"] == {"baris": 1, "rusak": None}
    shown = dtsen("review", "--status", "--home", published.home).stdout
    assert "presisi / precision" in shown
    assert "utuh / whole" in shown
    published.review_trail_file.write_text('{"tindak": "lain", "rantai": "0"}\n')
    shown = dtsen("review", "--status", "--home", published.home).stdout
    assert "RUSAK di baris / broken at line 1" in shown


def test_a_home_without_reviews_says_so(dtsen: Run, published: Settings, home: Path) -> None:
    shown = dtsen("review", "--status", "--home", home).stdout
    assert "dinilai dua / judged twice: 0, kesepakatan / agreement: –" in shown
    assert "Belum semua stratum dinilai" in shown


def test_the_status_of_an_empty_home_has_its_code(dtsen: Run, home: Path) -> None:
    assert_error(dtsen("review", "--status", "--home", home), "E-RILIS-TIADA", 11)
