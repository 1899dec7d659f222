"""The blind review of the sample: nothing tells the verdict, and answers become figures."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reviews_sample import SampleDesk, write_sheet
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import answers, review_quality, sample_items, trail
from dagster_dtsen.steward.answers import Answer
from tests.review.client import Browser
from tests.review.conftest import DAY
from tests.worklist.queue_rows import NIK, A

Sit = Callable[..., SampleDesk]
ORDER = ["butir1", "butir3", "butir2"]


@pytest.fixture
def sample(home: Settings) -> Sit:
    def sit(name: str = "Ani", share: float = 1.0) -> SampleDesk:
        return SampleDesk(home, name, date=DAY, share=share)

    return sit


def judge(desk: SampleDesk, *told: str) -> None:
    for answer in told:
        view = desk.view()
        assert view is not None
        assert desk.answer(view.butir, answer).baik


def listed(desk: SampleDesk) -> list[str]:
    return [str(row["id_butir"]) for row in desk._todo]


def test_the_page_shows_neither_verdict_nor_weight_nor_person(sample: Sit) -> None:
    browser = Browser(sample())
    text = browser.enter().text.replace(browser.csrf, "")
    assert NIK in text
    view = sample().view()
    assert view is not None
    assert (view.jumlah, view.ambang, view.pembanding) == (None, None, False)
    assert all(line.bobot is None for line in view.baris)
    labels = {line.label for line in view.baris}
    assert not labels & {"Rekaman orangnya", "Kunci penyedia"}
    for word in ("14,5", "14.5", "tergabung", "terpisah", "Kini", "ambang", "I1", A):
        assert word not in text
    assert 'id="catatan"' not in text
    row = sample()._todo[0]
    assert not {"stratum", "tergabung", "bobot", "a_orang", "a_rekaman_orang"} & set(row)


def test_strata_are_mixed_and_answers_are_kept_with_their_day(sample: Sit, home: Settings) -> None:
    sitting = sample()
    assert listed(sitting) == ORDER
    judge(sitting, "sama", "tidak_tahu", "beda")
    assert answers.read(home) == [
        Answer("butir1", "Ani", "sama", DAY),
        Answer("butir3", "Ani", "tidak_tahu", DAY),
        Answer("butir2", "Ani", "beda", DAY),
    ]
    assert not home.link_decisions_file.exists()
    assert listed(sample("ani")) == []


def test_an_answer_is_taken_back_and_asked_again(sample: Sit, home: Settings) -> None:
    sitting = sample()
    judge(sitting, "sama", "sama")
    assert sitting.undo().baik
    assert listed(sitting) == ["butir3", "butir2"]
    assert [item.jawaban for item in answers.read(home)] == ["sama", "sama", "batal"]
    assert set(answers.counting(answers.read(home))) == {("butir1", "ani")}
    judge(sitting, "beda")
    assert answers.counting(answers.read(home))["butir3", "ani"].jawaban == "beda"


def test_a_share_is_judged_twice_and_no_pair_three_times(sample: Sit) -> None:
    judge(sample(), "sama", "sama", "tidak_tahu")
    # what nobody was sure of is still asked, of others
    assert listed(sample("Budi", share=0.0)) == ["butir2"]
    assert listed(sample("Budi")) == ORDER
    judge(sample("Budi"), "beda", "beda", "beda")
    assert listed(sample("Citra")) == ["butir2"]


def test_views_and_answers_are_in_the_trail_and_the_answer_is_not(
    sample: Sit, home: Settings
) -> None:
    judge(sample(), "beda")
    acts = [line["tindak"] for line in trail.entries(home)]
    assert acts == ["mulai", "lihat", "nilai"]
    text = home.review_trail_file.read_text()
    assert "beda" not in text
    assert NIK not in text


def test_a_sheet_to_fill_in_elsewhere_is_blind_safe_and_comes_back(
    home: Settings, tmp_path: Path
) -> None:
    with warehouse.connect(home) as con:
        con.execute("update wh.standardised.individu set nama = '=SUM(A1)' where nik is not null")
    file = tmp_path / "sampel.csv"
    assert write_sheet(home, "Ani", file, limit=2, date=DAY) == 2
    text = file.read_text(encoding="utf-8-sig")
    head, *rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert head[:3] == ["id_butir", "penilai", "jawaban"]
    assert [row[:3] for row in rows] == [[f"'{item}", "Ani", ""] for item in ORDER[:2]]
    assert {name[2:] for name in head if name[:2] in ("a_", "b_")} == set(sample_items.SHOWN)
    for word in ("14,5", "14.5", "tergabung", "terpisah", "ambang"):
        assert word not in text
    cells = [cell for row in rows for cell in row]
    assert f"'{NIK}" in cells  # text, as no spreadsheet would leave it
    assert "'=SUM(A1)" in cells and "=SUM(A1)" not in cells
    assert file.stat().st_mode & 0o077 == 0
    acts = [line["tindak"] for line in trail.entries(home)]
    assert acts == ["mulai", "unduh", "unduh"]
    file.write_text(text.replace(f"{ORDER[0]};Ani;;", f"{ORDER[0]};Ani;beda;"))
    taken = answers.take(home, file, set(ORDER), DAY)
    assert (taken.baru, taken.kosong, taken.ditolak) == (1, 1, [])
    assert answers.read(home) == [Answer(ORDER[0], "Ani", "beda", DAY)]


def test_a_file_of_answers_is_taken_row_by_row(home: Settings, tmp_path: Path) -> None:
    file = tmp_path / "penilaian.csv"
    file.write_text(
        "id_butir;penilai;jawaban;tanggal\n"
        "butir1;P-01;sama;2026-07-02\n"
        "butir1;P-02;beda;\n"
        "lain;P-01;sama;\n"
        f"butir2;{NIK};sama;\n"
        "butir2;P-01;ya;\n"
        "butir2;P-01;sama;kemarin\n"
    )
    taken = answers.take(home, file, {"butir1", "butir2"}, DAY)
    assert (taken.baru, taken.ada) == (2, 0)
    assert [(row["baris"], row["kode"]) for row in taken.ditolak] == [
        ("3", "BUTIR_TIDAK_DIKENAL"),
        ("4", "PENILAI_SALAH"),
        ("5", "JAWABAN_SALAH"),
        ("6", "TANGGAL_SALAH"),
    ]
    assert answers.read(home) == [
        Answer("butir1", "P-01", "sama", dt.date(2026, 7, 2)),
        Answer("butir1", "P-02", "beda", DAY),
    ]
    again = answers.take(home, file, {"butir1", "butir2"}, DAY)
    assert (again.baru, again.ada) == (0, 2)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "id_butir,penilai\nx,y\n", None])
def test_what_is_no_list_of_answers_is_refused(
    home: Settings, tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "penilaian.csv"
    if text is not None:
        file.write_text(text)
    with pytest.raises(DtsenError, match="E-DAFTAR-RUSAK"):
        answers.take(home, file, {"x"}, DAY)


def laid(con: duckdb.DuckDBPyConnection, home: Settings, day: str) -> list[dict[str, object]]:
    """The report of a release of this date, as the ledger holds it."""
    con.execute("create schema if not exists dasar; create schema if not exists kendali")
    con.execute(
        "create or replace table dasar.sampel_tinjauan as select id_butir, rilis, stratum, "
        "tergabung, jumlah_stratum from matched.sampel_tinjauan"
    )
    con.execute(f"create or replace table kendali.rilis as select date '{day}' as tanggal_rilis")
    answers.replay(con, home)
    assert review_quality.build(con) == 7
    return warehouse.records(con, f"from {review_quality.TABLE}")


def test_an_answer_counts_from_its_day_on_and_what_was_taken_back_does_not(
    home: Settings,
) -> None:
    later = DAY + dt.timedelta(days=10)
    answers.record(
        home,
        [
            Answer("butir1", "Ani", "sama", DAY),
            Answer("butir1", "Budi", "beda", DAY),
            Answer("butir2", "Ani", "tidak_tahu", DAY),
            Answer("butir3", "Ani", "beda", later),
            Answer("butir1", "budi", "batal", later),
        ],
    )
    with warehouse.connect(home) as con:
        early = {(r["ukuran"], r["stratum"]): r for r in laid(con, home, str(DAY))}
        late = {(r["ukuran"], r["stratum"]): r for r in laid(con, home, str(later))}
        nothing = laid(con, home, "2026-06-30")
    whole = early["presisi", "semua"]
    assert (whole["ditarik"], whole["dinilai"], whole["dinilai_dua"]) == (3, 1, 1)
    assert (whole["rilis_sampel"], whole["jumlah_penilai"], whole["cukup"]) == ("2026T2", 2, False)
    assert early["kesepakatan", "semua"]["nilai"] == 0
    assert early["cakupan", "terpisah_lemah"]["dinilai"] == 0
    assert late["cakupan", "terpisah_lemah"]["nilai"] == 1
    assert late["presisi", "semua"]["cukup"] is True
    assert late["presisi", "semua"]["dinilai_dua"] == 0
    assert late["kesepakatan", "semua"]["nilai"] is None
    # from nothing nothing is estimated
    assert [row["nilai"] for row in nothing if row["ukuran"] != "cakupan"] == [None] * 4


def test_a_first_release_reports_nothing(home: Settings) -> None:
    with warehouse.connect(home) as con:
        con.execute("create schema if not exists dasar")
        con.execute(
            "create table dasar.sampel_tinjauan (id_butir varchar, rilis varchar, stratum varchar, "
            "tergabung boolean, jumlah_stratum bigint)"
        )
        answers.replay(con, home)
        assert review_quality.build(con) == 0


def test_the_log_survives_a_line_cut_short(home: Settings) -> None:
    answers.record(home, [Answer("butir1", "Ani", "sama", DAY)])
    with home.review_answers_file.open("a") as handle:
        handle.write('{"id_butir": "but')
    answers.record(home, [Answer("butir2", "Ani", "beda", DAY)])
    assert [item.id_butir for item in answers.read(home)] == ["butir1", "butir2"]
    assert json.loads(home.review_answers_file.read_text().splitlines()[0])["dicatat"]
