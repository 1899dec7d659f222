"""`dtsen status` and a repeated `dtsen run` on a home published by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.release import store
from tests.cli.conftest import Run
from tests.release.hand_made import GATES, KEY, publish, settings_of

# the keys the system promises to whoever reads the JSON
PROMISED = {
    "release",
    "fingerprint",
    "individu",
    "keluarga",
    "deliveries",
    "rows",
    "desil",
    "gates",
    "seconds",
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> store.StoredRelease:
    settings = settings_of(tmp_path_factory.mktemp("status") / "home")
    publish(settings, "2026T1", rows=6)
    return publish(settings, "2026T2", rows=8)


@pytest.fixture
def published(stored: store.StoredRelease) -> Path:
    return stored.path.parent.parent


def shown(dtsen: Run, *arguments: object) -> dict[str, Any]:
    result = dtsen("status", *arguments, "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def test_status_json_has_the_promised_keys(dtsen: Run, published: Path) -> None:
    content = shown(dtsen, "--home", published)
    assert set(content) >= PROMISED
    assert set(content["deliveries"]) == {"received", "accepted", "refused"}
    assert set(content["rows"]) == {"received", "accepted", "returned"}
    assert all(set(gate) == {"name", "passed"} for gate in content["gates"])
    assert all(set(row) == {"desil", "keluarga", "individu"} for row in content["desil"])


def test_status_json_tells_the_figures_of_the_release(
    dtsen: Run, published: Path, stored: store.StoredRelease
) -> None:
    content = shown(dtsen, "--home", published)
    assert content["release"] == "2026T2"
    assert content["base"] == "2026T1.v1"
    assert content["releases"] == ["2026T1.v1", "2026T2.v1"]
    assert content["fingerprint"] == stored.manifest["sidik"]["rilis"]
    assert len(content["fingerprint"]) == 64
    assert (content["individu"], content["keluarga"]) == (8, 8)
    assert content["deliveries"] == {"received": 1, "accepted": 1, "refused": 0}
    assert content["rows"] == {"received": 12, "accepted": 9, "returned": 3}
    assert content["excluded"] == {"meninggal": 8}
    (overdue,) = content["overdue"]
    assert overdue["jatuh_tempo"] == "2025-11-15"
    assert [gate["name"] for gate in content["gates"]] == list(GATES)
    assert all(gate["passed"] is True for gate in content["gates"])
    assert content["seconds"] >= 0
    # seven ranked families of two persons, one in each decile, and one without rank
    assert content["desil"] == [
        *({"desil": number, "keluarga": 1, "individu": 2} for number in range(1, 8)),
        {"desil": None, "keluarga": 1, "individu": 2},
    ]


def test_status_json_holds_no_value_of_a_person(dtsen: Run, published: Path) -> None:
    text = json.dumps(shown(dtsen, "--home", published))
    assert "NAMA RAHASIA" not in text
    assert "id_individu-" not in text


def test_status_takes_the_home_from_the_environment(
    dtsen: Run, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTSEN_HOME", str(published))
    assert shown(dtsen)["release"] == "2026T2"


def test_status_in_words_tells_the_release_too(dtsen: Run, published: Path) -> None:
    result = dtsen("status", "--home", published)
    assert result.exit_code == 0
    assert "2026T2" in result.stdout


def test_status_changes_nothing(dtsen: Run, published: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in published.rglob("*")}
    shown(dtsen, "--home", published)
    assert {path: path.stat().st_mtime_ns for path in published.rglob("*")} == before


def test_status_of_an_encrypted_home(
    dtsen: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings_of(home, KEY), "2026T1")
    monkeypatch.setenv("DTSEN_DB_KEY", KEY)
    content = shown(dtsen, "--home", home)
    assert content["release"] == "2026T1"
    assert KEY not in json.dumps(content)


def test_verify_says_what_it_checked(dtsen: Run, published: Path) -> None:
    result = dtsen("verify", "--home", published)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[::2]] == ["2026T1.v1", "2026T2.v1"]
    assert all("segelnya" in line and "seal" in line for line in lines[::2])
    assert all("tidak ditandatangani" in line and "unsigned" in line for line in lines[1::2])


@pytest.mark.parametrize("options", [(), ("--release", "2026T1")])
def test_running_a_published_release_again_changes_no_published_byte(
    dtsen: Run, home: Path, landing: Path, options: tuple[str, ...]
) -> None:
    publish(settings_of(home), "2026T1")

    def published_bytes() -> dict[Path, bytes]:
        paths = [home / "terbit.duckdb", *(home / "rilis").rglob("*")]
        return {path: path.read_bytes() for path in paths if path.is_file()}

    before = published_bytes()
    result = dtsen("run", "--home", home, "--landing", landing, *options)
    assert result.exit_code == 0
    assert published_bytes() == before
    assert "sudah terbit" in result.stdout
    assert "already published" in result.stdout
    fingerprint = shown(dtsen, "--home", home)["fingerprint"]
    assert fingerprint in result.stdout


def test_a_run_with_nothing_due_says_how_a_lost_working_file_comes_back(
    dtsen: Run, home: Path, landing: Path
) -> None:
    settings = settings_of(home)
    publish(settings, "2026T1")
    arguments = ("run", "--home", home, "--landing", landing)
    with warehouse.connect(settings):
        pass
    assert "dtsen rebuild" not in dtsen(*arguments).stdout
    warehouse.remove_database(settings.warehouse_file)
    assert "gudang.duckdb tiada: kembali bersama rilis berikut" in dtsen(*arguments).stdout


def test_a_run_tells_figures_in_both_languages(dtsen: Run, home: Path, landing: Path) -> None:
    publish(settings_of(home), "2026T1")
    text = dtsen("run", "--home", home, "--landing", landing).stdout
    for indonesian, english in (
        ("Kiriman", "deliveries"),
        ("Baris", "rows"),
        ("individu", "persons"),
        ("keluarga", "families"),
        ("Gerbang", "gates"),
        ("Sidik", "fingerprint"),
        ("Desil nasional", "national deciles"),
        ("tanpa peringkat", "unranked"),
    ):
        assert text.index(indonesian) < text.index(english)
    assert "NAMA RAHASIA" not in text
