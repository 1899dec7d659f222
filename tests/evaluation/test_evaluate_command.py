"""`dtsen evaluate` on a home published by hand, and what `dtsen status` then says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from small_world import lay_home, lay_truth, people
from typer.testing import CliRunner, Result

from dagster_dtsen import warehouse
from dagster_dtsen.cli import app
from dagster_dtsen.evaluation import evaluate as evaluation
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release import tombstones, versions
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.conftest import clean_environment
from tests.release.hand_made import publish, settings_of

Run = Callable[..., Result]
MEASURES = ("pair_precision", "pair_recall", "pair_f1", "cluster_f1")


@pytest.fixture(autouse=True)
def _environment() -> Iterator[None]:
    with clean_environment():
        yield


@pytest.fixture
def dtsen(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(evaluation, "DRAWS", 20)

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(item) for item in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    settings = settings_of(tmp_path / "home")
    publish(settings, "2026T1")
    with warehouse.connect(settings) as con:
        lay_home(con, people())
        lay_truth(con, tmp_path / "kembaran" / "truth", people())
    return settings


def status(dtsen: Run, home: Settings) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dtsen("status", "--home", home.root, "--json").stdout)
    return found


def assert_refused(result: Result, code: str) -> None:
    indonesian, english = result.stderr.strip().splitlines()
    assert indonesian.startswith(f"[{code}] ")
    assert english.startswith(f"[{code}] ")
    assert result.stdout == ""


def test_status_says_that_nothing_was_evaluated(dtsen: Run, home: Settings) -> None:
    linkage = status(dtsen, home)["linkage"]
    assert [linkage[name] for name in MEASURES] == [None] * 4
    assert "belum dievaluasi" in linkage["reason"]
    assert "never evaluated" in linkage["reason"]


def test_the_result_is_kept_in_the_home_and_shown_by_status(
    dtsen: Run, home: Settings, tmp_path: Path
) -> None:
    """The twin's folder may be given instead of its truth folder."""
    result = dtsen("evaluate", "--truth", tmp_path / "kembaran", "--home", home.root, "--json")
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    kept = json.loads(home.evaluation_file("2026T1").read_text())
    assert {**content, "sidik_rilis": kept["sidik_rilis"]} == kept
    shown = status(dtsen, home)
    assert kept["sidik_rilis"] == shown["fingerprint"]
    overall = content["pasangan"]["semua"]["semua"]
    assert shown["linkage"] == {
        "pair_precision": overall["edge"]["presisi"]["nilai"],
        "pair_recall": overall["edge"]["recall"]["nilai"],
        "pair_f1": overall["edge"]["f1"]["nilai"],
        "cluster_f1": overall["klaster"]["f1"]["nilai"],
        "reason": None,
    }
    assert shown["linkage"]["pair_recall"] == 0.125


def test_an_evaluation_of_other_contents_does_not_count(
    dtsen: Run, home: Settings, tmp_path: Path
) -> None:
    dtsen("evaluate", "--truth", tmp_path / "kembaran", "--home", home.root)
    path = home.evaluation_file("2026T1")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"sidik_rilis": "0" * 64}))
    linkage = status(dtsen, home)["linkage"]
    assert linkage["pair_f1"] is None
    assert "rilis lain" in linkage["reason"]
    path.write_text("{")
    assert "rusak" in status(dtsen, home)["linkage"]["reason"]


def test_the_table_speaks_both_languages_and_names_nobody(
    dtsen: Run, home: Settings, tmp_path: Path
) -> None:
    truth = tmp_path / "kembaran"
    text = dtsen("evaluate", "--truth", truth, "--home", home.root, "--samples", 3).stdout
    for indonesian, english in (
        ("Evaluasi pemadanan", "linkage evaluation"),
        ("presisi", "precision"),
        ("pasangan", "pairs"),
        ("luput", "missed"),
        ("kelompok orang", "subgroup of people"),
        ("di bawah rata-rata", "below the mean"),
        ("tidak dilihat aturan blok", "no blocking rule looks at it"),
    ):
        assert text.index(indonesian) < text.index(english)
    for record in people():
        assert record.nama not in text
        assert record.nik is None or record.nik not in text


def test_the_table_marks_the_subgroups_below_the_mean(
    dtsen: Run, home: Settings, tmp_path: Path
) -> None:
    """One pair of eight is found: one of the men's four, none of the women's."""
    text = dtsen("evaluate", "--truth", tmp_path / "kembaran", "--home", home.root).stdout
    rows = [row.split() for row in text.splitlines() if " / men" in row or " / women" in row]
    assert [row[:5] + row[-1:] for row in rows[:2]] == [
        ["laki-laki", "/", "men", "4", "1", "+12.50"],
        ["perempuan", "/", "women", "4", "0", "-12.50"],
    ]
    assert ["▼" in row for row in rows] == [False, True, False, True]


def test_no_truth_folder(dtsen: Run, home: Settings, tmp_path: Path) -> None:
    result = dtsen("evaluate", "--truth", tmp_path / "tiada", "--home", home.root)
    assert result.exit_code == 30
    assert_refused(result, "E-KEBENARAN-TIADA")
    assert "tiada" in result.stderr


def test_truth_of_another_twin(dtsen: Run, home: Settings, tmp_path: Path) -> None:
    strangers = people()
    for record in strangers:
        record.key += "x"
    with warehouse.connect(home) as con:
        other = lay_truth(con, tmp_path / "lain", strangers)
    result = dtsen("evaluate", "--truth", other, "--home", home.root)
    assert result.exit_code == 31
    assert_refused(result, "E-KEBENARAN-LAIN")
    assert "100%" in result.stderr
    assert not home.evaluation_file("2026T1").exists()


def test_a_release_that_was_not_finished(dtsen: Run, home: Settings, tmp_path: Path) -> None:
    with warehouse.connect(home) as con:
        con.execute("update wh.kendali.rilis set id_rilis = '2026T2'")
    result = dtsen("evaluate", "--truth", tmp_path / "kembaran", "--home", home.root)
    assert result.exit_code == 32
    assert_refused(result, "E-EVALUASI-USANG")


@pytest.mark.parametrize("name", ["point_readers", "bury"])
def test_a_publication_that_was_killed_is_ended_first(
    dtsen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The newest quarter built anew: its folder stands, readers or working file do not know it."""

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    home = settings_of(tmp_path / "home")
    publish(home, "2026T1")
    versions.request(home, ReleaseId.parse("2026T1"), "uji", "petugas")
    with monkeypatch.context() as context:
        context.setattr(publishing if name == "point_readers" else tombstones, name, dying)
        with pytest.raises(KeyboardInterrupt):
            publish(home, "2026T1", mark="ulang")
    with warehouse.connect(home) as con:
        lay_home(con, people())
        con.execute("update wh.kendali.rilis set versi = 2")
        lay_truth(con, tmp_path / "kembaran" / "truth", people())
    result = dtsen("evaluate", "--truth", tmp_path / "kembaran", "--home", home.root)
    assert result.exit_code == 0
    assert status(dtsen, home)["version"] == 2
    assert status(dtsen, home)["linkage"]["reason"] is None
    with warehouse.connect(home, read_only=True) as con:
        assert con.execute("select distinct tanda from wh.snapshot.individu").fetchall() == [
            ("ulang",)
        ]


def test_nothing_is_published(dtsen: Run, home: Settings, tmp_path: Path) -> None:
    empty = tmp_path / "kosong"
    result = dtsen("evaluate", "--truth", tmp_path / "kembaran", "--home", empty)
    assert_refused(result, "E-RILIS-TIADA")
    assert not empty.exists()
