"""Commands whose acts stand in the audit log, and are not done where it cannot be written."""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import audits, erasures, notices, publications, warehouse
from dagster_dtsen.audit import log
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import register, store
from dagster_dtsen.reception import ledger
from dagster_dtsen.release import acts
from dagster_dtsen.release import store as stored
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.audit.told import ended, unwritable
from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.release.hand_made import build, look, publish, settings_of
from tests.targeting.small_release import criteria_file, many, publish_release

WHY = ("--alasan", "angka keliru", "--oleh", "Ani")


@pytest.fixture
def known(home: Path) -> Settings:
    settings = settings_of(home)
    publish(settings, "2026T1")
    publish(settings, "2026T2")
    return settings


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[Settings, Run, tuple[Any, ...]], None]:
    """A command on a disk with no room for the log ends with the code of a full disk."""

    def run(settings: Settings, dtsen: Run, words: tuple[Any, ...]) -> None:
        codes: list[int] = []

        def act() -> None:
            result = dtsen(*words)
            codes.append(result.exit_code)
            if result.exit_code == 97:
                raise OSError(errno.ENOSPC, "")

        unwritable(settings, monkeypatch, act)
        assert codes == [97]

    return run


def test_readers_see_another_version_only_when_that_was_noted(
    dtsen: Run, known: Settings, full: Any
) -> None:
    words = ("rollback", "2026T1.v1", *WHY, "--home", known.home)
    full(known, dtsen, words)
    assert look(known).release == "2026T2"
    assert acts.log(known) == []
    assert dtsen(*words).exit_code == 0
    assert ended(known, "rilis", "tujuan") == [("putus", "rilis", "2026T1.v1", "kembalikan versi")]
    assert look(known).release == "2026T1"


