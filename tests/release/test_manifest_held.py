"""What `dtsen verify` holds of an unsigned manifest beside the contents of the tables."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import as_of, intact, store
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from tests.release.hand_made import publish, settings_of

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = settings_of(tmp_path_factory.mktemp("asli") / "home")
    publish(made, "2026T1")
    publish(made, "2026T2")
    return made.root


@pytest.fixture
def settings(tmp_path: Path, built: Path) -> Settings:
    """A home of its own with two releases."""
    shutil.copytree(built, tmp_path / "home")
    return settings_of(tmp_path / "home")


def edited(settings: Settings, name: str, edit: Edit) -> None:
    path = settings.releases_dir / name / store.MANIFEST
    content = json.loads(path.read_text())
    edit(content)
    path.write_text(json.dumps(content))


def refused(act: Callable[[], object]) -> tuple[str, str]:
    """Release and parts that a damaged seal is told of."""
    with pytest.raises(DtsenError) as caught:
        act()
    assert caught.value.kind.code == "E-SEGEL-RUSAK"
    return str(caught.value.details["release"]), str(caught.value.details["tables"])


def table(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["lapisan"]["snapshot"]["individu"]
    return found


def other_type(content: dict[str, Any]) -> None:
    table(content)["kolom"][0][1] = "INTEGER"


TABLE_EDITS: dict[str, Edit] = {
    "rows": lambda content: table(content).update(baris=1),
    "columns": lambda content: table(content)["kolom"].pop(),
    "types": other_type,
    "sha256": lambda content: table(content)["berkas"][0].update(sha256="0" * 64),
    "no rows": lambda content: table(content).pop("baris"),
    "no columns": lambda content: table(content).update(kolom=None),
}
RELEASE_EDITS: dict[str, tuple[Edit, str]] = {
    "no base": (lambda content: content.update(id_dasar=None, kiriman=[]), "id_dasar"),
    "base not stored": (lambda content: content.update(id_dasar="2026T1.v7"), "id_dasar"),
    "base of no quarter before": (lambda content: content.update(id_dasar="2026T2.v1"), "id_dasar"),
    "base that is no name": (lambda content: content.update(id_dasar=["2026T1.v1"]), "manifest"),
    "a gate not passed": (lambda content: content["gerbang"][2].update(lulus=False), "gerbang"),
    "no gates": (lambda content: content.update(gerbang=[]), "gerbang"),
    "gates gone": (lambda content: content.pop("gerbang"), "manifest"),
}
# these are looked at by every start too
FOLDER_EDITS: dict[str, Edit] = {
    "another release": lambda content: content.update(id_rilis="2030T4"),
    "another version": lambda content: content.update(versi=9),
    "no release": lambda content: content.pop("id_rilis"),
    "no layer of results": lambda content: content["lapisan"].pop("hasil"),
    "no layers": lambda content: content.update(lapisan=[]),
    "no fingerprints": lambda content: content.pop("sidik"),
    "no fingerprint of a table": lambda content: table(content).pop("sidik"),
    "no files of a table": lambda content: table(content).pop("berkas"),
}


def test_releases_as_they_were_published_hold(settings: Settings) -> None:
    assert set(verify_seals(settings, every=True)) == {"2026T1.v1", "2026T2.v1"}


@pytest.mark.parametrize("what", TABLE_EDITS)
def test_what_the_manifest_says_of_a_table_is_held_against_it(
    settings: Settings, what: str
) -> None:
    edited(settings, "2026T2.v1", TABLE_EDITS[what])
    assert refused(lambda: verify_seals(settings)) == ("2026T2.v1", "snapshot.individu")
    with as_of.opened(settings, "2026T2") as found:
        wrong = refused(lambda: as_of.verify(found, "individu"))
        assert as_of.verify(found, "keluarga") == 1
    assert wrong == ("2026T2.v1", "snapshot.individu")


@pytest.mark.parametrize("what", RELEASE_EDITS)
def test_base_and_gates_are_what_a_published_release_can_have(
    settings: Settings, what: str
) -> None:
    edit, part = RELEASE_EDITS[what]
    edited(settings, "2026T2.v1", edit)
    assert refused(lambda: verify_seals(settings)) == ("2026T2.v1", part)


@pytest.mark.parametrize("what", FOLDER_EDITS)
def test_a_manifest_of_another_release_or_without_a_part_is_found_at_every_start(
    settings: Settings, what: str
) -> None:
    edited(settings, "2026T2.v1", FOLDER_EDITS[what])
    for act in (
        lambda: verify_seals(settings),
        lambda: publishing.recover(settings),
        lambda: as_of.opened(settings, "2026T2").__enter__(),
    ):
        name, parts = refused(act)
        assert (name, "manifest" in parts) == ("2026T2.v1", True)


def test_a_copy_under_another_name_is_no_release_of_that_name(settings: Settings) -> None:
    folder = settings.releases_dir / "2026T2.v1"
    shutil.copytree(folder, folder.with_name("2026T3.v1"))
    for act in (
        lambda: verify_seals(settings),
        lambda: publishing.recover(settings),
        lambda: as_of.opened(settings, "2026T3").__enter__(),
    ):
        assert refused(act) == ("2026T3.v1", "manifest")


def test_files_of_a_table_are_held_where_they_are_read(settings: Settings) -> None:
    """One byte of a file, its size kept: looked at where whoever asks reads that table."""
    stored = store.named(settings, "2026T2")
    path = next((stored.path / "snapshot" / "individu").rglob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)
    intact.complete(stored)
    intact.complete_with(stored, [("snapshot", "keluarga"), ("snapshot", "tak_disegel")])
    names = [("snapshot", "keluarga"), ("snapshot", "individu")]
    assert refused(lambda: intact.complete_with(stored, names))[1] == "snapshot.individu"
