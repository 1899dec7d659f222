"""Whom a package's loss affects: all of them and nobody else; a draft that names nobody."""

from __future__ import annotations

import csv
import datetime as dt
import stat
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import breaches, warehouse
from dagster_dtsen.audit import log
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.incidents import people
from dagster_dtsen.incidents.people import Told
from dagster_dtsen.settings import Settings
from tests.audit.test_recorded import fill
from tests.release.hand_made import publish

NOW = dt.datetime(2026, 4, 2, 2, 30, tzinfo=dt.UTC)
GONE = "id_individu-hilang"
# twice the same person, and one that no release has any more
HELD = [("id_individu-0001", "K1"), ("id_individu-0001", "K1"), ("id_individu-0003", "K2")]


def reached(con: duckdb.DuckDBPyConnection, settings: Settings, package: str) -> Told:
    """What a package held, made up."""
    assert package == "p-1"
    con.execute("create temp table terdampak (id_individu varchar, id_keluarga varchar)")
    for row in [*HELD, (GONE, None)]:
        con.execute("insert into terdampak values (?, ?)", row)
    return Told("2026T1.v1", ("2026T1.v1",), 2)


@pytest.fixture
def home(settings: Settings) -> Settings:
    publish(settings, "2026T1")
    return settings


def test_everybody_once_and_nobody_else(home: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "insiden"
    told = breaches.affected(home, "p-1", folder, reached, NOW)
    assert told["tidak_dikenali"] == 2
    assert (told["individu"], told["keluarga"], told["rilis"]) == (3, 2, "2026T1.v1")
    assert sum(row["individu"] for row in told["provinsi"]) == 3
    assert [row["nama"] for row in told["provinsi"]][-1] == "tanpa wilayah / no place"
    assert {row["kode"] for row in told["provinsi"]} <= {"11", "31", "94", None}
    with (folder / "terdampak.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    ids = ["id_individu-0001", "id_individu-0003", GONE]
    assert [row["id_individu"] for row in rows] == ids
    found = duckdb.sql(f"from '{folder}/terdampak.parquet'").fetchall()
    assert [row[0] for row in found] == ids
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (event,) = [entry for entry in log.entries(home) if entry["hasil"] == "berhasil"]
    assert (event["tindakan"], event["objek"]) == ("ekspor", {"jenis": "paket", "id": "p-1"})
    assert (event["tujuan"], event["baris"]) == ("insiden", 3)


def test_the_draft_cites_the_article_and_holds_nobody(home: Settings, tmp_path: Path) -> None:
    case, _ = breaches.open_case(home, "tautan bocor", ["p-1"], NOW, "Ani", NOW)
    breaches.affected(home, "p-1", tmp_path / "x", reached, NOW, case.buka.id)
    text = (tmp_path / "x" / "konsep_pemberitahuan.md").read_text()
    assert "Pasal 46 Undang-Undang Nomor 27 Tahun 2022" in text
    assert "3 individu dalam 2 keluarga" in text
    assert "Diketahui pada: 02-04-2026 pukul 09.30 WIB" in text
    assert "Batas waktu pemberitahuan: 05-04-2026 pukul 09.30 WIB" in text
    assert "id_individu" not in text
    assert not [name for row in HELD for name in row if name in text]


def test_a_letter_reaches_them_by_the_newest_release(settings: Settings) -> None:
    with warehouse.connect(settings) as con:
        con.execute(
            "create temp table orang as select 'a' as id_individu, '=nama' as nama, "
            "'Jalan Uji' as alamat, '3201010101010001' as nik, '32' as kode_provinsi_kemendagri"
        )
        con.execute("create temp table terdampak as select 'a' as id_individu, 'k' as id_keluarga")
        columns = people.lay(con, "temp.orang", ["id_individu", "nama", "alamat", "nik"])
        assert list(people.rows(con)) == [("a", "k", "=nama", "Jalan Uji")]
    assert columns == ["id_individu", "id_keluarga", "nama", "alamat"]


def test_nothing_is_written_over_and_an_empty_home_has_nobody(
    home: Settings, settings: Settings, tmp_path: Path
) -> None:
    breaches.affected(home, "p-1", tmp_path / "x", reached, NOW)
    with pytest.raises(DtsenError) as caught:
        breaches.affected(home, "p-1", tmp_path / "x", reached, NOW)
    assert caught.value.kind.code == "E-BERKAS-ADA"
    empty = settings.model_copy(update={"home": tmp_path / "kosong"})
    with pytest.raises(DtsenError) as caught:
        breaches.affected(empty, "p-1", tmp_path / "y", reached, NOW)
    assert caught.value.kind.code == "E-RILIS-TIADA"


def test_without_the_audit_log_no_file_is_written(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.audit_dir.mkdir(parents=True, exist_ok=True)
    with monkeypatch.context() as patch, pytest.raises(OSError):
        fill(patch, home)
        breaches.affected(home, "p-1", tmp_path / "x", reached, NOW)
    assert not (tmp_path / "x").exists()
