"""An erasure makes new versions; the rows of the old ones go, their manifests stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_dtsen import journal, notices
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts, as_of, notice, store, tombstones, versions
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from tests.release.hand_made import Seen, look, publish, settings_of

T1, T2, T3 = (ReleaseId.parse(name) for name in ("2026T1", "2026T2", "2026T3"))
MARK = b"orang-yang-dihapus"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with three releases; the person stands in the second and third."""
    made = settings_of(tmp_path / "home")
    publish(made, "2026T1")
    publish(made, "2026T2", mark=MARK.decode())
    publish(made, "2026T3", mark=MARK.decode())
    return made


def erase(
    settings: Settings, release: str = "2026T2", identity: str = "a1", count: int = 1
) -> None:
    more = {"penghapusan": identity, "individu": count}
    acts.enter(settings, acts.ERASE, release, "permohonan warga", "petugas", **more)


def rows_of(settings: Settings, name: str) -> list[Path]:
    return sorted((settings.releases_dir / name).rglob("*.parquet"))


def holds_mark(settings: Settings) -> list[str]:
    return sorted(
        {
            path.relative_to(settings.root).parts[1]
            for path in settings.releases_dir.rglob("*")
            if path.is_file() and MARK in path.read_bytes()
        }
    )


def test_old_versions_go_when_the_new_one_stands_and_not_before(settings: Settings) -> None:
    assert holds_mark(settings) == ["2026T2.v1", "2026T3.v1"]
    erase(settings)
    assert tombstones.bury(settings) == []
    assert [versions.to_build(settings, item) for item in (T1, T2, T3)] == [None, 2, 2]
    assert look(settings).release == "2026T3"
    second = publish(settings, "2026T2", mark="tanpa")
    assert second.manifest["menggantikan"]["alasan"] == "penghapusan / erasure: a1"
    assert second.manifest["penghapusan"] == {"tindakan": ["a1"], "individu": 1}
    # readers keep the newest quarter until it is built anew
    assert look(settings) == Seen("2026T3", frozenset({MARK.decode()}))
    assert holds_mark(settings) == ["2026T3.v1"]
    publish(settings, "2026T3", mark="tanpa")
    assert look(settings) == Seen("2026T3", frozenset({"tanpa"}))
    assert holds_mark(settings) == []
    assert rows_of(settings, "2026T1.v1")
    assert [versions.to_build(settings, item) for item in (T1, T2, T3)] == [None, None, None]


def test_manifest_and_count_stay(settings: Settings) -> None:
    path = settings.releases_dir / "2026T2.v1"
    before = (path / store.MANIFEST).read_bytes()
    erase(settings, count=3)
    erase(settings, "2026T3", "b2", 2)
    publish(settings, "2026T2", mark="tanpa")
    assert (path / store.MANIFEST).read_bytes() == before
    told = json.loads((path / store.TOMBSTONE).read_text())
    assert told == {"penghapusan": ["a1"], "individu": 3}
    assert rows_of(settings, "2026T2.v1") == []
    third = publish(settings, "2026T3", mark="tanpa")
    assert third.manifest["penghapusan"] == {"tindakan": ["a1", "b2"], "individu": 5}
    states = {row["rilis"]: row["keadaan"] for row in versions.states(settings)}
    assert states == {
        "2026T1.v1": "dipakai", "2026T2.v1": "dihapus", "2026T2.v2": "dipakai",
        "2026T3.v1": "dihapus", "2026T3.v2": "terbit",
    }  # fmt: skip
    assert set(verify_seals(settings, every=True)) == {"2026T1.v1", "2026T2.v2", "2026T3.v2"}


def test_a_destroyed_version_is_opened_by_nobody(settings: Settings) -> None:
    erase(settings)
    publish(settings, "2026T2", mark="tanpa")
    publish(settings, "2026T3", mark="tanpa")
    for call in (
        lambda: as_of.opened(settings, "2026T2.v1").__enter__(),
        lambda: versions.roll_back(settings, "2026T2.v1", "salah", "petugas"),
    ):
        with pytest.raises(DtsenError) as caught:
            call()
        assert caught.value.kind.code == "E-RILIS-DIHAPUS"


def test_a_withdrawn_quarter_goes_with_the_last_that_readers_could_see(settings: Settings) -> None:
    versions.roll_back(settings, "2026T2.v1", "tunggu", "petugas")
    erase(settings)
    assert versions.to_rebuild(settings, T2) == [T2]
    assert tombstones.bury(settings) == []
    assert holds_mark(settings) == ["2026T2.v1", "2026T3.v1"]
    publish(settings, "2026T2", mark="tanpa")
    assert holds_mark(settings) == []
    assert look(settings) == Seen("2026T2", frozenset({"tanpa"}))
    states = {row["rilis"]: row["keadaan"] for row in versions.states(settings)}
    assert (states["2026T2.v2"], states["2026T3.v1"]) == ("terbit", "dihapus")
    # it stays withdrawn: not brought back, and built by nobody who does not ask for it
    for call, code in (
        (lambda: versions.roll_back(settings, "2026T3.v1", "salah", "petugas"), "E-RILIS-DIHAPUS"),
        (lambda: versions.to_build(settings, T3), "E-RILIS-DITARIK"),
    ):
        with pytest.raises(DtsenError) as caught:
            call()
        assert caught.value.kind.code == code
    assert versions.request(settings, T3, "dibangun lagi", "petugas") == "2026T3.v1"
    third = publish(settings, "2026T3", mark="tanpa")
    assert third.name == "2026T3.v2"
    assert third.manifest["menggantikan"] == {"rilis": "2026T3.v1", "alasan": "dibangun lagi"}
    assert look(settings).release == "2026T3"


