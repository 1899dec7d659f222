"""Worklists: what stands in them, that nothing in them runs, and that only the owner reads them."""

from __future__ import annotations

import csv
import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import warehouse, worklists
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import explain_pairs
from dagster_dtsen.linkage.explain import explain_pair
from dagster_dtsen.reception.load_xlsx import sheet_rows
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.worklist_files import plain, safe
from dagster_dtsen.steward.worklist_xlsx import SHEET, Book
from tests.worklist.queue_rows import CLOSE, DANGER, FAMILY, NIK, PAIR, A, B

Table = list[dict[str, str]]


def opened(path: Path) -> Table:
    """The rows of the workbook by column name, read by another program's reader."""
    rows = sheet_rows(path, SHEET)
    names = next(rows).cells
    return [{name: row.cells.get(place, "") for place, name in names.items()} for row in rows]


@pytest.fixture(scope="module")
def written(queue_home: Settings, tmp_path_factory: pytest.TempPathFactory) -> worklists.Written:
    return worklists.write(queue_home, out=tmp_path_factory.mktemp("daftar"))


@pytest.fixture(scope="module")
def table(written: worklists.Written) -> Table:
    return opened(written.files[0])


def test_all_questions_stand_there_in_their_order(written: worklists.Written, table: Table) -> None:
    assert (written.items, written.open, written.release) == (3, 3, "2026T2")
    assert [row["id_antrean"] for row in table] == [PAIR, CLOSE, FAMILY]
    assert [row["nomor"] for row in table] == ["1", "2", "3"]
    assert [row["prioritas"] for row in table] == ["70.25", "50", "12.5"]


def test_both_records_stand_side_by_side_with_their_sources(table: Table) -> None:
    first = table[0]
    assert (first["record_key_a"], first["record_key_b"]) == (A, B)
    assert (first["nik_a"], first["nik_b"]) == (NIK, "")
    assert first["nama_b"] == DANGER
    assert first["tanggal_lahir_a"] == "1985-04-03"
    assert (first["jenis_kelamin_a"], first["hubungan_a"]) == ("Laki-laki", "Anak")
    assert first["wilayah_a"] == "Keude, Aceh"
    assert (first["sumber_a"], first["sumber_b"]) == ("dukcapil/uji", "dtks/anggota")
    assert first["rekaman_orang_a"] == "1 rekaman: dukcapil"


def test_the_providers_own_key_is_named_as_it_was_delivered(table: Table) -> None:
    assert table[0]["kunci_penyedia_b"] == "ART-1"
    assert table[0]["kunci_penyedia_a"] == ""


def test_a_close_second_shows_where_the_record_stands_today(table: Table) -> None:
    assert table[0]["pembanding"] == ""
    assert table[1]["pembanding"].startswith("SLAMET RIYADI; 3505050505600077; 1960-05-05")
    assert table[1]["pembanding"].endswith("bobot 22,0")


def test_the_sentence_says_why_what_speaks_for_and_against_and_what_it_changes(
    table: Table,
) -> None:
    text = table[0]["pertanyaan"]
    assert text.startswith("Apakah A dan B orang yang sama? Bobot 3,1, 0,9 di bawah 4,0.")
    assert re.search(r"Mendukung – nama: sama persis \(\+\d+,\d\);", text)
    assert "Tidak dapat dibandingkan – NIK, kelahiran." in text
    assert (
        "Kini dua orang. Dampak: 4 rekaman, anggota 2 keluarga; bantuan: keluarga A desil 2 "
        in text
    )
    assert "kedua orang memegang NIK sah yang berlainan" in table[1]["pertanyaan"]


def test_a_family_is_asked_about_by_where_its_members_live(table: Table) -> None:
    text = table[2]["pertanyaan"]
    assert text.startswith("Apakah A dan B hidup dalam satu keluarga?")
    assert "nomor KK sama, desa berlainan" in text
    assert "Mendukung" not in text
    assert table[2]["bobot_nama"] == ""


def test_the_weight_of_every_field_is_that_of_a_single_explanation(queue_home: Settings) -> None:
    with warehouse.connect(queue_home, read_only=True) as con:
        told = explain_pair(con, queue_home, (A, B), ("dukcapil/uji",))
        con.execute("use memory")
        con.execute("create table p as select 1::bigint as rekaman_id_l, 2::bigint as rekaman_id_r")
        explain_pairs.score_pairs(con, queue_home, "p")
        found = con.execute(
            f"select perbandingan, tingkat, bobot from {explain_pairs.TABLE} order by nomor"
        ).fetchall()
    alone = [
        (part["nama"], part["tingkat"], round(part["bobot"] + (part["frekuensi"] or 0), 2))
        for part in told["perbandingan"]
    ]
    assert found == alone


