"""The region files of the package are whole, and made by the script from their source alone."""

from __future__ import annotations

import csv
import gzip
import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from dagster_dtsen.reference.villages import COLUMNS, DESA_FILE, load_villages
from dagster_dtsen.settings import PROJECT_DIR

SEED = PROJECT_DIR / "dbt_project" / "seeds" / "wilayah" / "wilayah_kemendagri.csv"
TIERS = {"provinsi": 38, "kabupaten_kota": 514, "kecamatan": 7_285}
KINDS = {"kelurahan": 8_496, "desa": 75_252, "lainnya": 14}


@pytest.fixture(scope="module")
def regions() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def villages() -> list[dict[str, str]]:
    with gzip.open(DESA_FILE, "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = PROJECT_DIR / "scripts" / "refresh_wilayah.py"
    spec = importlib.util.spec_from_file_location("refresh_wilayah", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_numbers_are_those_of_the_decree(
    regions: list[dict[str, str]], villages: list[dict[str, str]]
) -> None:
    """91,599 in all, as announced for Kepmendagri 300.2.2-2430/2025."""
    assert Counter(row["tingkat"] for row in regions) == TIERS
    assert Counter(row["jenis"] for row in villages) == KINDS
    assert len(regions) + len(villages) == 91_599


def test_the_code_of_a_region_begins_with_the_code_of_its_parent(
    regions: list[dict[str, str]], villages: list[dict[str, str]]
) -> None:
    codes = {row["kode"] for row in regions}
    assert len(codes) == len(regions)
    for row in regions:
        assert row["kode_induk"] == row["kode"][:-2]
        assert not row["kode_induk"] or row["kode_induk"] in codes
    assert len({row["kode"] for row in villages}) == len(villages)
    for row in villages:
        assert row["kode_kecamatan"] == row["kode"][:6]
        assert row["kode_kecamatan"] in codes


def test_the_villages_are_loaded_as_they_stand_in_the_file(
    villages: list[dict[str, str]],
) -> None:
    con = duckdb.connect()
    assert load_villages(con) == load_villages(con) == len(villages)
    table = con.execute("select * from rujukan_asal.desa_kemendagri order by 1").fetchall()
    assert table == [tuple(row[name] for name in COLUMNS) for row in villages]
    con.close()


def package(folder: Path, villages: str) -> Path:
    """A source package of one province."""
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "provinces.csv").write_text("code,name\n11,Aceh\n")
    (data / "regencies.csv").write_text("code,province_code,name\n11.01,11,Kabupaten A\n")
    (data / "districts.csv").write_text("code,regency_code,name\n11.01.01,11.01, Bakongan\n")
    (data / "villages.csv").write_text(f"code,district_code,name\n{villages}")
    return folder


def run(
    script: ModuleType, source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> list[bytes]:
    monkeypatch.setattr(script, "WILAYAH", out / "wilayah.csv")
    monkeypatch.setattr(script, "DESA", out / "desa.csv.gz")
    script.main(source)
    return [(out / "wilayah.csv").read_bytes(), (out / "desa.csv.gz").read_bytes()]


def test_the_script_gives_the_same_bytes_whatever_the_order_of_its_source(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["11.01.01.2001,11.01.01,Keude\n", "11.01.01.1002,11.01.01,Kota\n"]
    there = run(script, package(tmp_path / "a", "".join(rows)), tmp_path / "x", monkeypatch)
    back = run(script, package(tmp_path / "b", "".join(rows[::-1])), tmp_path / "y", monkeypatch)
    assert there == back
    assert gzip.decompress(there[1]).decode().splitlines() == [
        "kode,kode_kecamatan,nama,jenis",
        "1101011002,110101,Kota,kelurahan",
        "1101012001,110101,Keude,desa",
    ]


@pytest.mark.parametrize(
    "row", ["11.01.02.2001,11.01.02,Yatim\n", "11.01.01.201,11.01.01,Pendek\n"]
)
def test_the_script_refuses_orphans_and_other_codes(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    with pytest.raises(ValueError):
        run(script, package(tmp_path / "a", row), tmp_path / "x", monkeypatch)
