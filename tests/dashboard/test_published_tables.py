"""Only the two tables of level 1 reach the page, and only as their manifest names them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen.dashboard import published
from dagster_dtsen.errors import DtsenError
from tests.dashboard import synthetic

NIK_LIKE = "3" * 16


def made(tmp_path: Path, **other: Any) -> Path:
    return synthetic.publish(tmp_path / "t", synthetic.counts(), synthetic.cells(), **other)


def refused(folder: Path) -> str:
    with pytest.raises(DtsenError) as caught:
        published.read(folder)
    assert caught.value.kind.code == "E-UNGKAP"
    return caught.value.message


def test_tables_of_their_manifest_are_read(folder: Path) -> None:
    found = published.read(folder)
    assert found.name == "2026T2.v1.1"
    assert found.sel.rows == synthetic.counts()
    assert found.indikator.rows == synthetic.cells()


@pytest.mark.parametrize("name", [published.SEL, published.INDIKATOR])
def test_a_file_that_is_not_the_one_of_the_manifest_is_refused(tmp_path: Path, name: str) -> None:
    path = made(tmp_path) / f"{name}.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "not the file of this manifest" in refused(path.parent)


def test_another_number_of_rows_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path) / "manifes.json"
    told = json.loads(path.read_text())
    told["tabel"][published.SEL]["baris"] -= 1
    path.write_text(json.dumps(told))
    assert "another number of rows" in refused(path.parent)


@pytest.mark.parametrize("change", [{"tingkat": 2}, {"kelas_data": "terbatas"}])
def test_tables_of_another_level_or_class_are_refused(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    path = made(tmp_path) / "manifes.json"
    told = json.loads(path.read_text())
    told["tabel"][published.INDIKATOR] |= change
    path.write_text(json.dumps(told))
    assert "not level 1 and open" in refused(path.parent)


@pytest.mark.parametrize(
    "region", [("kabupaten_kota", "3201"), ("provinsi", "3201"), ("provinsi", "320101")]
)
@pytest.mark.parametrize("table", ["sel", "indikator"])
def test_a_tier_below_the_province_is_refused(
    tmp_path: Path, region: tuple[str, str], table: str
) -> None:
    rows = {"sel": synthetic.counts(), "indikator": synthetic.cells()}
    rows[table][-1] |= {"tingkat_wilayah": region[0], "kode_wilayah": region[1]}
    folder = synthetic.publish(tmp_path / "t", **rows)
    assert "a region below the province" in refused(folder)


def test_a_column_that_was_not_agreed_is_refused(tmp_path: Path) -> None:
    rows = [row | {"jumlah_benar": "3"} for row in synthetic.counts()]
    assert "other columns" in refused(synthetic.publish(tmp_path / "t", rows, synthetic.cells()))


@pytest.mark.parametrize(("name", "value"), [("jumlah", 5), ("keadaan", "rahasia")])
def test_a_closed_cell_holds_no_figure(tmp_path: Path, name: str, value: Any) -> None:
    rows = synthetic.counts()
    closed = next(row for row in rows if row["keadaan"] == "tertutup")
    closed[name] = value
    refused(synthetic.publish(tmp_path / "t", rows, synthetic.cells()))


def test_what_looks_like_a_person_s_number_is_refused(tmp_path: Path) -> None:
    rows = synthetic.cells()
    rows[0]["nama_wilayah"] = NIK_LIKE
    message = refused(synthetic.publish(tmp_path / "t", synthetic.counts(), rows))
    assert NIK_LIKE not in message


@pytest.mark.parametrize("content", ["{", '{"rilis": "2026T2.v1"}', None])
def test_a_manifest_that_cannot_be_read_is_refused(tmp_path: Path, content: str | None) -> None:
    path = made(tmp_path) / "manifes.json"
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    assert "manifes.json" in refused(path.parent)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path)
    (folder / "sel_provinsi.parquet").unlink()
    assert "cannot be read" in refused(folder)
