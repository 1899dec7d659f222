"""`dtsen target`: counts on the screen and in files, errors by code, the same bytes twice."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import KEY, OTHER_KEY, settings_of
from tests.targeting.small_release import (
    Family,
    Person,
    criteria_file,
    many,
    publish_release,
)

PARTS = {
    "desil": [1, 2, 3, 4],
    "syarat": [{"anggota": [{"variabel": "tanggal_lahir", "umur": "..17"}]}],
    "manfaat": {"jumlah": 300_000, "periode": "triwulan"},
    "penerima_kini": [{"anggota": [{"variabel": "penerima_pkh", "salah_satu": ["1"]}]}],
}


@pytest.fixture
def published(home: Path) -> Path:
    publish_release(settings_of(home), many(seed=5, families=200))
    return home


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        criteria_file(tmp_path, program="satu", **PARTS),
        criteria_file(tmp_path, program="dua", desil=[1, 2], satuan="individu"),
    ]


def test_it_tells_counts_and_nobody(dtsen: Run, published: Path, files: list[Path]) -> None:
    shown = dtsen("target", *files, "--home", published)
    assert shown.exit_code == 0
    for words in ("dipilih / chosen", "taksiran kebocoran / estimated leakage", "tumpang"):
        assert words in shown.stdout.lower()
    told = dtsen("target", *files, "--home", published, "--json").stdout
    assert [own["program"] for own in json.loads(told)["program"]] == ["satu", "dua"]
    assert "tertulis" not in json.loads(told)
    for text in (shown.stdout, told):
        assert "RAHASIA" not in text
        assert "K0001" not in text
        assert "3201010101900001" not in text


def test_two_runs_write_the_same_bytes_for_one_account(
    dtsen: Run, published: Path, files: list[Path], tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        assert dtsen("target", *files, "--home", published, "--to", folder).exit_code == 0
    names = sorted(path.name for path in folders[0].iterdir())
    assert names == [
        "bantuan.csv", "penerima_kini.csv", "pensasaran.html", "program.csv", "tahap.csv",
        "tumpang_tindih.csv", "wilayah.csv",
    ]  # fmt: skip
    for name in names:
        first, second = (folder / name for folder in folders)
        assert first.read_bytes() == second.read_bytes()
        assert first.stat().st_mode & 0o777 == 0o600
        assert "K0001" not in first.read_text()
        assert "RAHASIA" not in first.read_text()
    assert_error(
        dtsen("target", *files, "--home", published, "--to", folders[0]), "E-FOLDER-TERISI", 95
    )


def test_files_and_page_hold_the_figures_of_the_document(
    dtsen: Run, published: Path, files: list[Path], tmp_path: Path
) -> None:
    shown = dtsen("target", *files, "--home", published, "--to", tmp_path / "a", "--json")
    told = json.loads(shown.stdout)
    with (tmp_path / "a" / "program.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row, own in zip(rows, told["program"], strict=True):
        for name in ("keluarga", "individu", "anggaran_setahun", "kebocoran", "cakupan"):
            assert row[name] == ("" if own[name] is None else str(own[name]))
    with (tmp_path / "a" / "wilayah.csv").open(newline="") as handle:
        assert len(list(csv.DictReader(handle))) == sum(
            len(own["rincian"]) for own in told["program"]
        )
    page = (tmp_path / "a" / "pensasaran.html").read_text()
    assert "<script" not in page
    assert "http" not in page
    assert page.count("<section") == 2
    assert f"{told['program'][0]['anggaran_setahun']:,}".replace(",", ".") in page


def test_only_sealed_files_are_read(dtsen: Run, published: Path, files: list[Path]) -> None:
    """The working file is not even there; a sealed file that was changed is refused."""
    (published / "gudang.duckdb").unlink()
    assert dtsen("target", *files, "--home", published).exit_code == 0
    sealed = published / "rilis" / "2026T1.v1" / "hasil" / "fct_ketidakpastian_peringkat"
    path = next(sealed.rglob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert_error(dtsen("target", *files, "--home", published), "E-SEGEL-RUSAK", 12)


@pytest.mark.parametrize(
    ("parts", "code", "exit_code"),
    [
        ({"desil": [11]}, "E-KRITERIA", 79),
        (
            {"syarat": [{"keluarga": {"variabel": "entah", "antara": "1.."}}]},
            "E-KRITERIA-VARIABEL",
            98,
        ),
        ({"wilayah": {"sistem": "lain", "kode": ["32"]}}, "E-KRITERIA-WILAYAH", 99),
    ],
)
def test_a_file_that_cannot_be_used_ends_by_its_code(
    dtsen: Run, published: Path, tmp_path: Path, parts: dict[str, object], code: str, exit_code: int
) -> None:
    out = tmp_path / "keluar"
    shown = dtsen("target", criteria_file(tmp_path, **parts), "--home", published, "--to", out)
    assert_error(shown, code, exit_code)
    assert not out.exists()


def test_releases_that_are_not_there(dtsen: Run, home: Path, files: list[Path]) -> None:
    assert_error(dtsen("target", *files, "--home", home), "E-RILIS-TIADA", 11)
    publish_release(settings_of(home), [Family()])
    asked = ("target", *files, "--home", home, "--release")
    assert_error(dtsen(*asked, "2026T2"), "E-VERSI-TIADA", 34)
    assert dtsen(*asked, "2026T1.v1").exit_code == 0


def test_a_wrong_key_is_told(
    dtsen: Run, home: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_release(settings_of(home, KEY), [Family(anggota=[Person()])] * 9)
    monkeypatch.setenv("DTSEN_DB_KEY", OTHER_KEY)
    assert_error(dtsen("target", *files, "--home", home), "E-KUNCI-SALAH", 8)
    monkeypatch.setenv("DTSEN_DB_KEY", KEY)
    shown = dtsen("target", *files, "--home", home)
    assert shown.exit_code == 0
    assert KEY not in shown.output