def test_a_withdrawn_quarter_that_alone_held_somebody_goes_at_once(settings: Settings) -> None:
    versions.roll_back(settings, "2026T2.v1", "tunggu", "petugas")
    erase(settings, "2026T3")
    assert tombstones.bury(settings) == ["2026T3.v1"]
    assert holds_mark(settings) == ["2026T2.v1"]
    assert look(settings).release == "2026T2"


def test_a_withdrawn_quarter_from_before_the_erasure_stays(settings: Settings) -> None:
    versions.roll_back(settings, "2026T2.v1", "tunggu", "petugas")
    erase(settings, "2026T4")
    assert tombstones.bury(settings) == []
    assert versions.roll_back(settings, "2026T3.v1", "kembali", "petugas").restored == ["2026T3.v1"]


def test_a_killed_destruction_is_ended_by_the_next_start(settings: Settings) -> None:
    erase(settings)
    publish(settings, "2026T2", mark="tanpa")
    layer = settings.releases_dir / "2026T2.v1" / "snapshot" / "individu"
    layer.mkdir(parents=True)
    (layer / "sisa.parquet").write_bytes(MARK)
    publishing.recover(settings)
    assert rows_of(settings, "2026T2.v1") == []


def test_in_a_restored_home_all_go_at_once_and_are_built_again(settings: Settings) -> None:
    erase(settings)
    assert tombstones.bury(settings, now=True) == ["2026T2.v1", "2026T3.v1"]
    assert holds_mark(settings) == []
    assert [item.name for item in store.stored(settings)] == ["2026T1.v1"]
    assert versions.to_rebuild(settings, T2) == [T2, T3]
    assert versions.to_build(settings, T2) == 2
    assert publish(settings, "2026T2", mark="tanpa").name == "2026T2.v2"
    assert publish(settings, "2026T3", mark="tanpa").manifest["id_dasar"] == "2026T2.v2"


def test_recipients_are_told_to_destroy_their_copies(settings: Settings) -> None:
    entry = {"rilis": "2026T2.v1", "objek": "tabel", "akun": "analis", "id": "individu"}
    journal.append(settings.access_log, entry)
    package = {"paket": "pkh.0001", "rilis": "2026T2.v1", "lembaga": "kemensos", "manifes": "ef"}
    for state in ("dibangun", "dilepas"):
        journal.append(settings.packages_log, package | {"jenis": state})
    erase(settings, count=2)
    publish(settings, "2026T2", mark="tanpa")
    written = notices.write(settings)
    assert sorted(path.name for path in written) == ["akun-analis", "instansi-kemensos"]
    for target in written:
        told = json.loads((target / notice.DATA).read_text())
        assert (told["dimusnahkan"], told["neraca"]) == (2, None)
        assert "2 orang dihapus" in (target / notice.PAGE).read_text()


def planted(settings: Settings, name: str, content: object) -> None:
    (settings.releases_dir / name / store.TOMBSTONE).write_text(json.dumps(content))


@pytest.mark.parametrize("ids", [["palsu"], ["a1", "palsu"], [], None, "a1"])
def test_a_tombstone_laid_by_hand_hides_no_release(settings: Settings, ids: object) -> None:
    erase(settings, "2026T3")
    planted(settings, "2026T2.v1", {"penghapusan": ids, "individu": 1})
    before = rows_of(settings, "2026T2.v1")
    assert tombstones.bury(settings) == []
    for act in (verify_seals, publishing.recover, tombstones.check):
        with pytest.raises(DtsenError, match=r"2026T2.v1 .*nisan.json") as caught:
            act(settings)
        assert caught.value.kind.code == "E-SEGEL-RUSAK"
    assert rows_of(settings, "2026T2.v1") == before


def test_nor_does_one_that_was_copied_to_a_version_from_after_the_erasure(
    settings: Settings,
) -> None:
    erase(settings)
    publish(settings, "2026T2", mark="tanpa")
    tombstones.check(settings)
    assert tombstones.destroyed(settings) == ["2026T2.v1"]
    told = json.loads((settings.releases_dir / "2026T2.v1" / store.TOMBSTONE).read_text())
    planted(settings, "2026T2.v2", told)
    with pytest.raises(DtsenError, match=r"2026T2.v2 .*nisan.json"):
        verify_seals(settings)
    tombstones.bury(settings)
    assert rows_of(settings, "2026T2.v2")


def test_without_an_erasure_in_the_log_none_is_right(settings: Settings) -> None:
    planted(settings, "2026T3.v1", {"penghapusan": ["a1"], "individu": 1})
    with pytest.raises(DtsenError, match=r"2026T3.v1"):
        publishing.recover(settings)
    assert look(settings).release == "2026T3", "readers keep what they have"
