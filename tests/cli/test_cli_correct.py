"""`dtsen correct`, `request`, `restrict`: entered, refused with a code, listed without values."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import corrections
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import settings_of
from tests.steward.correctable import NIK, RIGHT_NIK, A, C, D, lay

WHEN = ("--tanggal", "2026-02-01")
NEEDLE = "JARUM RAHASIA"


@pytest.fixture
def known(home: Path) -> Settings:
    return lay(settings_of(home))


def said(dtsen: Run, *arguments: object) -> str:
    """What a command that was taken in prints."""
    result = dtsen(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_a_correction_is_entered_listed_and_undone(
    dtsen: Run, known: Settings, tmp_path: Path
) -> None:
    home = ("--home", known.home, "--alasan", "uji", "--oleh", "petugas", *WHEN)
    proof = tmp_path / "akta.txt"
    proof.write_text("akta")
    told = said(
        dtsen, "correct", "nilai", "--individu", "I1", *home, "--isi", f"nama={NEEDLE}",
        "--isi", f"nik={RIGHT_NIK}", "--kosongkan", "tempat_lahir", "--bukti", proof, "--kunci",
    )  # fmt: skip
    identity = told.split()[0]
    assert "nama, nik, tempat_lahir  dicatat / recorded" in told
    again = (A[:8], *home, "--isi", f"nama={NEEDLE}", "--isi", f"nik={RIGHT_NIK}")
    more = ("--kosongkan", "tempat_lahir", "--bukti", proof, "--kunci")
    assert "sudah ada" in said(dtsen, "correct", "nilai", *again, *more)
    waiting = said(dtsen, "correct", "nilai", D, *home, "--isi", "rt=001", "--asal", "warga")
    assert "waits for evidence" in waiting
    assert f"menunggu rekaman / waits for record {D[:12]}" in waiting
    at = ("--home", known.home, "--at", "2026-02-02")
    for shown in (
        said(dtsen, "corrections", *at),
        said(dtsen, "corrections", *at, "--json"),
        said(dtsen, "corrections", *at, "--history", identity),
    ):
        assert identity in shown and "undone" not in shown
        assert not [value for value in (NEEDLE, RIGHT_NIK, NIK, "SITI") if value in shown]
    shown = said(dtsen, "corrections", *at, "--values", "--history", identity[:5])
    assert f"nik = {RIGHT_NIK}" in shown and f"dukcapil: {NIK}" in shown
    assert "tempat_lahir = (tanpa nilai / no value)" in shown
    assert NEEDLE in said(dtsen, "corrections", *at, "--values")
    first, second = json.loads(said(dtsen, "corrections", *at, "--json", "--values"))
    assert first["nilai"]["nama"] == NEEDLE and first["id_aturan"] == 201
    assert (second["mengubah"], second["keadaan"]) == (False, "berlaku")
    undo = said(dtsen, "correct", "batalkan", identity[:6], *home).split()[0]
    assert "dibatalkan / undone" in said(dtsen, "corrections", *at, "--history", undo)
    (*_, row) = json.loads(said(dtsen, "corrections", *at, "--json"))
    assert row["membatalkan"] == identity and row["mengubah"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("nilai", A, "--isi", f"nama {NEEDLE}"), "E-KOREKSI-SALAH", 18),
        (("nilai", A), "E-KOREKSI-SALAH", 18),
        (("nilai", "--isi", "nama=x"), "E-KOREKSI-SALAH", 18),
        (("nilai", A, "--isi", "nama=x", "--kosongkan", "nama"), "E-KOREKSI-SALAH", 18),
        (("nilai", A, "--isi", "nama=x", "--berlaku-sampai", "besok"), "E-KOREKSI-SALAH", 18),
        (("nilai", A, "--isi", f"{NEEDLE}=nama"), "E-KOREKSI-VARIABEL", 19),
        (("nilai", A, "--isi", f"jenis_kelamin={NEEDLE}"), "E-KOREKSI-NILAI", 21),
        (("nilai", A, "--isi", "jenis_kelamin=1"), "E-KOREKSI-BUKTI", 22),
        (("nilai", A, "--isi", "nama=x", "--permohonan", "ff"), "E-PERMOHONAN-TIADA", 27),
        (("nilai", "--individu", "I9", "--isi", "nama=x"), "E-INDIVIDU-TIADA", 51),
        (("batalkan", "ff"), "E-KOREKSI-TIADA", 23),
    ],
)
def test_what_is_no_correction_has_its_code(
    dtsen: Run, known: Settings, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    result = dtsen("correct", *arguments, "--home", known.home, "--alasan", "uji", *WHEN)
    assert_error(result, code, exit_code)
    assert NEEDLE not in result.output
    assert not known.corrections_file.exists()


def test_a_file_takes_or_returns_every_row(dtsen: Run, known: Settings, tmp_path: Path) -> None:
    (tmp_path / "akta.txt").write_text("akta")
    names = ("koreksi", "record_key", "variabel", "nilai", "kosong", "alasan", "bukti", "asal",
             "membatalkan")  # fmt: skip
    rows = [
        ("1", A, "nama", NEEDLE, "", "uji", "akta.txt", "", ""),
        ("1", A, "tanggal_lahir", "", "ya", "uji", "", "", ""),
        ("", A, "jenis_kelamin", "1", "", "uji", "", "", ""),
        ("", C, "luas_lantai", "lebar", "", "uji", "", "", ""),
        ("", C, "luas_lantai", "40", "", "uji", "", "warga", ""),
        ("2", A, "rt", "001", "", "uji", "", "", ""),
        ("2", C, "rw", "001", "", "uji", "", "", ""),
        ("", C, "rw", "001", "mungkin", "uji", "", "", ""),
        ("", "", "", "", "", "keliru", "", "", "ffff"),
    ]
    file = tmp_path / "koreksi.csv"
    with file.open("w", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow((*names, "tanggal"))
        writer.writerows((*row, "2026-02-01") for row in rows)
    result = dtsen("correct", "berkas", file, "--home", known.home, "--oleh", "petugas")
    assert result.exit_code == 20
    assert NEEDLE not in result.output
    target = tmp_path / "koreksi.hasil.csv"
    assert target.stat().st_mode & 0o777 == 0o600
    with target.open() as handle:
        told = list(csv.DictReader(handle))
    assert [(row["hasil"], row["kode"]) for row in told] == [
        ("diterima", ""),
        ("diterima", ""),
        ("ditolak", "E-KOREKSI-BUKTI"),
        ("ditolak", "E-KOREKSI-NILAI"),
        ("diterima", ""),
        ("ditolak", "E-KOREKSI-SALAH"),
        ("ditolak", "E-KOREKSI-SALAH"),
        ("ditolak", "E-KOREKSI-SALAH"),
        ("ditolak", "E-KOREKSI-TIADA"),
    ]
    entered = [item for item, _ in corrections.entries(known)]
    assert [(item.variabel, item.asal) for item in entered] == [
        (("nama", "tanggal_lahir"), "petugas"),
        (("luas_lantai",), "warga"),
    ]
    again = dtsen("correct", "berkas", file, "--home", known.home, "--oleh", "petugas")
    assert "3  sudah ada / known" in again.stdout
    assert len(corrections.entries(known)) == 2


@pytest.mark.parametrize("text", [None, "", "a,b\n1,2\n"])
def test_what_is_no_list_is_refused(
    dtsen: Run, known: Settings, tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "koreksi.csv"
    if text is not None:
        file.write_text(text)
    assert_error(dtsen("correct", "berkas", file, "--home", known.home), "E-KOREKSI-SALAH", 18)


def test_a_request_runs_against_its_clock(dtsen: Run, known: Settings) -> None:
    home = ("--home", known.home)
    came = ("--diterima", "2026-03-01T09:30+07:00")
    told = said(dtsen, "request", "open", A[:8], "--hak", "perbaikan", *home, *came)
    identity = told.split()[0]
    assert "tenggat / deadline 2026-03-04T09:30:00+07:00" in told
    late = dtsen("requests", *home, "--late", "--at", "2026-03-04T09:30:01+07:00", "--json")
    assert late.exit_code == 33
    (row,) = json.loads(late.stdout)
    assert (row["keadaan"], row["record_key"]) == ("lewat_tenggat", A)
    on_time = dtsen("requests", *home, "--late", "--at", "2026-03-04T02:30+00:00")
    assert on_time.exit_code == 0
    early = ("--pada", "2026-03-02T09:30+07:00")
    assert_error(dtsen("request", "tell", identity, *home, *early), "E-PERMOHONAN-SALAH", 26)
    decision = ("--putusan", "dikabulkan", "--alasan", "akta", *early)
    assert "dikabulkan" in said(dtsen, "request", "decide", identity[:6], *home, *decision)
    done = ("--pada", "2026-03-03T09:30+07:00")
    assert "diberitahukan" in said(dtsen, "request", "tell", identity, *home, *done)
    assert "done on time" in said(dtsen, "requests", *home)
    assert_error(dtsen("request", "tell", "ff", *home), "E-PERMOHONAN-TIADA", 27)
    naive = ("--hak", "akses", "--diterima", "2026-03-01T09:30")
    assert_error(dtsen("request", "open", A, *home, *naive), "E-PERMOHONAN-SALAH", 26)
    # without a moment it is now
    assert "dicatat" in said(dtsen, "request", "open", "--individu", "I1", "--hak", "akses", *home)


def test_a_person_is_restricted_and_released(dtsen: Run, known: Settings) -> None:
    home = ("--home", known.home, "--alasan", "sengketa", "--oleh", "petugas")
    told = said(dtsen, "restrict", "orang", "--individu", "I1", *home, *WHEN)
    identity = told.split()[0]
    assert A[:12] in told
    assert "sudah ada" in said(dtsen, "restrict", "orang", A[:8], *home, *WHEN)
    later = ("--tanggal", "2026-02-05")
    undo = said(dtsen, "restrict", "batalkan", identity[:6], *home, *later).split()[0]
    rows = json.loads(said(dtsen, "restrictions", "--home", known.home, "--json", "--at",
                           "2026-02-04"))  # fmt: skip
    assert [(row["id_pembatasan"], row["keadaan"]) for row in rows] == [
        (identity, "berlaku"),
        (undo, "belum"),
    ]
    assert "dibatalkan / undone" in said(dtsen, "restrictions", "--home", known.home)
    assert_error(dtsen("restrict", "batalkan", "ff", *home), "E-PEMBATASAN-TIADA", 29)
    assert_error(dtsen("restrict", "orang", NIK, *home, *WHEN), "E-PEMBATASAN-SALAH", 28)
    assert_error(dtsen("restrict", "orang", A, *home), "E-RILIS-TIADA", 11)
