"""The verdict page: plain words, Indonesian figures, the same content for HTML and PDF."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest

from dagster_dtsen.reception.returns import pages, verdict, words
from tests.project.tree import DBT

REASON = {
    "dataset": "anggota",
    "tahap": "penerimaan",
    "kode_alasan": "NIK_KOSONG",
    "tindakan": "peringatan",
    "pesan_id": "NIK kosong",
    "pesan_en": "The NIK is empty",
    "saran_id": "Lengkapi NIK",
    "saran_en": "Supply the NIK",
    "pasal": "Pasal 10",
    "jumlah": 1200,
}
TOLD: dict[str, Any] = {
    "rilis": "2026T1",
    "penyedia": "dtks",
    "lembaga": "Kementerian <Sosial>",
    "kiriman": "dtks-2026T1-0123456789ab",
    "periode": "2026T1",
    "jenis": "penuh",
    "tanggal_acuan": "2026-01-31",
    "tanggal_kirim": "2026-02-18",
    "jatuh_tempo": "2026-02-15",
    "selisih_hari": 3,
    "status": "diterima sebagian",
    "neraca": [{"dataset": "anggota", "dibaca": 1234567, "diterima": 1234560, "dikembalikan": 7}],
    "rekaman": {
        "dibaca": 1234567,
        "tanpa_catatan": 1233360,
        "dengan_catatan": 1200,
        "tidak_diikutkan": 0,
        "dikembalikan": 7,
    },
    "selisih": None,
    "alasan": [REASON, REASON | {"kode_alasan": "NAMA_KOSONG", "tindakan": "tolak", "jumlah": 7}],
}
REFUSED: dict[str, Any] = {key: TOLD[key] for key in TOLD if key not in ("neraca", "rekaman")} | {
    "status": "ditolak",
    "tanggal_acuan": None,
    "tanggal_kirim": None,
    "jatuh_tempo": None,
    "selisih_hari": None,
    "periode": None,
    "kode_alasan": "SIDIK_TAK_SAMA",
    "rincian": "anggota.csv",
    "pesan_id": "Isi berkas tidak sama",
    "pesan_en": "The file differs",
    "saran_id": "Kirim ulang berkas",
    "saran_en": "Send the file again",
}


def test_figures_and_days_are_written_as_indonesians_write_them() -> None:
    assert words.number(1234567) == "1.234.567"
    assert words.number(999) == "999"
    assert words.date("2026-05-01") == ("1 Mei 2026", "1 May 2026")
    assert words.date(None) == ("–", "–")


def test_a_share_never_looks_like_all_or_nothing_when_it_is_not() -> None:
    assert words.percent(1, 2) == "50%"
    assert words.percent(1, 3) == "33,3%"
    assert words.percent(1_000_000, 1_000_000) == "100%"
    assert words.percent(999_999, 1_000_000) == "99,9%"
    assert words.percent(1, 1_000_000) == "<0,1%"
    assert words.percent(0, 5) == "0%"
    assert words.percent(0, 0) == "–"


def test_what_goes_back_is_told_before_what_is_more_frequent() -> None:
    page = verdict.page(TOLD)
    assert [row["kode"] for row in page["alasan"]] == ["NAMA_KOSONG", "NIK_KOSONG"]
    blanked = REASON | {"kode_alasan": "NIK_BENTUK", "tindakan": "kosongkan", "jumlah": 18}
    shown = verdict.page(TOLD | {"alasan": [*TOLD["alasan"], blanked]})["alasan"]
    assert [row["kode"] for row in shown] == ["NAMA_KOSONG", "NIK_BENTUK", "NIK_KOSONG"]
    assert page["kalimat"][0] == (
        "Dari 1.234.567 rekaman yang dikirim, 1.234.560 diterima dan 7 dikembalikan."
    )
    assert "terlambat 3 hari" in {row[0]: row[2] for row in page["fakta"]}["Dikirim"]


def test_reasons_that_do_not_fit_are_counted() -> None:
    many = [REASON | {"kode_alasan": f"K{number}"} for number in range(9)]
    page = verdict.page(TOLD | {"alasan": many})
    assert len(page["alasan"]) + page["alasan_lain"] == 9
    assert page["alasan_lain"] > 0
    assert verdict.page(TOLD)["alasan_lain"] == 0


def test_the_steps_fit_the_delivery() -> None:
    whole = verdict.page(TOLD)["langkah"]
    assert any("seluruh data" in step[0] and "31 Januari 2026" in step[0] for step in whole)
    changes = verdict.page(TOLD | {"jenis": "perubahan"})["langkah"]
    assert not any("seluruh data" in step[0] for step in changes)
    clean = verdict.page(TOLD | {"alasan": [], "status": "diterima"})["langkah"]
    assert clean == words.CLEAN
    refused = verdict.page(REFUSED)["langkah"]
    assert refused[0] == ("Kirim ulang berkas.", "Send the file again.")


@pytest.mark.parametrize("told", [TOLD, REFUSED], ids=["accepted", "refused"])
def test_the_page_is_one_file_that_escapes_what_it_shows(told: dict[str, Any]) -> None:
    page = pages.html("putusan.html.j2", verdict.page(told))
    assert "Kementerian &lt;Sosial&gt;" in page
    assert "<Sosial>" not in page
    assert "http" not in page
    assert "<script" not in page
    for pair in (verdict.page(told)["putusan"], verdict.page(told)["kalimat"]):
        assert pair[0] in page
        assert pair[1] in page


def test_the_document_is_the_same_every_time() -> None:
    page = verdict.page(TOLD)
    first = pages.pdf("putusan.typ", page)
    assert first.startswith(b"%PDF")
    assert first == pages.pdf("putusan.typ", page)
    assert pages.pdf("putusan.typ", verdict.page(REFUSED)) != first


def test_the_difference_is_told_by_reason_and_outcome() -> None:
    mended = {"dataset": "anggota", "kode_alasan": "NIK_KOSONG", "hasil": "beres", "jumlah": 4000}
    mended |= {"pesan_id": "NIK kosong", "pesan_en": "The NIK is empty"}
    gone = mended | {"kode_alasan": None, "pesan_id": None, "pesan_en": None, "hasil": "hilang"}
    difference = {
        "pembanding": {"kiriman": "x", "tanggal_kirim": "2026-02-01", "hari_perbaikan": 17},
        "hasil": [mended, mended | {"hasil": "belum beres", "jumlah": 5}, gone | {"jumlah": 2}],
    }
    page = verdict.page(TOLD | {"selisih": difference})
    assert "beres 4.000" in page["selisih"]["kalimat"][0]
    assert "17 hari" in page["selisih"]["kalimat"][0]
    assert [row["jumlah"] for row in page["selisih"]["baris"]] == [
        ["4.000", "5", "0", "0", "0"],
        ["0", "0", "0", "2", "0"],
    ]
    assert page["selisih"]["baris"][1]["alasan"] == words.NO_FINDING
    assert "tidak dikirim lagi" in pages.html("putusan.html.j2", page)


@pytest.mark.parametrize("datasets", [1, 2, 3])
@pytest.mark.parametrize("corrected", [False, True])
def test_the_longest_verdict_is_one_page(datasets: int, corrected: bool) -> None:
    with (DBT / "seeds" / "aturan" / "kode_alasan.csv").open(encoding="utf-8") as file:
        seed = list(csv.DictReader(file))
    texts = ("pesan_id", "pesan_en", "saran_id", "saran_en")
    seed.sort(key=lambda row: -sum(len(row[name]) for name in texts))
    reasons = [
        REASON
        | {"kode_alasan": row["kode"], "tindakan": "tolak", "jumlah": 1234567}
        | {name: row[name] for name in texts}
        for row in seed[:9]
    ]
    told = TOLD | {"alasan": reasons, "neraca": TOLD["neraca"] * datasets}
    if corrected:
        kept = ("kode_alasan", "pesan_id", "pesan_en")
        outcomes = [
            {name: row[name] for name in kept} | {"dataset": "a", "hasil": "beres", "jumlah": 9}
            for row in reasons
        ]
        before = {"kiriman": "x", "tanggal_kirim": "2026-02-10", "hari_perbaikan": 14}
        told |= {"selisih": {"pembanding": before, "hasil": outcomes}}
    content = pages.pdf("putusan.typ", verdict.page(told))
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
