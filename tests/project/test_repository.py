"""What lies in the repository: a lock with hashes and no addresses, no trace of a machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dagster_dtsen.settings import PROJECT_DIR
from tests.conftest import FolderScheduling
from tests.project.tree import tracked

LOCK = PROJECT_DIR / "requirements.lock"
# written in pieces, so that this file does not hold what it looks for
MACHINE = [
    r"(?<![\w.])/" + r"work/",
    r"(?<![\w.$}])/" + r"tmp/",
    r"(?<![\w.])/" + r"root/",
    r"(?<![\w.])/" + r"home/[a-z]+/",
    r"/" + r"Users/[A-Za-z]+/",
    r"[A-Z]:\\" + r"Users",
]
HOSTS = [
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    "registry" + r"\.",
    "arti" + "factory",
]
WORKSHOP = ["shared" + "/(design|reference|seeds)", r"issues" + " show", "contract" + r"\.md"]
BINARY = {".gz", ".parquet", ".png", ".duckdb"}


def entries() -> list[str]:
    """One string per locked package with its options."""
    text = re.sub(r"\\\n\s*", " ", LOCK.read_text())
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def test_every_locked_package_has_a_version_and_hashes() -> None:
    assert len(entries()) > 100
    for entry in entries():
        assert re.match(r"[a-z0-9][a-z0-9._-]*==\S+", entry), entry[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:60]


def test_the_lock_holds_no_address() -> None:
    text = LOCK.read_text()
    for pattern in (
        r"https?:",
        r"git\+",
        r"file:",
        r"@ ",
        "--find-links",
        "--extra-index",
        "--index-url",
        *HOSTS,
    ):
        assert not re.search(pattern, text), pattern


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=!~\[; ]", item)[0].lower().replace("_", "-") for item in wanted}
    locked = {entry.split("==")[0].replace("_", "-") for entry in entries()}
    assert names <= locked


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Path → content of every text file of the repository."""
    found = {}
    for path in tracked():
        if path.suffix in BINARY or path == LOCK:
            continue
        found[str(path.relative_to(PROJECT_DIR))] = path.read_text(encoding="utf-8")
    return found


def hits(texts: dict[str, str], patterns: list[str]) -> list[str]:
    return [
        f"{name}: {found.group(0)}"
        for name, text in texts.items()
        for pattern in patterns
        if (found := re.search(pattern, text))
    ]


def test_no_file_names_a_place_on_a_machine(texts: dict[str, str]) -> None:
    assert hits(texts, MACHINE) == []


def test_no_file_names_a_registry(texts: dict[str, str]) -> None:
    assert hits(texts, HOSTS) == []


def test_no_file_tells_how_the_work_was_organised(texts: dict[str, str]) -> None:
    assert hits(texts, WORKSHOP) == []


def test_the_searches_find_what_they_look_for() -> None:
    sample = {"a": "see /" + "work/main and /" + "tmp/x, from pypi" + ".org"}
    assert len(hits(sample, MACHINE)) == 2
    assert len(hits(sample, HOSTS)) == 1


def test_no_data_lies_in_the_repository() -> None:
    names = [path.relative_to(PROJECT_DIR) for path in tracked()]
    assert not [path for path in names if path.suffix in {".parquet", ".duckdb", ".wal", ".db"}]
    assert not [path for path in names if path.parts[0] == "data"]


def test_no_key_lies_in_the_repository(texts: dict[str, str]) -> None:
    assert hits(texts, [r"-----BEGIN [A-Z ]*PRIVATE KEY", r"AKIA[0-9A-Z]{16}"]) == []


@pytest.mark.parametrize(
    "name", ["LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
)
def test_what_an_open_project_owes_its_readers_is_there(name: str) -> None:
    assert len((PROJECT_DIR / name).read_text().split()) > 30


def test_ci_runs_the_verb_a_developer_runs() -> None:
    script = PROJECT_DIR / ".ci" / "run"
    assert "make test" in script.read_text()
    assert script.stat().st_mode & 0o111


def test_tests_of_a_folder_share_a_process_and_killed_runs_go_apart() -> None:
    scheduler = object.__new__(FolderScheduling)
    names = {
        "tests/e2e/test_regions.py::test_a": "e2e",
        "tests/e2e/test_regions.py::test_a[x/y]": "e2e",
        "tests/e2e/test_docs_in_browser.py::test_b": "e2e",
        "tests/e2e/test_killed_runs.py::test_c[4]": "test_killed_runs.py",
    }
    assert {name: scheduler._split_scope(name) for name in names} == names


def test_telemetry_is_off_in_every_entry(texts: dict[str, str]) -> None:
    assert "DAGSTER_DISABLE_TELEMETRY" in texts["Makefile"]
    assert "send_anonymous_usage_stats: false" in texts["dbt_project/dbt_project.yml"]
    home = texts["dagster_dtsen/dagster_home.py"]
    assert '"telemetry": {"enabled": False}' in home
    assert "SODA_CORE_TELEMETRY_ENABLED" in home


def test_paths_are_listed(texts: dict[str, str]) -> None:
    assert {"pyproject.toml", "Makefile", "dagster_dtsen/cli.py"} <= set(texts)
    assert Path(PROJECT_DIR / "pyproject.toml").exists()
