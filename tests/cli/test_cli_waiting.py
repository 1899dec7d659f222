"""`dtsen waiting`: counted without values, written as a list, and settled by the list filled in."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import correction_records, warehouse
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import contents, corrections, waiting
from dagster_dtsen.waiting import waits
from tests.audit.told import ended, unwritable
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import settings_of
from tests.steward.correctable import A, C, lay

HEADER = [
    "koreksi", "record_key", "individu", "variabel", "nilai", "kosong", "alasan", "bukti",
    "tanggal", "kunci", "jenis", "penyedia", "nilai_kini", "nilai_usulan", "nilai_lama",
]  # fmt: skip
_TABLES = """
create schema kendali; create schema stewardship; create schema updated; create schema dasar;
create table kendali.rilis as select '2026T1' as id_rilis;
create table stewardship.perubahan_menunggu as
select * from (values
    ('nilai_ditahan', 'I1', 'tanggal_lahir', 'dtks'),
    ('kepala_ditahan', 'I2', 'status_hubungan_keluarga', null),
    ('nilai_tercatat', 'I2', 'jenis_kelamin', 'dukcapil'),
    ('kematian_dilaporkan', 'I2', 'status_kependudukan', 'balikan'),
    ('kematian_dilaporkan', 'I1', 'status_kependudukan', 'balikan')
) as v (jenis, id, variabel, penyedia);
create table updated.individu_terbarui as
select * from (values ('I1', date '1980-01-01', '2', '2'), ('I2', date '1990-03-03', '1', '3'))
    as v (id_individu, tanggal_lahir, jenis_kelamin, status_hubungan_keluarga);
create table updated.individu_terpilih as
select * from (values ('I1', date '1980-02-02', '2', '2'), ('I2', date '1990-03-03', '1', '1'))
    as v (id_individu, tanggal_lahir, jenis_kelamin, status_hubungan_keluarga);
create table dasar.individu as
select * from (values ('I1', date '1980-01-01', '2', '2'), ('I2', date '1990-03-03', '2', '3'))
    as v (id_individu, tanggal_lahir, jenis_kelamin, status_hubungan_keluarga);
