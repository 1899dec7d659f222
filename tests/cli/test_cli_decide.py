"""`dtsen decide` and `dtsen decisions`: entered, refused with a code, told with their history."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.decisions import decisions
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import settings_of

A, B, C, D = ("aa11" * 16, "bb22" * 16, "cc33" * 16, "dd44" * 16)
WHEN = ("--tanggal", "2026-02-01")


@pytest.fixture
def known(home: Path) -> Settings:
    """A home whose working file knows A, B and C; A and C hold a valid NIK each."""
    settings = settings_of(home)
    with warehouse.connect(settings) as con:
        con.execute("create schema standardised; create schema linkage")
        con.execute(
            "create table standardised.individu (record_key varchar, rekaman_id bigint, "
            "penyedia varchar, status_kependudukan varchar, nik varchar)"
        )
        con.executemany(
            "insert into standardised.individu values (?, ?, ?, ?, ?)",
            [
                [A, 1, "dukcapil", "aktif", "3171010101800001"],
                [B, 2, "dtks", None, None],
                [C, 3, "dukcapil", "aktif", "3171010101800002"],
            ],
        )
        con.execute("create table linkage.nik_pinjaman (rekaman_id bigint)")
        con.execute(
            "create table linkage.peta_individu as select record_key, "
            "'I1' as id_individu, true as aktif from standardised.individu where rekaman_id < 3"
        )
        con.execute("create table linkage.peta_pendukung (record_key varchar, id_individu varchar)")
    return settings


def entered(dtsen: Run, *arguments: object) -> str:
    """The id of a decision that was taken in."""
    result = dtsen("decide", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout.split()[0]


def test_decisions_are_entered_by_the_beginning_of_keys(dtsen: Run, known: Settings) -> None:
    home = ("--home", known.home, "--alasan", "uji", "--oleh", "petugas")
    result = dtsen("decide", "satukan", A[:10], B[:10], *home, *WHEN)
    assert result.exit_code == 0
    assert "dicatat / recorded" in result.stdout
    (join,) = decisions(known)
    assert join.kelompok == ((A, B),)
    assert "sudah ada" in dtsen("decide", "satukan", B, A, *home, *WHEN).stdout
    # a record that nobody knows is waited for
    result = dtsen("decide", "pisahkan", f"{A},{B}", D, *home, *WHEN)
    assert f"menunggu rekaman / waits for record {D[:12]}" in result.stdout
    assert len(decisions(known)) == 2
    (line, _) = known.link_decisions_file.read_text().splitlines()
    assert json.loads(line)["dicatat"].startswith("20")


def test_a_contradiction_is_refused_and_entered_when_it_takes_the_place(
    dtsen: Run, known: Settings
) -> None:
    home = ("--home", known.home, "--alasan", "uji", *WHEN)
    join = entered(dtsen, "benarkan", "--individu", "I1", *home)
    result = dtsen("decide", "pecah", A, B, *home)
    assert_error(result, "E-KEPUTUSAN-BERTENTANGAN", 55)
    assert join in result.stderr
    assert len(decisions(known)) == 1
    result = dtsen("decide", "pecah", A, B, *home, "--ganti", join)
    assert result.exit_code == 0
    assert [item.tindakan for item in decisions(known)] == ["benarkan", "batalkan", "pecah"]
    # one line: both or neither
    assert len(known.link_decisions_file.read_text().splitlines()) == 2


def test_two_valid_niks_need_a_file(dtsen: Run, known: Settings, tmp_path: Path) -> None:
    home = ("--home", known.home, "--alasan", "uji", *WHEN)
    assert_error(dtsen("decide", "satukan", A, C, *home), "E-BUKTI-PERLU", 57)
    proof = tmp_path / "berita_acara.pdf"
    assert_error(dtsen("decide", "satukan", A, C, *home, "--bukti", proof), "E-BUKTI-TIADA", 58)
    proof.write_text("bukti")
    assert_error(
        dtsen("decide", "satukan", A, "x", *home, "--bukti", proof), "E-KEPUTUSAN-SALAH", 42
    )
    assert not known.evidence_dir.exists()
    entered(dtsen, "satukan", A, C, *home, "--bukti", proof)
    (decision,) = decisions(known)
    assert (known.evidence_dir / str(decision.bukti)).read_text() == "bukti"


def test_undo_and_its_errors(dtsen: Run, known: Settings) -> None:
    home = ("--home", known.home, "--alasan", "uji")
    assert_error(dtsen("decide", "batalkan", "tiada", *home, *WHEN), "E-KEPUTUSAN-TIADA", 56)
    join = entered(dtsen, "satukan", A, B, *home, *WHEN)
    undo = entered(dtsen, "batalkan", join[:9], *home, "--tanggal", "2026-02-02")
    assert decisions(known)[1].membatalkan == join
    again = dtsen("decide", "batalkan", join, *home, "--tanggal", "2026-02-03")
    assert_error(again, "E-KEPUTUSAN-SALAH", 42)
    result = dtsen("decisions", "--home", known.home, "--history", join, "--json")
    told = {item["id_keputusan"]: item["hubungan"] for item in json.loads(result.stdout)}
    assert told == {join: "ini", undo: "pembatalan"}
    shown = dtsen("decisions", "--home", known.home, "--history", join).stdout
    assert "pembatalan / undo" in shown
    assert undo in dtsen("decisions", "--home", known.home).stdout
    assert_error(
        dtsen("decisions", "--home", known.home, "--history", "x"), "E-KEPUTUSAN-TIADA", 56
    )


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("satukan", A), "E-KEPUTUSAN-SALAH", 42),
        (("satukan", A, B, "--berlaku-sampai", "kemarin"), "E-KEPUTUSAN-SALAH", 42),
        (("satukan", A, B, "--objek", "rumah"), "E-KEPUTUSAN-SALAH", 42),
        (("pisahkan", f"{A},{B}"), "E-KEPUTUSAN-SALAH", 42),
        (("benarkan", "--individu", "I9"), "E-INDIVIDU-TIADA", 51),
    ],
)
def test_what_makes_no_sense_has_its_code(
    dtsen: Run, known: Settings, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    result = dtsen("decide", *arguments, "--home", known.home, "--alasan", "uji", *WHEN)
    assert_error(result, code, exit_code)
    assert not known.link_decisions_file.exists()


def test_without_a_release_a_day_must_be_said(dtsen: Run, known: Settings) -> None:
    result = dtsen("decide", "satukan", A, B, "--home", known.home, "--alasan", "uji")
    assert_error(result, "E-RILIS-TIADA", 11)


def test_a_worklist_takes_or_returns_every_row(dtsen: Run, known: Settings, tmp_path: Path) -> None:
    (tmp_path / "ba.txt").write_text("bukti")
    rows = [
        # one decision of two rows, by its queue item
        ("satukan", "", A, "sama", "antre1", "", ""),
        ("satukan", "", B, "sama", "antre1", "", ""),
        # two groups in two rows
        ("pisahkan", "1", f"{A} {B}", "lain", "antre2", "", ""),
        ("pisahkan", "2", D, "lain", "antre2", "", ""),
        # two valid NIKs, without and with evidence
        ("satukan", "", f"{A} {C}", "sama", "", "", ""),
        ("satukan", "", f"{A} {C}", "sama", "", "ba.txt", ""),
        ("melebur", "", f"{A} {B}", "apa", "", "", ""),
        ("satukan", "", f"{A} {B}", "3171010101800001", "", "", ""),
        ("pisahkan", "1", A, "beda", "antre3", "", ""),
        ("pisahkan", "2", B, "beda", "antre3", "", ""),
    ]
    names = ("tindakan", "kelompok", "record_key", "alasan", "asal", "bukti", "tanggal")
    file = tmp_path / "kerja.csv"
    with file.open("w", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(names)
        writer.writerows([*row[:-1], "2026-02-01"] for row in rows)
    result = dtsen("decide", "berkas", file, "--home", known.home, "--oleh", "petugas")
    assert result.exit_code == 20
    with (tmp_path / "kerja.hasil.csv").open() as handle:
        told = list(csv.DictReader(handle))
    assert [row["record_key"] for row in told] == [row[2] for row in rows]
    assert [(row["hasil"], row["kode"]) for row in told] == [
        ("diterima", ""),
        ("diterima", ""),
        ("diterima", ""),
        ("diterima", ""),
        ("ditolak", "E-BUKTI-PERLU"),
        ("diterima", ""),
        ("ditolak", "E-KEPUTUSAN-SALAH"),
        ("ditolak", "E-KEPUTUSAN-SALAH"),
        ("ditolak", "E-KEPUTUSAN-BERTENTANGAN"),
        ("ditolak", "E-KEPUTUSAN-BERTENTANGAN"),
    ]
    assert D in told[2]["pesan"]
    assert len(decisions(known)) == 3
    assert {item.oleh for item in decisions(known)} == {"petugas"}
    # the same again is known, and the two NIKs are one by the evidence that came after their row
    again = dtsen("decide", "berkas", file, "--home", known.home, "--oleh", "petugas")
    assert "5  sudah ada / known" in again.stdout
    assert len(decisions(known)) == 4


@pytest.mark.parametrize("text", [None, "", "a,b\n1,2\n", "tindakan,record_key\nsatukan,x\n"])
def test_what_is_no_worklist_is_refused(
    dtsen: Run, known: Settings, tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "kerja.csv"
    if text is not None:
        file.write_text(text)
    result = dtsen("decide", "berkas", file, "--home", known.home)
    assert_error(result, "E-KEPUTUSAN-SALAH", 42)
