"""`dtsen questions`: who has no valid NIK is asked about, once, and no value is shown."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.audit import log
from dagster_dtsen.settings import Settings
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import settings_of

# I1 is valid, I2 and I3 hold the same and are asked about once, I4 was never answered
_TABLES = """
create schema kendali; create schema aturan; create schema validated;
create table kendali.rilis as select '2026T1' as id_rilis;
create table aturan.aturan_validasi as
select * from (values
    ('sesuai', 'nik', true), ('nama_berbeda', 'nik', false), ('belum_diperiksa', 'nik', false),
    ('kk_sesuai', 'no_kk', true)
) as v (verdik, perihal, sah);
create table validated.verdik_nik as
select * from (values
    ('I1', 'sesuai', 'berkas'), ('I2', 'nama_berbeda', 'layanan'),
    ('I3', 'nama_berbeda', 'layanan'), ('I4', 'belum_diperiksa', null), ('I5', 'tanpa_nik', null)
) as v (id_individu, verdik_nik, asal_tanggapan);
create table validated.pertanyaan_dukcapil as
select * from (values
    ('c', 'I1', '3201010101800001', '3201010101200001', 'ANI, BINTI A', date '1980-01-01'),
    ('b', 'I2', '3201010202800002', null, 'BUDI', date '1980-02-02'),
    ('b', 'I3', '3201010202800002', null, 'BUDI', date '1980-02-02'),
    ('a', 'I4', '0201010303800003', '3201010101200001', 'CITRA', null)
) as v (id_tanya, id_individu, nik, no_kk, nama, tanggal_lahir);
"""
ASKED = [
    ["id_tanya", "nik", "no_kk", "nama", "tanggal_lahir"],
    ["a", "0201010303800003", "3201010101200001", "CITRA", ""],
    ["b", "3201010202800002", "", "BUDI", "1980-02-02"],
]
VALID = ["c", "3201010101800001", "3201010101200001", "ANI, BINTI A", "1980-01-01"]


@pytest.fixture
def known(home: Path) -> Settings:
    settings = settings_of(home)
    with warehouse.connect(settings) as con:
        con.execute(_TABLES)
    return settings


def rows_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def test_who_has_no_valid_nik_is_asked_about_once(
    dtsen: Run, known: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "tanya.csv"
    result = dtsen("questions", "--berkas", file, "--home", known.home)
    assert result.exit_code == 0
    assert rows_of(file) == ASKED
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".tanya*")) == []
    assert "register: 2 (rilis / release 2026T1)" in result.stdout
    assert "2 baris / rows" in result.stdout
    shown = result.output.replace(str(file), "")
    assert not [value for row in ASKED[1:] for value in row[1:] if value and value in shown]


def test_everybody_with_a_nik_can_be_asked_about(
    dtsen: Run, known: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "semua.csv"
    assert dtsen("questions", "--semua", "--berkas", file, "--home", known.home).exit_code == 0
    assert rows_of(file) == [*ASKED, VALID]


def test_questions_are_counted_by_verdict(dtsen: Run, known: Settings) -> None:
    told = json.loads(dtsen("questions", "--json", "--home", known.home).stdout)
    assert [tuple(row.values()) for row in told["pertanyaan"]] == [
        ("belum_diperiksa", None, 1),
        ("nama_berbeda", "layanan", 1),
    ]
    assert (told["jumlah"], told["berkas"]) == (2, None)
    assert not known.audit_log.exists()


def test_taking_the_questions_is_noted_without_values(
    dtsen: Run, known: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "tanya.csv"
    dtsen("questions", "--berkas", file, "--home", known.home)
    noted = list(log.entries(known))
    assert [(entry["objek"]["id"], entry["rilis"], entry["baris"]) for entry in noted] == [
        ("pertanyaan_dukcapil", "2026T1", None),
        ("pertanyaan_dukcapil", "2026T1", 2),
    ]
    text = known.audit_log.read_text()
    assert not [row[1] for row in ASKED[1:] if row[1] in text]


def test_a_file_is_not_written_over_and_an_empty_home_asks_nothing(
    dtsen: Run, known: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "tanya.csv"
    file.write_text("lama")
    again = dtsen("questions", "--berkas", file, "--home", known.home)
    assert_error(again, "E-BERKAS-ADA", 59)
    assert file.read_text() == "lama"
    assert_error(dtsen("questions", "--home", tmp_path / "kosong"), "E-RILIS-TIADA", 11)
    with warehouse.connect(known) as con:
        con.execute("drop table validated.verdik_nik")
    assert_error(dtsen("questions", "--home", known.home), "E-RILIS-TIADA", 11)