"""


@pytest.fixture
def known(home: Path) -> Settings:
    settings = lay(settings_of(home))
    with warehouse.connect(settings) as con:
        con.execute(_TABLES)
    return settings


@pytest.fixture
def listed(dtsen: Run, known: Settings, tmp_path: Path) -> Path:
    file = tmp_path / "menunggu.csv"
    assert dtsen("waiting", "--berkas", file, "--home", known.home).exit_code == 0
    return file


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def fill(file: Path, filled: dict[tuple[str, str], dict[str, str]]) -> None:
    """Fill in the rows of a list by person and variable."""
    rows = [row | filled.get((row["individu"], row["variabel"]), {}) for row in rows_of(file)]
    with file.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, HEADER, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def answer(value: str) -> dict[str, str]:
    return {"nilai": value, "alasan": "uji", "bukti": "akta.txt", "tanggal": "2026-04-01"}


def results(dtsen: Run, known: Settings, file: Path) -> tuple[int, list[tuple[str, str]], str]:
    """Exit code, result and code of every row, and the screen."""
    done = dtsen("correct", "berkas", file, "--home", known.home, "--oleh", "petugas")
    with file.with_name("menunggu.hasil.csv").open(encoding="utf-8", newline="") as handle:
        told = [(row["hasil"], row["kode"]) for row in csv.DictReader(handle)]
    return done.exit_code, told, done.output


def test_what_waits_is_counted_and_nobody_is_shown(
    dtsen: Run, known: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "menunggu.csv"
    for options in ((), ("--berkas", file)):
        result = dtsen("waiting", *options, "--home", known.home)
        assert result.exit_code == 0
        assert (
            "Menunggu petugas / waiting for a steward: 5 (rilis / release 2026T1)" in result.stdout
        )
        assert "kepala_ditahan / old head stays" in result.stdout
        shown = result.output.replace(str(file), "").split()
        assert not {"I1", "I2", "1980-01-01", "1980-02-02", "meninggal", "aktif"} & set(shown)
    told = json.loads(dtsen("waiting", "--json", "--home", known.home).stdout)
    assert (told["id_rilis"], told["jumlah"], told["berkas"]) == ("2026T1", 5, None)
    assert [tuple(row.values()) for row in told["menunggu"]] == [
        ("kematian_dilaporkan", "status_kependudukan", "balikan", 2),
        ("kepala_ditahan", "status_hubungan_keluarga", None, 1),
        ("nilai_ditahan", "tanggal_lahir", "dtks", 1),
        ("nilai_tercatat", "jenis_kelamin", "dukcapil", 1),
    ]


def test_the_list_says_what_is_held_and_what_is_claimed(listed: Path) -> None:
    assert listed.stat().st_mode & 0o777 == 0o600
    rows = rows_of(listed)
    assert list(rows[0]) == HEADER
    assert not [row for row in rows if any(row[name] for name in waiting.TO_FILL)]
    said = ("individu", "variabel", "nilai_kini", "nilai_usulan", "nilai_lama")
    # an apostrophe keeps a spreadsheet from rewriting the cell
    assert [tuple(row[name] for name in said) for row in rows] == [
        ("I1", "status_kependudukan", "aktif", "meninggal", ""),
        ("I2", "status_kependudukan", "aktif", "meninggal", ""),
        ("I2", "status_hubungan_keluarga", "'3", "'1", "'3"),
        ("I1", "tanggal_lahir", "'1980-01-01", "'1980-02-02", "'1980-01-01"),
        ("I2", "jenis_kelamin", "'1", "'1", "'2"),
    ]


def test_a_list_that_may_be_filled_in_is_not_written_over(
    dtsen: Run, known: Settings, listed: Path
) -> None:
    before = listed.read_bytes()
    again = dtsen("waiting", "--berkas", listed, "--home", known.home)
    assert_error(again, "E-BERKAS-ADA", 59)
    assert listed.read_bytes() == before
    other = listed.with_name("lain.csv")
    assert dtsen("waiting", "--berkas", other, "--home", known.home).exit_code == 0
    assert other.read_bytes() == before


def test_a_list_that_is_not_filled_in_is_skipped(dtsen: Run, known: Settings, listed: Path) -> None:
    code, told, shown = results(dtsen, known, listed)
    assert (code, told) == (0, [("dilewati", "")] * 5)
    assert "5  dilewati / skipped" in shown
    assert not known.corrections_file.exists()


def test_a_filled_list_is_taken_row_by_row(dtsen: Run, known: Settings, listed: Path) -> None:
    """Claims accepted, one with its cell copied; no evidence, a wrong value, no value at all."""
    (listed.parent / "akta.txt").write_text("akta")
    fill(listed, {
        ("I1", "status_kependudukan"): answer("meninggal"),
        ("I1", "tanggal_lahir"): answer("'1980-02-02"),
        ("I2", "status_hubungan_keluarga"): answer("1"),
        ("I2", "jenis_kelamin"): answer("perempuan"),
    })  # fmt: skip
    code, told, shown = results(dtsen, known, listed)
    taken = ("diterima", "")
    assert (code, told) == (
        20,
        [taken, ("dilewati", ""), taken, taken, ("ditolak", "E-KOREKSI-NILAI")],
    )
    assert not [value for value in ("1980", "meninggal", "perempuan") if value in shown]
    entered: list[Any] = [item for item, _ in corrections.entries(known)]
    assert [(item.record_key, contents.read(known, item.isi).nilai) for item in entered] == [
        (A, {"status_kependudukan": "meninggal"}),
        (C, {"status_hubungan_keluarga": "1"}),
        (A, {"tanggal_lahir": "1980-02-02"}),
    ]
    fill(listed, {("I2", "jenis_kelamin"): answer("")})
    assert results(dtsen, known, listed)[1][-1] == ("ditolak", "E-KOREKSI-NILAI")
    fill(listed, {("I2", "jenis_kelamin"): answer("1") | {"bukti": ""}})
    assert results(dtsen, known, listed)[1][-1] == ("ditolak", "E-KOREKSI-BUKTI")
    fill(listed, {("I2", "jenis_kelamin"): answer("") | {"alasan": "", "kosong": "ya"}})
    assert results(dtsen, known, listed)[1][-1] == ("ditolak", "E-KOREKSI-SALAH")
    fill(listed, {("I2", "jenis_kelamin"): answer("1") | {"kosong": ""}})
    code, told, _ = results(dtsen, known, listed)
    known_before = ("sudah ada", "")
    assert (code, told) == (
        0,
        [known_before, ("dilewati", ""), known_before, known_before, taken],
    )


def test_what_the_list_claims_can_be_corrected(known: Settings) -> None:
    words = correction_records.vocabulary(known)["individu"]
    for claims in (waiting.CLAIMED, waiting.HELD):
        assert claims["kematian_dilaporkan"] in (words["status_kependudukan"].kode or ())
    assert waiting.CLAIMED["kepala_ditahan"] in (words["status_hubungan_keluarga"].kode or ())


def test_a_home_without_a_list_has_nothing_to_settle(
    dtsen: Run, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "menunggu.csv"
    assert_error(dtsen("waiting", "--berkas", file, "--home", home), "E-RILIS-TIADA", 11)
    lay(settings_of(home))
    assert_error(dtsen("waiting", "--home", home), "E-RILIS-TIADA", 11)
    with warehouse.connect(settings_of(home)) as con:
        con.execute(_TABLES + "delete from stewardship.perubahan_menunggu;")
    assert "steward: 0" in dtsen("waiting", "--berkas", file, "--home", home).stdout
    assert not file.exists()


def test_the_list_is_taken_only_when_that_was_noted(
    known: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "menunggu.csv"
    unwritable(known, monkeypatch, lambda: waits(known, file))
    assert not file.exists()
    assert waits(known)["berkas"] is None
    assert ended(known) == []
    waits(known, file)
    assert ended(known, "rilis", "baris") == [("ekspor", "daftar", "2026T1", len(rows_of(file)))]
