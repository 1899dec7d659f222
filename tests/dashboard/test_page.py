"""The text of the page: whole, the same for the same tables, and with nothing else in it."""

from __future__ import annotations

import base64
import csv
import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from dagster_dtsen import dashboards
from dagster_dtsen.dashboard import published, tiles
from dagster_dtsen.difference_page import region_names
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.dashboard import synthetic

LARGEST = 3_000_000


def made(folder: Path, seeds: Path) -> str:
    return dashboards.html(Settings(), published.read(folder), seeds)


def linked(text: str, key: str) -> bytes:
    found = re.search(rf'id="berkas-{key}" download="[^"]+" href="data:[^,]+,([^"]+)"', text)
    assert found, key
    return base64.b64decode(found[1])


def test_every_province_has_one_tile_and_no_two_share_a_place() -> None:
    own = tiles.tiles()
    assert {tile.kode for tile in own} == set(region_names(Settings(), "provinsi"))
    assert len(own) == 38
    assert len({(tile.kolom, tile.baris) for tile in own}) == 38
    assert len({tile.singkatan for tile in own}) == 38


def test_the_same_tables_give_the_same_page(folder: Path, seeds: Path, page: Path) -> None:
    assert made(folder, seeds) == page.read_text(encoding="utf-8")


def test_the_tables_lie_in_the_page_as_they_were_published(folder: Path, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name, own in zip(
        (published.SEL, published.INDIKATOR),
        (synthetic.counts(), synthetic.cells()),
        strict=True,
    ):
        assert linked(text, f"{name}-parquet") == (folder / f"{name}.parquet").read_bytes()
        packed = re.search(rf'data-tabel="{name}">([^<]+)<', text)
        assert packed
        told = json.loads(gzip.decompress(base64.b64decode(packed[1])))
        assert told["kolom"] == list(published.COLUMNS[name])
        assert list(zip(*told["isi"], strict=True)) == [
            tuple(None if value is None else str(value) for value in row.values()) for row in own
        ]


def test_the_licence_names_source_and_files(folder: Path, page: Path) -> None:
    text = linked(page.read_text(encoding="utf-8"), "lisensi").decode()
    told = json.loads((folder / "manifes.json").read_text())
    assert "Boleh diterbitkan dengan menyebut sumber" in text
    assert "release 2026T2.v1.1, as of 2026-06-30" in text
    for entry in told["tabel"].values():
        assert entry["sha256"] in text


def test_the_page_says_why_an_indicator_is_missing_and_escapes_what_seeds_say(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "Perlu ukuran tinggi balita" in text
    assert "<Limbah>" not in text
    assert "\\u003cLimbah" in text


def test_the_quality_statement_tells_the_rules_of_level_1_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8").split('id="judul-mutu"')[1].split("judul-unduh")[0]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    for said in (
        "Figures are multiples of 15 keluarga families , 25 orang persons",
        "Small cell: fewer than 10 keluarga families , 20 orang persons",
        "pairs of figures subtracted 10.240",
        "small cells found out 0",
        "median 1.256 hari days",
        "2026T1.v1.1",
    ):
        assert said in text
    assert "kecamatan" not in text


def test_the_page_holds_no_address_and_no_key(page: Path) -> None:
    text = re.sub(r'href="data:[^"]*"', "", page.read_text(encoding="utf-8"))
    text = text.replace("http://www.w3.org/2000/svg", "")  # a name of SVG, not a place
    assert re.findall(r"https?:|//[a-z]+\.", text) == []
    assert "cd" * 8 not in text  # the fingerprint of the key of rounding


def test_an_indicator_that_no_seed_declares_is_refused(tmp_path: Path, seeds: Path) -> None:
    rows = synthetic.cells()
    rows[0]["indikator"] = "rahasia"
    folder = synthetic.publish(tmp_path / "t", synthetic.counts(), rows)
    with pytest.raises(DtsenError, match="unknown indicator: rahasia"):
        made(folder, seeds)


def test_missing_seeds_are_told(folder: Path, tmp_path: Path, seeds: Path) -> None:
    shutil.copytree(seeds, tmp_path / "seeds")
    (tmp_path / "seeds" / "indikator" / "target_indikator.csv").unlink()
    with pytest.raises(DtsenError, match=r"target_indikator\.csv"):
        made(folder, tmp_path / "seeds")


def test_a_page_of_real_breadth_stays_small(tmp_path: Path, seeds: Path) -> None:
    """Forty-five indicators, each in twenty-five subgroups of all regions."""
    shutil.copytree(seeds, tmp_path / "seeds")
    file = tmp_path / "seeds" / "indikator" / "indikator.csv"
    first = synthetic.indicator_seed()[0]
    codes = tuple(f"indikator_{n:02d}" for n in range(45))
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(first))
        writer.writeheader()
        writer.writerows(first | {"indikator": code} for code in codes)
    groups = [("semua", "semua"), *(("kelompok_umur", f"{n:02d}") for n in range(24))]
    cells = synthetic.cells(groups, codes)
    counts = synthetic.counts()
    for row in cells:
        same = {name: row[name] for name in published.COLUMNS[published.SEL] if name in row}
        for part in ("pembilang", "penyebut"):
            counts.append(
                same
                | {"ukuran": row["indikator"], "kategori": part, "satuan": "keluarga"}
                | {"jumlah": row[part], "dasar": 15}
            )
    folder = synthetic.publish(tmp_path / "t", counts, cells)
    assert 100_000 < len(made(folder, tmp_path / "seeds").encode()) < LARGEST


def test_the_page_is_written_where_asked(
    folder: Path,
    page: Path,
    tmp_path: Path,
    seeds: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Settings, "dbt_project_dir", tmp_path)
    shutil.copytree(seeds, tmp_path / "seeds")
    regions = Path("dbt_project/seeds/wilayah")
    (tmp_path / "seeds" / "wilayah").symlink_to(dashboards.PACKAGE_DIR.parent / regions)
    target = tmp_path / "buka" / "papan.html"
    dashboards.write(Settings(), folder, target)
    assert target.read_bytes() == page.read_bytes()