def test_one_queue_and_the_first_items_only(queue_home: Settings, tmp_path: Path) -> None:
    one = worklists.write(queue_home, "keluarga", out=tmp_path)
    assert [row["id_antrean"] for row in opened(one.files[0])] == [FAMILY]
    top = worklists.write(queue_home, None, 2, tmp_path)
    assert [row["id_antrean"] for row in opened(top.files[0])] == [PAIR, CLOSE]
    assert (top.items, top.open) == (2, 3)


def test_no_cell_is_a_formula_and_a_nik_keeps_its_digits(written: worklists.Written) -> None:
    rows = list(sheet_rows(written.files[0], SHEET))
    names = rows[0].cells
    numbers = {"nomor", "bobot", "ambang", "prioritas", "umur_rilis"}
    for row in rows[1:]:
        assert not row.formulas
        assert {names[place] for place in row.not_text} <= numbers
    sheet = zipfile.ZipFile(written.files[0]).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert '<dataValidation type="list"' in sheet
    assert '"satukan,pisahkan,tidak_tahu"' in sheet
    assert 'state="frozen"' in sheet


def test_csv_holds_the_same_and_nothing_in_it_runs(
    written: worklists.Written, table: Table
) -> None:
    with written.files[1].open(encoding="utf-8-sig", newline="") as handle:
        found = list(csv.DictReader(handle, delimiter=";"))
    assert [list(row) for row in found] == [list(row) for row in table]
    assert found[0]["pertanyaan"] == table[0]["pertanyaan"].replace("\n", " ")
    assert found[0]["nama_b"] == f"'{DANGER}"
    assert found[0]["alamat_b"] == "JL. MELATI; NO. 3"
    assert found[0]["nik_a"] == f"'{NIK}"
    for row in found:
        for name, cell in row.items():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or name == "bobot"


@pytest.mark.parametrize(
    "value", ["=1+1", "+62", "-3", "@x", "\t=1", "0012", "MEI 5", "2026-01-02"]
)
def test_what_a_spreadsheet_would_rewrite_gets_an_apostrophe(value: str) -> None:
    assert safe(value).startswith("'")


@pytest.mark.parametrize("value", ["'AISYAH", "1980-01-01", "=1+1", "2", "", "SITI AMINAH"])
def test_the_apostrophe_of_a_list_is_no_part_of_the_value(value: str) -> None:
    assert plain(value) == value
    assert plain(safe(value)) == value


def test_what_begins_a_cell_of_its_own_gets_one_too() -> None:
    assert safe("JL. A;=1+1") == "JL. A;'=1+1"
    assert safe("SITI AMINAH") == "SITI AMINAH"


def test_the_same_queue_gives_the_same_bytes(
    queue_home: Settings, written: worklists.Written, tmp_path: Path
) -> None:
    again = worklists.write(queue_home, out=tmp_path)
    for before, after in zip(written.files, again.files, strict=True):
        assert before.read_bytes() == after.read_bytes()


def test_files_lie_in_the_home_for_their_owner_alone(queue_home: Settings) -> None:
    told = worklists.write(queue_home)
    folder = queue_home.worklists_dir / "2026T2"
    assert {path.parent for path in told.files} == {folder}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in told.files} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == [
        "daftar-semua.csv",
        "daftar-semua.xlsx",
    ]
    assert not list(queue_home.scratch_dir.glob("*"))


def test_a_home_without_queues_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DtsenError, match="E-RILIS-TIADA"):
        worklists.write(Settings(home=tmp_path, db_key=None))
    settings = Settings(home=tmp_path, db_key=None)
    with warehouse.connect(settings) as con:
        con.execute("create schema wh.stewardship")
    with pytest.raises(DtsenError, match="E-RILIS-TIADA"):
        worklists.write(settings)


def test_an_empty_queue_gives_a_list_that_can_be_opened(
    queue_home: Settings, tmp_path: Path
) -> None:
    told = worklists.write(queue_home, "klaster", out=tmp_path)
    assert told.items == 0
    assert opened(told.files[0]) == []


def test_what_is_printed_holds_no_value_of_a_person(
    queue_home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from dagster_dtsen.cli import app

    result: Any = CliRunner().invoke(
        app, ["worklist", "--home", str(queue_home.home), "--top", "1"]
    )
    assert result.exit_code == 0
    assert "Butir / items: 1 dari/of 3 (rilis 2026T2)" in result.output
    for value in (NIK, "AHMAD", "SLAMET", "1985"):
        assert value not in result.output


def test_cells_that_differ_by_more_than_their_case_are_marked(tmp_path: Path) -> None:
    shape = [("nama_a", 10, "a"), ("nama_b", 10, "b"), ("nik_a", 10, "a"), ("nik_b", 10, "b")]
    with Book(tmp_path / "x.xlsx", shape, dt.date(2026, 1, 1)) as book:
        assert book._unlike(["Siti", "SITI", "1", "2"]) == {2, 3}
        assert book._unlike(["Siti", None, "1", "1"]) == set()
