"""`dtsen match`: what it refuses, and how it tells what it did."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import list_answers, match_lists, warehouse
from tests.cli.conftest import Run, lay_note
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import publish, settings_of

FOUND = {
    "baris": 9,
    "padan": 7,
    "tidak_padan": 2,
    "orang_padan": 6,
    "sebab": [
        {"sebab": "NIK_SAMA", "jumlah": 7, "arti_id": "orangnya ada", "arti_en": "they are there"}
    ],
}
RECORDS = {"dibaca": 10, "dikembalikan": 1}


@pytest.fixture
def published(home: Path) -> Path:
    """A home with a published release."""
    publish(settings_of(home), "2026T1")
    return home


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A landing folder with one list, whose file does not exist."""
    lay_note(tmp_path / "daftar", "padankan", "2026T1", "2026-02-10")
    return tmp_path / "daftar"


def test_nothing_is_published(dtsen: Run, home: Path, listed: Path) -> None:
    assert_error(dtsen("match", "--home", home, "--landing", listed), "E-RILIS-TIADA", 11)


def test_the_release_is_none(dtsen: Run, published: Path, listed: Path) -> None:
    result = dtsen("match", "--home", published, "--landing", listed, "--release", "2026")
    assert_error(result, "E-RILIS-SALAH", 5)
    result = dtsen("match", "--home", published, "--landing", listed, "--release", "2027T1")
    assert_error(result, "E-RILIS-TIADA", 11)


def test_there_is_no_list(dtsen: Run, published: Path, landing: Path) -> None:
    result = dtsen("match", "--home", published, "--landing", landing)
    assert_error(result, "E-KIRIMAN-TIADA", 41)


def test_there_is_no_such_list(dtsen: Run, published: Path, listed: Path) -> None:
    result = dtsen("match", "--home", published, "--landing", listed, "--delivery", "padankan-x")
    assert_error(result, "E-KIRIMAN-TIADA", 41)


@pytest.mark.usefixtures("project_home")
def test_the_warehouse_holds_another_release(dtsen: Run, published: Path, listed: Path) -> None:
    """Or none at all: the records to match with are there and nowhere else."""
    arguments = ("match", "--home", published, "--landing", listed)
    settings = settings_of(published)
    assert dtsen(*arguments).exit_code == 20  # it holds it, and the list is refused
    shutil.rmtree(settings.lists_dir)  # what was answered is given again without asking
    with warehouse.connect(settings) as con:
        con.execute("update kendali.rilis set id_rilis = '2026T2'")
    result = dtsen(*arguments, "--release", "2026T1")
    assert_error(result, "E-PADANAN-RILIS", 45)
    assert "2026T2" in result.stderr
    with warehouse.connect(settings) as con:
        con.execute("update kendali.rilis set id_rilis = '2026T1', versi = 2")
    # a later version that was withdrawn: what is in use is not what the file holds
    result = dtsen(*arguments, "--release", "2026T1")
    assert_error(result, "E-PADANAN-RILIS", 45)
    assert "2026T1.v2" in result.stderr
    warehouse.remove_database(settings.warehouse_file)
    assert_error(dtsen(*arguments), "E-PADANAN-RILIS", 45)


def answer(tmp_path: Path, status: str) -> match_lists.Answer:
    told: dict[str, Any] = {"status": status, "padanan": None}
    if status != "ditolak":
        told |= {"padanan": FOUND, "rekaman": RECORDS}
    act = "ditolak" if status == "ditolak" else "dijawab"
    return match_lists.Answer("padankan-1", "Dinas", "2026T1.v1", tmp_path, "ab" * 32, act, told)


def test_it_tells_counts_and_where_the_package_lies(
    dtsen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match_lists, "match", lambda *_: [answer(tmp_path, "diterima sebagian")])
    result = dtsen("match", "--home", tmp_path)
    assert result.exit_code == 0
    for text in ("10 dibaca", "1 dikembalikan", "7 padan (6 orang", "2 tidak padan", "NIK_SAMA"):
        assert text in result.stdout
    assert str(tmp_path) in result.stdout
    assert "--to FOLDER" not in result.stdout
    monkeypatch.setenv("DTSEN_DB_KEY", "kunci-uji")
    assert "tersandi; keluarkan dengan --to FOLDER" in dtsen("match", "--home", tmp_path).stdout
    (plain,) = json.loads(dtsen("match", "--home", tmp_path, "--json").stdout)
    assert (plain["kiriman"], plain["isi"]["padanan"]["padan"]) == ("padankan-1", 7)


def test_a_refused_list_is_told_by_the_exit_code(
    dtsen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match_lists, "match", lambda *_: [answer(tmp_path, "ditolak")])
    result = dtsen("match", "--home", tmp_path)
    assert result.exit_code == 20
    assert "DITOLAK" in result.stdout


def test_an_answer_is_handed_out_one_at_a_time(dtsen: Run, tmp_path: Path) -> None:
    arguments = ("match", "--home", tmp_path)
    for more in (("--to", tmp_path / "x"), ("--delivery", "d", "--sertifikat", tmp_path / "x.pem")):
        assert dtsen(*arguments, *more).exit_code == 2


def test_it_tells_where_the_answer_was_handed_out(
    dtsen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[Any, ...]] = []
    monkeypatch.setattr(match_lists, "match", lambda *_: [answer(tmp_path, "diterima sebagian")])
    monkeypatch.setattr(list_answers, "take", lambda *given: taken.append(given))
    target = tmp_path / "keluar"
    result = dtsen("match", "--home", tmp_path, "--delivery", "padankan-1", "--to", target)
    assert result.exit_code == 0
    assert str(target) in result.stdout
    assert [(given[1], given[2], given[4]) for given in taken] == [(tmp_path, target, None)]
