"""A backup taken while a run appends, archives and publishes holds a state that was there."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from dagster_dtsen import backups, journal
from dagster_dtsen.backup import kept
from dagster_dtsen.files import replace
from dagster_dtsen.release import store
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from tests.backup.homes import content, original, put, restored
from tests.release.hand_made import renamed
from tests.release.test_lock import another_process

LOG = "keputusan/penautan.jsonl"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (b"", 0),
        (b"abc", 0),
        (b"a\n", 2),
        (b"a\nb", 2),
        (b"a\nb\n", 4),
        (b"a\n" + b"x" * 200_000, 2),
        (b"x" * 70_000 + b"\n" + b"y" * 70_000, 70_001),
    ],
)
def test_a_log_counts_up_to_its_last_whole_line(tmp_path: Path, text: bytes, whole: int) -> None:
    assert kept.whole_lines(put(tmp_path, "a.jsonl", text)) == whole


def test_a_line_half_written_is_left_out(settings: Settings, place: Path) -> None:
    put(settings.root, LOG, b'{"a": 1}\n{"b": ')
    backups.backup(settings, place)
    assert restored(settings, place)[LOG] == b'{"a": 1}\n'


def test_no_lock_of_the_home_is_needed(settings: Settings, place: Path) -> None:
    with another_process(settings):
        backups.backup(settings, place)
    with run_lock(settings):
        backups.backup(settings, place)


def test_a_release_without_its_manifest_is_not_there_yet(settings: Settings, place: Path) -> None:
    (settings.releases_dir / "2026T2.v1" / store.MANIFEST).unlink()
    told = backups.backup(settings, place)
    assert set(told["rilis"]) == {"2026T1.v1"}
    assert not [name for name in restored(settings, place) if "2026T2.v1" in name]


def test_a_package_that_is_replaced_meanwhile_is_left_out_and_counted(
    settings: Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original_pieces = kept.pieces

    def then_gone(*arguments: object) -> list[kept.Piece]:
        found = original_pieces(*arguments)  # type: ignore[arg-type]
        shutil.rmtree(settings.returns_dir / "2026T1")
        return found

    monkeypatch.setattr(kept, "pieces", then_gone)
    told = backups.backup(settings, place)
    assert told["hilang"] == 1
    assert not [name for name in restored(settings, place) if name.startswith("pengembalian/")]


def test_a_package_that_goes_after_it_was_copied_fails_no_backup(
    settings: Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = settings.returns_dir / "2026T1" / "dukcapil"
    original_folders = kept.folders

    def now_gone(*arguments: object) -> dict[str, int]:
        package.rename(settings.root / "kerja" / "dukcapil")
        return original_folders(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "folders", now_gone)
    assert backups.backup(settings, place)["hilang"] == 0
    name = "pengembalian/2026T1/dukcapil/dukcapil-2026T1-a/ringkasan.json"
    assert restored(settings, place)[name] == b"{}"
    folder = settings.root.with_name("pulih-0") / "pengembalian" / "2026T1" / "dukcapil"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_package_swapped_meanwhile_is_copied_as_it_is_then(
    settings: Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = settings.returns_dir / "2026T1" / "dukcapil" / "dukcapil-2026T1-a"
    put(package, "putusan.html", b"lama")
    original_pieces = kept.pieces

    def then_swapped(*arguments: object) -> list[kept.Piece]:
        found = original_pieces(*arguments)  # type: ignore[arg-type]
        shutil.rmtree(package)
        put(package, "ringkasan.json", b"baru")
        return found

    monkeypatch.setattr(kept, "pieces", then_swapped)
    assert backups.backup(settings, place)["hilang"] == 1
    found = restored(settings, place)
    told = {name.split("/")[-1]: found[name] for name in found if name.startswith("pengembalian/")}
    assert told == {"ringkasan.json": b"baru"}


def test_links_lead_nowhere(settings: Settings, place: Path, tmp_path: Path) -> None:
    put(tmp_path, "rahasia.txt", b"x")
    (settings.root / "keputusan" / "bukti" / "tautan").symlink_to(tmp_path / "rahasia.txt")
    backups.backup(settings, place)
    assert not [name for name in restored(settings, place) if "tautan" in name]


class Worker(threading.Thread):
    """Does what a run does, in its order: evidence, then the log; files, note, then a release."""

    def __init__(self, settings: Settings, source: Path) -> None:
        super().__init__()
        self.settings, self.source = settings, source
        self.stop, self.rounds = threading.Event(), 0

    def run(self) -> None:
        root = self.settings.root
        # a pause each, so that it is at work through all backups on a fast machine too
        while not self.stop.wait(0.05) and self.rounds < 200:
            self.rounds += 1
            name = f"{self.rounds:04d}"
            part = put(root, f"keputusan/bukti/{name}.baru", name.encode() * 500)
            replace(part, root / "keputusan" / "bukti" / name)
            journal.append(root / LOG, {"bukti": name})
            archived = original(root, name.encode() * 900)
            put(root, f"arsip/pengantar/p/{name}/n.yml", archived.name.encode())
            if self.rounds % 5 == 0:
                self._publish(name)

    def _publish(self, last: str) -> None:
        """A next quarter that needs all decisions so far: its manifest names the last."""
        base = store.versions(self.settings)[-1]
        name = f"{base.release.next}.v1"
        building = self.settings.releases_dir / store.BUILD / name
        shutil.copytree(self.source, building)
        manifest = json.loads((building / store.MANIFEST).read_text())
        manifest |= {"kiriman": [last], "id_dasar": base.name}
        (building / store.MANIFEST).write_text(json.dumps(manifest))
        renamed(building, name)
        replace(building, self.settings.releases_dir / name)


def test_backups_of_a_home_at_work_hold_together(settings: Settings, place: Path) -> None:
    source = settings.root.parent / "acuan"
    shutil.copytree(settings.releases_dir / "2026T1.v1", source)
    (settings.releases_dir / store.BUILD).mkdir(exist_ok=True)
    worker = Worker(settings, source)
    worker.start()
    try:
        told = [backups.backup(settings, place) for _ in range(6)]
    finally:
        worker.stop.set()
        worker.join()
    assert worker.rounds > 5
    assert told[-1]["berkas"] > told[0]["berkas"]
    backups.verify(settings, place)
    for item in told:
        number = item["generasi"]
        home = settings.root.with_name(f"pulih-{number}")
        found = restored(settings, place, number)
        decided = [json.loads(line)["bukti"] for line in found.get(LOG, b"").splitlines()]
        assert decided == sorted(decided)
        evidence = {name.split("/")[-1] for name in found if name.startswith("keputusan/bukti/")}
        assert set(decided) <= evidence
        for name, text in found.items():
            if name.startswith("arsip/pengantar/p/"):
                assert f"arsip/{text[:2].decode()}/{text.decode()}" in found
        releases = store.versions(settings.model_copy(update={"home": home}))
        assert {release.name for release in releases} == set(item["rilis"])
        for release in releases:
            if release.name > "2026T2.v1":
                assert release.manifest["kiriman"][0] in decided
        shutil.rmtree(home)
    last = settings.model_copy(update={"home": settings.root.with_name("akhir")})
    backups.restore(last, place)
    assert len(verify_seals(last, every=True)) == len(told[-1]["rilis"])
    assert content(last.root)
