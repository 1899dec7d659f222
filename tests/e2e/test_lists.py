"""`dtsen match` on a built home: answers against the truth, and nothing else that changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dagster_dtsen import journal, list_answers, list_package, match_lists
from dagster_dtsen.audit import log
from dagster_dtsen.matching import outcome
from dagster_dtsen.settings import Settings
from tests.audit.told import unwritable
from tests.conftest import at_home
from tests.e2e.list_desk import DAY, ROWS, Desk, sheet
from tests.reception.rule_files import CONTRACTS

pytestmark = pytest.mark.e2e

PERSON_ID = re.compile(r"I[0-9a-f]{20}")
NUMBER = re.compile(r"\d{16}")


def test_rows_match_their_person_and_nobody_else(desk: Desk, answer: match_lists.Answer) -> None:
    rows = [row for row in desk.judged if row["hasil"]]
    matched = [row for row in rows if row["hasil"] == "padan"]
    inside = [row for row in rows if row["ada"]]
    assert answer.act == "dijawab"
    assert len(matched) > ROWS / 2
    assert sum(row["benar"] for row in matched) / len(matched) >= 0.995
    assert sum(bool(row["benar"]) for row in inside) / len(inside) >= 0.98


def test_strangers_and_who_is_not_in_the_release_are_told_alike(
    desk: Desk, answer: match_lists.Answer
) -> None:
    outside = [row for row in desk.judged if row["hasil"] and not row["ada"]]
    assert {row["jenis"] for row in outside} >= {"asing", "meninggal"}
    assert {(row["hasil"], row["sebab"]) for row in outside} <= {
        ("tidak padan", "TANPA_CALON"),
        ("tidak padan", "BOBOT_KURANG"),
    }
    gone = {row["sebab"] for row in outside if row["jenis"] == "meninggal"}
    assert gone == {"TANPA_CALON"}


def test_every_row_is_answered_or_returned(desk: Desk, answer: match_lists.Answer) -> None:
    result, back = sheet(answer, "hasil_padan"), sheet(answer, "pengembalian")
    refused = {row["nomor_rekaman"] for row in back if row["tindakan"] == "tolak"}
    answered = [row["nomor_baris"] for row in result]
    rows = pq.read_metadata(desk.truth / "padankan.parquet").num_rows
    assert len(set(answered)) == len(answered)
    assert set(answered).isdisjoint(refused)
    assert {int(number) for number in {*answered, *refused}} == set(range(1, rows + 1))
    assert refused
    assert answer.told["rekaman"]["dibaca"] == rows
    assert answer.told["padanan"]["baris"] == len(answered)


def test_every_answer_stands_in_the_audit_log(desk: Desk, answer: match_lists.Answer) -> None:
    told = [
        (entry["objek"]["jenis"], entry["penerima"], entry["rilis"], entry["baris"])
        for entry in log.entries(desk.settings)
        if (entry["tindakan"], entry["hasil"]) == ("ekspor", "berhasil")
    ]
    back = answer.told["rekaman"]["dikembalikan"]
    assert ("daftar", answer.agency, answer.release, back) in told


def test_a_list_is_not_answered_when_that_cannot_be_noted(
    desk: Desk, answer: match_lists.Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.settings.lists_log.read_bytes()
    with at_home(desk.settings.root):
        unwritable(
            desk.settings,
            monkeypatch,
            lambda: match_lists.match(desk.settings, DAY, answer.delivery),
        )
        # as one that has to be made anew
        monkeypatch.setattr(list_answers, "package_hash", lambda *_: "lain")
        monkeypatch.setattr(list_package, "make", lambda *_: pytest.fail("made"))
        unwritable(
            desk.settings,
            monkeypatch,
            lambda: match_lists.match(desk.settings, DAY, answer.delivery),
        )
    assert desk.settings.lists_log.read_bytes() == before


def test_the_package_holds_nothing_of_the_register(answer: match_lists.Answer) -> None:
    table = pq.read_table(answer.folder / "hasil_padan.parquet")
    assert tuple(table.column_names) == outcome.COLUMNS
    assert list(sheet(answer, "hasil_padan")[0]) == list(outcome.COLUMNS)
    own = {
        row["nik_asal"] if "nik_asal" in row else row["nik"]
        for row in sheet(answer, "pengembalian")
    }
    for path in answer.folder.iterdir():
        if path.suffix in {".csv", ".json", ".html"}:
            text = path.read_text(encoding="utf-8")
            assert not PERSON_ID.search(text), path.name
            if path.stem != "pengembalian":  # which holds what the agency itself sent
                assert not NUMBER.search(re.sub(r"[0-9a-f]{64}", "", text)), path.name
    assert own  # the agency's own values are there to be found


def test_nothing_of_the_home_changes_but_archive_log_and_package(
    desk: Desk, built: Settings, answer: match_lists.Answer
) -> None:
    assert answer.folder.is_dir()
    theirs = Desk(built, desk.landing, desk.truth).state()
    assert desk.state() == theirs
    added = {path.name for path in desk.settings.root.iterdir()}
    # the scratch folder comes and goes
    assert added - {path.name for path in built.root.iterdir()} - {"kerja"} == {"padanan"}
    assert not (desk.settings.scratch_dir / "daftar.duckdb").exists()


def test_the_log_says_who_was_answered_what(desk: Desk, answer: match_lists.Answer) -> None:
    (entry, *_) = journal.entries(desk.settings.lists_log)
    assert (entry["kiriman"], entry["rilis"]) == (answer.delivery, answer.release)
    assert entry["pihak"] == CONTRACTS["padankan"].perjanjian[0].pihak
    found = list_answers.package_hash(desk.settings, answer.folder)
    assert entry["sidik_paket"] == answer.hash == found
    assert sum(entry["sebab"].values()) == entry["padan"] + entry["tidak_padan"]


def test_the_same_request_gives_the_same_package(desk: Desk, answer: match_lists.Answer) -> None:
    (again,) = desk.match(answer.delivery)
    assert (again.act, again.hash) == ("sudah", answer.hash)
    (answer.folder / "hasil_padan.csv").write_text("diubah")
    (made,) = desk.match(answer.delivery)
    assert (made.act, made.hash) == ("dibuat_ulang", answer.hash)


def test_a_list_that_left_the_landing_folder_is_answered_from_the_archive(
    desk: Desk, answer: match_lists.Answer, tmp_path: Path
) -> None:
    shutil.rmtree(answer.folder)
    shutil.move(desk.landing / "padankan", tmp_path / "padankan")
    try:
        (made,) = desk.match(answer.delivery)
    finally:
        shutil.move(tmp_path / "padankan", desk.landing / "padankan")
    assert (made.act, made.hash) == ("dibuat_ulang", answer.hash)


def test_the_record_of_the_hand_over_counts_the_rows(answer: match_lists.Answer) -> None:
    text = (answer.folder / "berita_acara.html").read_text(encoding="utf-8")
    found = answer.told["padanan"]
    for count in (found["baris"], found["padan"], found["tidak_padan"]):
        assert f'<td class="n">{count}</td>' in text
    assert "Dinas Sosial (contoh)" in text
    assert text.count('class="isi') > 10  # names, numbers and days are for the parties
    assert "http" not in text