def test_a_version_asked_for_anew_is_noted(
    known: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> str:
        return notices.request(known, ReleaseId.parse("2026T2"), "angka keliru", "Ani")

    unwritable(known, monkeypatch, ask)
    assert acts.log(known) == []
    assert ask() == "2026T2.v1"
    assert ended(known, "tujuan") == [("putus", "rilis", "bangun ulang")]


def test_who_took_a_table_is_told_of_its_withdrawal_from_the_audit_log(
    dtsen: Run, known: Settings, tmp_path: Path, full: Any
) -> None:
    words = ("as-of", "2026T2", "--table", "individu", "--home", known.home, "--berkas")
    full(known, dtsen, (*words, tmp_path / "x.csv"))
    assert not (tmp_path / "x.csv").exists()
    for name in ("a.csv", "b.csv"):
        assert dtsen(*words, tmp_path / name).exit_code == 0
    # refused: it is there; who only failed took nothing
    assert_error(dtsen(*words, tmp_path / "a.csv"), "E-BERKAS-ADA", 59)
    assert ended(known, "rilis", "baris") == [("ekspor", "tabel", "2026T2.v1", 8)] * 2
    assert not known.access_log.exists()
    told = notices.recipients(known, "2026T2.v1")
    (account,) = {entry["oleh"] for entry in log.entries(known)}
    assert told == {("akun", account): {"daftar": [], "paket": [], "tabel": ["individu"]}}
    assert notices.recipients(known, "2026T1.v1") == {}


def test_a_table_that_was_never_written_makes_nobody_a_recipient(
    dtsen: Run, known: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("lama")
    words = ("as-of", "2026T2", "--table", "individu", "--home", known.home, "--berkas")
    dtsen(*words, tmp_path / "a.csv")
    assert [entry["hasil"] for entry in log.entries(known)] == ["mulai", "gagal"]
    assert notices.recipients(known, "2026T2.v1") == {}


def test_a_backup_a_drill_and_a_restoration_stand_in_the_log(
    dtsen: Run, known: Settings, tmp_path: Path, full: Any
) -> None:
    place, target = tmp_path / "cadangan", settings_of(tmp_path / "pulih")
    words = ("backup", "--plain", "--to", place, "--home", known.home)
    full(known, dtsen, words)
    assert not place.exists()
    assert dtsen(*words).exit_code == 0
    assert ended(known, "tujuan") == [("ekspor", "cadangan", "cadangan")]
    drill = ("drill", "--plain", "--from", place, "--home", known.home)
    full(known, dtsen, drill)
    assert not known.drills_log.exists()
    assert dtsen(*drill).exit_code == 0
    assert ended(known, "tujuan")[-1] == ("buka", "cadangan", "latihan")
    back = ("restore", "--plain", "--from", place, "--home", target.home)
    assert dtsen(*back).exit_code == 0
    assert ended(target, "tujuan") == [("buka", "cadangan", "pemulihan")]
    assert audits.verify(target)["kerusakan"] == []
    # it goes on where the copy ends: with the beginning of the backup
    assert audits.verify(target)["belum_ditutup"] == [1]


def test_a_home_is_not_restored_when_its_log_cannot_say_so(
    dtsen: Run, known: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads outside are newer than the log that comes back."""
    place, target, heads = tmp_path / "cadangan", tmp_path / "pulih", tmp_path / "luar"
    dtsen("backup", "--plain", "--to", place, "--home", known.home)
    heads.mkdir()
    (heads / "kepala-900.json").write_text("{}")
    words = ("restore", "--plain", "--from", place, "--home", target)
    monkeypatch.setenv("DTSEN_AUDIT_ANCHOR", str(heads))
    assert_error(dtsen(*words), "E-JEJAK-RUSAK", 104)
    assert not target.exists()
    (tmp_path / "luar2").mkdir()
    monkeypatch.setenv("DTSEN_AUDIT_ANCHOR", str(tmp_path / "luar2"))
    assert dtsen(*words).exit_code == 0
    assert look(settings_of(target)).release == "2026T2"


def test_a_model_is_approved_only_when_that_was_noted(dtsen: Run, home: Path, full: Any) -> None:
    settings = settings_of(home)
    shipped = store.load(settings)
    moved = shipped.koefisien | {"tetapan": {"1": Decimal("13.000001")}}
    store.keep(settings, replace(shipped, koefisien=moved), "siti")
    label = next(entry.label for entry in register.entries(settings) if entry.asal == "rumah")
    words = ("models", "approve", label, *WHY, "--mulai", "2026T3", "--home", home)
    before = register.log_file(settings).read_text()
    full(settings, dtsen, words)
    assert register.log_file(settings).read_text() == before
    assert dtsen(*words).exit_code == 0
    assert ended(settings, "rilis", "tujuan") == [("putus", "model", "2026T3", "persetujuan")]


def test_programmes_are_counted_only_when_that_was_noted(
    dtsen: Run, home: Path, tmp_path: Path, full: Any
) -> None:
    settings = settings_of(home)
    publish_release(settings, many(seed=5, families=50))
    file = criteria_file(tmp_path, program="satu", desil=[1, 2])
    words = ("target", file, "--home", home, "--to", tmp_path / "hasil")
    full(settings, dtsen, words)
    assert not list(tmp_path.glob("hasil/*"))
    assert dtsen(*words).exit_code == 0
    assert ended(settings, "tujuan", "baris") == [("lihat", "rilis", "pensasaran program", None)]


def test_a_delivery_is_revoked_only_when_that_was_noted(dtsen: Run, home: Path, full: Any) -> None:
    settings = settings_of(home)
    publish(settings, "2026T1", rows=4)
    with warehouse.connect(settings) as con:
        ledger.create(con)
        con.execute("drop table reception.hitungan_kiriman")
        con.execute(
            "insert into ledger.kiriman "
            "(_delivery, penyedia, tanggal_acuan, tanggal_kirim, status) values "
            "('uji-2026T1-abc', 'uji', date '2026-01-31', date '2026-02-10', 'diterima')"
        )
    words = ("deliveries", "revoke", "uji-2026T1-abc", "--home", home, "--alasan", "salah periode")
    full(settings, dtsen, words)
    assert not settings.decisions_file.exists()
    assert dtsen(*words).exit_code == 0
    assert ended(settings, "tujuan") == [("putus", "kiriman", "cabut kiriman")]


def test_an_erasure_that_cannot_be_noted_erases_nothing_and_a_refused_one_is_told(
    known: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erase() -> object:
        day = dt.date(2026, 4, 1)
        return erasures.erase(known, ["I1", "I2", "I1"], "permohonan warga", "Ani", day)

    unwritable(known, monkeypatch, erase)
    with pytest.raises(DtsenError):
        erase()
    assert not known.erasures_file.exists()
    begun, failed = log.entries(known)
    assert (begun["tujuan"], begun["baris"], len(begun["orang"])) == ("penghapusan", 3 - 1, 2)
    assert (failed["hasil"], failed["sebab"]) == ("gagal", "E-RILIS-TIADA")


def test_a_release_is_published_only_when_that_was_noted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, release = settings_of(home), ReleaseId.parse("2026T1")
    manifest = build(settings, "2026T1")

    def publish_it() -> None:
        publications.publish(settings, release, manifest)

    unwritable(settings, monkeypatch, publish_it)
    assert stored.versions(settings) == []
    publish_it()
    assert [item.name for item in stored.versions(settings)] == ["2026T1.v1"]
    persons = manifest["ringkasan"]["individu"]
    assert ended(settings, "rilis", "baris") == [("bangun", "rilis", "2026T1.v1", persons)]
