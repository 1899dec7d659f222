"""Worklists that come back: every row is a decision, doubt, blank, or refused with its code."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from dagster_dtsen import worklists
from dagster_dtsen.cli import app
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import PROJECT_DIR, Settings
from dagster_dtsen.steward.worklist_answers import NEEDED, day_of, decisions_of, key_of
from dagster_dtsen.steward.worklist_xlsx import SHEET
from tests.worklist.queue_rows import CLOSE, FAMILY, PAIR, A, B, D, E

Row = dict[str, str]
ANSWER = {"putusan": "satukan", "alasan": "berkas 7", "oleh": "P-01", "tanggal": "2026-07-15"}


def row(queue: str = "pasangan", left: str = A, right: str = B, **others: str) -> Row:
    """One filled row; ``others`` override any column."""
    named = {"antrean": queue, "record_key_a": left, "record_key_b": right}
    return {"id_antrean": key_of(queue, left, right), **named, **ANSWER} | others


def test_a_join_puts_both_records_into_one_group() -> None:
    found = decisions_of([row()])
    shared = {
        "tindakan": "satukan",
        "objek": "individu",
        "alasan": "berkas 7",
        "oleh": "P-01",
        "tanggal": dt.date(2026, 7, 15),
        "asal": PAIR,
    }
    assert found.keputusan == [
        shared | {"kelompok": 1, "record_key": A},
        shared | {"kelompok": 1, "record_key": B},
    ]
    assert (found.ragu, found.kosong, found.ditolak) == ([], 0, [])


def test_a_separation_puts_them_into_two_and_a_family_is_a_family() -> None:
    found = decisions_of([row("keluarga", D, E, putusan=" Pisahkan ")])
    assert [(item["kelompok"], item["record_key"]) for item in found.keputusan] == [(1, D), (2, E)]
    assert {item["objek"] for item in found.keputusan} == {"keluarga"}
    assert {item["asal"] for item in found.keputusan} == {FAMILY}


def test_doubt_and_blank_rows_decide_nothing_and_need_no_reason() -> None:
    blank = dict.fromkeys(ANSWER, "")
    found = decisions_of([row(putusan="tidak tahu", alasan="", oleh="", tanggal=""), row(**blank)])
    assert (found.keputusan, found.ragu, found.kosong, found.ditolak) == ([], [PAIR], 1, [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id_antrean": "f" * 64}, "BUTIR_TIDAK_DIKENAL"),
        ({"record_key_b": D}, "BUTIR_TIDAK_DIKENAL"),
        ({"record_key_a": ""}, "BUTIR_TIDAK_DIKENAL"),
        ({"antrean": "klaster"}, "BUTIR_TIDAK_DIKENAL"),
        ({"putusan": "ya"}, "PUTUSAN_SALAH"),
        ({"putusan": "=1+1"}, "PUTUSAN_SALAH"),
        ({"alasan": "  "}, "ALASAN_KOSONG"),
        ({"oleh": ""}, "OLEH_KOSONG"),
        ({"tanggal": ""}, "TANGGAL_SALAH"),
        ({"tanggal": "31-02-2026"}, "TANGGAL_SALAH"),
    ],
)
def test_a_row_that_cannot_be_taken_comes_back_with_its_code(change: Row, code: str) -> None:
    found = decisions_of([row("pesaing", D, E), row(**change)])
    assert [(item["baris"], item["kode"]) for item in found.ditolak] == [(2, code)]
    assert len(found.keputusan) == 2


def test_an_item_answered_twice_keeps_its_first_answer() -> None:
    found = decisions_of([row(), row(putusan="pisahkan")])
    assert [item["kode"] for item in found.ditolak] == ["BUTIR_GANDA"]
    assert {item["tindakan"] for item in found.keputusan} == {"satukan"}


def test_a_refused_answer_does_not_block_a_good_one_on_the_same_item() -> None:
    found = decisions_of([row(alasan=""), row()])
    assert [item["kode"] for item in found.ditolak] == ["ALASAN_KOSONG"]
    assert len(found.keputusan) == 2


def test_every_row_is_in_exactly_one_place() -> None:
    rows = [row(), row(), row("pesaing", D, E, putusan="tidak_tahu"), row(putusan=""), {}]
    found = decisions_of(rows)
    counted = len(found.keputusan) // 2 + len(found.ragu) + found.kosong + len(found.ditolak)
    assert counted == len(rows)


def test_dates_as_stewards_write_them() -> None:
    day = dt.date(2026, 7, 15)
    assert {day_of(x) for x in ("2026-07-15", "15-07-2026", "15/07/2026", "46218")} == {day}
    assert day_of("besok") is None
    assert day_of("15") is None


def test_the_key_is_that_of_the_macro_and_knows_no_order() -> None:
    assert key_of("pasangan", A, B) == key_of("pasangan", B, A) == PAIR
    text = (PROJECT_DIR / "dbt_project" / "macros" / "stewardship.sql").read_text()
    assert '"\'antrean|" ~ queue ~ "|\' || least("' in text


def _filled(home: Settings, folder: Path, kind: str) -> Path:
    """A worklist as it was written, filled in by hand: joined, doubtful, and one left blank."""
    told = worklists.write(home, out=folder)
    source, target = told.files[1], folder / f"isi.{kind}"
    with source.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle, delimiter=";"))
    place = {name: number for number, name in enumerate(rows[0])}
    for name, value in ANSWER.items():
        rows[1][place[name]] = value
    rows[2][place["putusan"]] = "tidak_tahu"
    if kind == "csv":
        with target.open("w", encoding="utf-8-sig", newline="") as handle:
            csv.writer(handle, delimiter=",").writerows(rows)
        return target
    book = xlsxwriter.Workbook(str(target))
    book.add_worksheet("petunjuk").write_string(0, 0, "lain")
    sheet = book.add_worksheet(SHEET)
    for line, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(line, column, cell.removeprefix("'"))
    sheet.write_number(1, place["tanggal"], 46218)  # a date typed into the sheet
    book.close()
    return target


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_filled_worklist_is_read_back_from_either_file(
    queue_home: Settings, tmp_path: Path, kind: str
) -> None:
    found = worklists.answers_of(_filled(queue_home, tmp_path, kind))
    assert [item["record_key"] for item in found.keputusan] == [A, B]
    assert {item["tanggal"] for item in found.keputusan} == {dt.date(2026, 7, 15)}
    assert (found.ragu, found.kosong, found.ditolak) == ([CLOSE], 1, [])


@pytest.mark.parametrize("missing", NEEDED)
def test_a_file_without_a_column_is_refused(tmp_path: Path, missing: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(";".join(name for name in NEEDED if name != missing) + "\n")
    with pytest.raises(DtsenError, match=rf"E-DAFTAR-RUSAK.*{missing}"):
        worklists.answers_of(path)


@pytest.mark.parametrize(("name", "content"), [("x.xlsx", b"PK"), ("x.csv", b"\xff\xfe\x00")])
def test_a_file_that_is_no_worklist_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DtsenError, match="E-DAFTAR-RUSAK"):
        worklists.answers_of(path)
    with pytest.raises(DtsenError, match="E-DAFTAR-RUSAK"):
        worklists.answers_of(tmp_path / "tiada.csv")


def test_what_was_read_lies_beside_the_file_for_the_book_of_decisions(
    queue_home: Settings, tmp_path: Path
) -> None:
    path = _filled(queue_home, tmp_path, "csv")
    text = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([*text, text[1]]) + "\n", encoding="utf-8-sig")
    result = CliRunner().invoke(app, ["worklist", "--isi", str(path)])
    assert result.exit_code == 20
    assert "1 putusan / decided, 1 tidak tahu / unsure, 1 kosong / blank, 1 dikem" in result.output
    assert "baris / row 4: BUTIR_GANDA" in result.output
    decided, returned = tmp_path / "isi.keputusan.csv", tmp_path / "isi.kembali.csv"
    with decided.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["tindakan"], row["kelompok"], row["record_key"]) for row in rows] == [
        ("satukan", "1", A),
        ("satukan", "1", B),
    ]
    assert {(row["asal"], row["tanggal"]) for row in rows} == {(PAIR, "2026-07-15")}
    assert {path.stat().st_mode & 0o777 for path in (decided, returned)} == {0o600}


def test_a_file_of_an_earlier_reading_goes(queue_home: Settings, tmp_path: Path) -> None:
    path = _filled(queue_home, tmp_path, "csv")
    old = tmp_path / "isi.kembali.csv"
    old.write_text("x")
    worklists.take_back(path)
    assert not old.exists()
