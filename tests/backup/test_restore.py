"""A home comes back whole into an empty folder, or nothing does."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from dagster_dtsen import (
    backups,
    deliveries,
    erasures,
    explain,
    orchestrate,
    register_questions,
    waiting,
    warehouse,
    worklists,
)
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import publish, store
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.release.status import verify_seals
from dagster_dtsen.settings import Settings
from tests.backup.homes import OTHER, at, content, kept, put, refused, restored
from tests.release.hand_made import KEY, OTHER_KEY, look, settings_of
from tests.release.hand_made import publish as publish_by_hand
from tests.release.test_lock import another_process


def test_everything_comes_back_as_it_was(settings: Settings, saved: Path, target: Settings) -> None:
    told = backups.restore(target, saved).told
    found = content(target.root)
    assert {name: found[name] for name in kept(settings.root)} == kept(settings.root)
    assert set(found) - set(kept(settings.root)) == {"terbit.duckdb", "dtsen.lock"}
    assert told["generasi"] == 2
    for name in kept(settings.root):
        old, new = (item.root / name for item in (settings, target))
        assert old.stat().st_mtime_ns == new.stat().st_mtime_ns
        assert old.stat().st_mode == new.stat().st_mode
    assert (target.root / "pengembalian").stat().st_mode & 0o777 == 0o700
    prints = {item.name: item.manifest["sidik"] for item in store.versions(settings)}
    assert {item.name: item.manifest["sidik"] for item in store.versions(target)} == prints
    assert set(verify_seals(target, every=True)) == {"2026T1.v1", "2026T2.v1"}
    assert not target.warehouse_file.exists()
    assert publish.published(target) == "2026T2.v1"
    assert publish.recover(target) == []


def test_without_a_release_due_commands_say_that_the_working_file_is_missing(
    saved: Path, target: Settings
) -> None:
    backups.restore(target, saved)
    shutil.rmtree(target.audit_dir)  # laid by hand, no chain
    day = dt.date(2026, 8, 1)
    assert orchestrate.due(target, [], day) is None
    with pytest.raises(DtsenError, match="E-RILIS-TIADA"):
        erasures.erase(target, ["tetap"], "permohonan warga", "petugas", day)
    for needs in (explain.linked, worklists.opened):
        with pytest.raises(DtsenError, match="E-RILIS-TIADA"), needs(target):
            pass
    for asks in (waiting.waits, register_questions.asked):
        with pytest.raises(DtsenError, match="E-RILIS-TIADA"):
            asks(target)
    with pytest.raises(DtsenError, match="E-BUKU-KOSONG"):
        deliveries.known(target)
    assert not target.warehouse_file.exists()


def test_a_backup_of_the_restored_home_copies_nothing(saved: Path, target: Settings) -> None:
    backups.restore(target, saved)
    told = backups.backup(target, saved)
    assert (told["generasi"], told["disalin"]) == (3, 0)


def test_an_encrypted_home_comes_back_with_its_key_and_with_no_other(tmp_path: Path) -> None:
    """With no key of its own the backup has that of the database."""
    settings = settings_of(tmp_path / "home", KEY)
    publish_by_hand(settings, "2026T1")
    place = tmp_path / "cadangan"
    backups.backup(settings, place)
    target = at(settings, tmp_path / "pulih")
    wrong = target.model_copy(update={"db_key": SecretStr(OTHER_KEY)})
    refused(wrong, place, "E-CADANGAN-KUNCI")
    apart = {"backup_key": SecretStr(KEY)}
    refused(wrong.model_copy(update=apart), place, "E-KUNCI-SALAH")
    refused(target.model_copy(update={"db_key": None, **apart}), place, "E-KUNCI-SALAH")
    backups.restore(target, place)
    assert look(target) == look(settings)
    assert verify_seals(target) == verify_seals(settings)


@pytest.mark.parametrize("there", ["file", "folder", "is_a_file"])
def test_only_an_empty_home_is_restored_into(saved: Path, target: Settings, there: str) -> None:
    if there == "is_a_file":
        target.root.write_text("x")
    elif there == "file":
        put(target.root, "catatan.txt", b"x")
    else:
        (target.root / "rilis").mkdir(parents=True)
    refused(target, saved, "E-RUMAH-TERISI")
    shutil.rmtree(target.root, ignore_errors=True)
    target.root.unlink(missing_ok=True)
    target.root.mkdir()
    backups.restore(target, saved)


def test_another_key_or_none_is_refused(saved: Path, target: Settings) -> None:
    for key in (OTHER, ""):
        wrong = target.model_copy(update={"backup_key": SecretStr(key)})
        said = refused(wrong, saved, "E-CADANGAN-KUNCI")
        assert not key or key not in said
    refused(target, saved, "E-CADANGAN-KUNCI", plain=True)


def test_what_is_not_there_is_told(saved: Path, target: Settings, tmp_path: Path) -> None:
    refused(target, tmp_path / "entah", "E-CADANGAN-TIADA")
    (tmp_path / "kosong").mkdir()
    refused(target, tmp_path / "kosong", "E-CADANGAN-TIADA")
    assert "1, 2" in refused(target, saved, "E-CADANGAN-TIADA", number=7)


def test_what_an_interrupted_restoration_left_does_not_matter(
    settings: Settings, saved: Path, target: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dying(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(backups, "sync_tree", dying)
        patch.setattr(backups.shutil, "rmtree", lambda *_, **__: None)
        backups.restore(target, saved)
    left = target.root.with_name(f".{target.root.name}.pulih")
    put(left, "sisa.txt", b"x")
    assert not target.root.exists()
    backups.restore(target, saved)
    assert not left.exists()
    assert not (target.root / "sisa.txt").exists()


def test_two_restorations_of_one_home_do_not_meet(saved: Path, target: Settings) -> None:
    aside = at(target, target.root.with_name(f".{target.root.name}.pulih"))
    with another_process(aside):
        with pytest.raises(DtsenError, match="E-SEDANG-BERJALAN"):
            backups.restore(target, saved)
        assert not target.root.exists()
    backups.restore(target, saved)
    with run_lock(target):
        pass


def test_a_home_without_a_release_comes_back_too(
    settings: Settings, place: Path, target: Settings
) -> None:
    for folder in (settings.releases_dir, settings.returns_dir):
        shutil.rmtree(folder)
    backups.backup(settings, place)
    backups.restore(target, place)
    assert content(target.root) == kept(settings.root) | {"dtsen.lock": b""}


def test_the_files_readers_see_are_those_of_the_new_place(saved: Path, target: Settings) -> None:
    backups.restore(target, saved)
    file = target.root / "terbit.duckdb"
    with warehouse.connect(target, database=file, read_only=True) as con:
        rows = con.execute("select count(*) from main.fct_peringkat_kesejahteraan").fetchall()
        places = con.execute(
            "select count(*) from duckdb_views() where not internal and schema_name <> 'main' "
            "and not contains(sql, ?)",
            [str(target.root)],
        ).fetchall()
    assert rows[0][0] == 2
    assert places == [(0,)]


def test_older_generations_are_restored_by_number(saved: Path, settings: Settings) -> None:
    assert restored(settings, saved, 1)["model/linkage.json"] == b"{}"
    assert restored(settings, saved, 2)["model/linkage.json"] == b"lain"
