"""Lists that are broken, refused or too many."""

from __future__ import annotations

import json
import shutil

import pytest

from dagster_dtsen import match_lists
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.matching import outcome
from tests.e2e.list_desk import Desk, sheet

pytestmark = pytest.mark.e2e

BROKEN = (
    "kunci,nik,nama,tgl_lahir,jenis_kelamin,no_kk,kode_desa\n"
    "1,3171010607800001,SLAMET RIYADI,1980-07-06,L,,\n"
    "2,,,1980-07-06,L,,3171011001\n"  # no name
    "3,,SLAMET RIYADI,,L,,\n"  # neither NIK nor date and village
    "4,12AB,SLAMET RIYADI,1980-02-30,L,,3171011001\n"  # nothing that can be used
    "5,3171010607800002,SLAMET RIYADI,1980-07-06\n"  # a line cut short
    "6,3171010607800003,BUDI SANTOSO,1980-07-06,L,,\n"
    "6,3171010607800003,BUDI SANTOSO,1980-07-06,L,,\n"  # a double
    "7,3171010607800004,=CMD(),1980-07-06,X,,3171011001\n"
    "+1,3171010607800005,WAHYU HIDAYAT,1980-07-06,L,,3171011001\n"  # a key a sheet would run
)


def test_broken_rows_come_back_each_with_its_reason(desk: Desk, answer: match_lists.Answer) -> None:
    folder = desk.send_bytes("rusak", BROKEN.encode(), BROKEN.count("\n") - 1)
    try:
        found = {item.folder.name: item for item in desk.match()}
    finally:
        shutil.rmtree(folder)
    (broken,) = (item for name, item in found.items() if name != answer.delivery)
    codes: dict[str, set[str]] = {}
    for row in sheet(broken, "pengembalian"):
        if row["tindakan"] == "tolak":
            number = row["nomor_rekaman"] or f"baris {row['nomor_baris_rusak']}"
            codes.setdefault(number, set()).add(row["kode_alasan"])
    assert codes == {
        "2": {"NAMA_KOSONG"},
        "3": {"DAFTAR_KURANG"},
        "4": {"DAFTAR_KURANG"},
        "baris 6": {"BARIS_RUSAK"},
        "7": {"BARIS_KEMBAR"},
    }
    rows = sheet(broken, "hasil_padan")
    assert [row["nomor_baris"] for row in rows] == ["1", "6", "8", "9"]
    assert [row["kunci"] for row in rows] == ["'1", "'6", "'7", "'+1"]
    # fewer rows than a list needs to be told why
    assert {row["sebab"] for row in rows} == {"TANPA_RINCIAN"}
    assert broken.told["rekaman"]["dibaca"] == 9 == len(rows) + len(codes)


def test_a_list_refused_as_a_whole_gets_verdict_and_reason(
    desk: Desk, answer: match_lists.Answer
) -> None:
    folder = desk.send("salah", [{"kunci": "1", "nama": "SLAMET"}], perjanjian="PKS/TIADA")
    try:
        found = {item.act: item for item in desk.match()}
    finally:
        shutil.rmtree(folder)
    refused = found["ditolak"]
    assert {path.name for path in refused.folder.iterdir()} == {
        "ringkasan.json",
        "putusan.html",
        "putusan.pdf",
    }
    told = json.loads((refused.folder / "ringkasan.json").read_text())
    assert (told["status"], told["kode_alasan"]) == ("ditolak", "PERJANJIAN_TAK_BERLAKU")
    assert told["padanan"] is None


def test_a_refused_list_that_was_mended_is_answered(desk: Desk, answer: match_lists.Answer) -> None:
    """Its note, and so its name, is what it was."""
    content = BROKEN.encode()
    folder = desk.send_bytes("terpotong", content, BROKEN.count("\n") - 1)
    try:
        (folder / "daftar.csv").write_bytes(content[:-9])
        (refused,) = (item for item in desk.match() if item.delivery != answer.delivery)
        (folder / "daftar.csv").write_bytes(content)
        (mended,) = (item for item in desk.match() if item.delivery != answer.delivery)
    finally:
        shutil.rmtree(folder)
    assert (refused.act, refused.told["kode_alasan"]) == ("ditolak", "SIDIK_TAK_SAMA")
    assert (mended.delivery, mended.act) == (refused.delivery, "dijawab")


def test_an_agency_may_ask_so_many_lists_of_a_release(
    desk: Desk, answer: match_lists.Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(outcome.config()["jaga"], "daftar_per_rilis", 1)
    folder = desk.send("lagi", [{"kunci": "1", "nama": "SLAMET"}])
    try:
        with pytest.raises(DtsenError) as caught:
            desk.match()
    finally:
        shutil.rmtree(folder)
    assert caught.value.kind.code == "E-PADANAN-BATAS"
    # what was answered is given again all the same
    assert [item.act for item in desk.match()] == ["sudah"]
