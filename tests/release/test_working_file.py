"""A working file that lost something is found at the start; an honest one is not flagged."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from dagster_dtsen import files, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release import working_file
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.release.hand_made import KEY, OTHER_KEY, publish, settings_of
from tests.release.working_homes import cut, flip, found, honest, killed, leave

NEXT = ReleaseId.parse("2026T2")


@pytest.fixture
def left(settings: Settings) -> Settings:
    return leave(settings)


@pytest.fixture
def any_left(any_settings: Settings) -> Settings:
    """An open and an encrypted one."""
    return leave(any_settings)


def test_a_home_left_in_order_is_not_flagged(left: Settings) -> None:
    assert honest(left)
    assert honest(left)
    told = json.loads(left.warehouse_print.read_text())
    assert told["kiriman"] == {"d-1": 15}
    assert told["tabel"]["history.riwayat_uji"] == 100


@pytest.mark.parametrize("noted", [True, False])
def test_a_killed_run_is_not_flagged(any_left: Settings, noted: bool) -> None:
    killed(any_left, noted)
    assert honest(any_left)
    working_file.leave(any_left)
    assert honest(any_left)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_log_cut_short_is_found(any_left: Settings, share: float) -> None:
    """The engine opens what is left of it without a word."""
    log = killed(any_left)
    cut(log, share)
    assert "kiriman / deliveries" in found(any_left)


def test_a_log_that_is_gone_is_found(left: Settings) -> None:
    killed(left).unlink()
    assert found(left) == "10 kiriman / deliveries"


def test_what_was_never_noted_may_be_lost(left: Settings) -> None:
    """As if the run had been killed earlier: its deliveries are received again."""
    killed(left, noted=False).unlink()
    assert honest(left)


def test_a_log_that_cannot_be_read_is_set_aside(any_left: Settings) -> None:
    flip(killed(any_left), 0.2)
    assert found(any_left)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_file_cut_short_is_set_aside(left: Settings, share: float) -> None:
    cut(left.warehouse_file, share)
    assert found(left)


def test_a_file_that_is_none_is_set_aside(left: Settings) -> None:
    left.warehouse_file.write_bytes(b"bukan basis data" * 1000)
    assert found(left) == "tidak terbuka / does not open"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("delete from ledger.berkas where jumlah_terbaca = 5", "1 kiriman"),
        ("delete from ledger.kiriman where _delivery = 'd-1'", "1 kiriman"),
        ("delete from ledger.kiriman where _delivery = 'd-x'", "ledger.kiriman"),
        ("delete from history.riwayat_uji where id = 7", "history.riwayat_uji"),
        (
            "update history.riwayat_uji set dbt_valid_to = date '2026-03-31' where id = 7",
            "history.riwayat_uji",
        ),
        ("update linkage.peta_individu set id_individu = 'p0' where record_key = 'r1'", "peta"),
        ("drop table linkage.peta_individu", "linkage.peta_individu"),
        ("create table main.lain as select 1 as a", "main.lain"),
    ],
)
def test_a_file_left_in_order_must_hold_just_that(left: Settings, change: str, name: str) -> None:
    with warehouse.connect(left) as con:
        con.execute(change)
    assert name in found(left)


def test_an_older_file_in_its_place_is_found(left: Settings) -> None:
    older = left.warehouse_file.read_bytes()
    with working_file.changing(left, NEXT), warehouse.connect(left) as con:
        con.execute("insert into ledger.kiriman (_delivery, status) values ('d-2', 'diterima')")
    assert honest(left)
    left.warehouse_file.write_bytes(older)
    assert found(left).startswith("1 kiriman")


HISTORY = """
update history.riwayat_uji set dbt_valid_to = date '2026-06-30' where id < 10;
insert into history.riwayat_uji
select id, date '2026-06-30', null from history.riwayat_uji where id < 10
"""


def test_history_of_what_is_being_built_may_come_and_go(left: Settings) -> None:
    killed(left, last=HISTORY)
    assert honest(left)


def test_history_of_what_was_published_may_not(left: Settings) -> None:
    killed(left, last="delete from history.riwayat_uji where id < 10")
    assert found(left) == "history.riwayat_uji"


def test_an_act_by_hand_is_noted_when_it_ends(left: Settings) -> None:
    with working_file.changing(left), warehouse.connect(left) as con:
        con.execute("drop table history.riwayat_uji")
    assert honest(left)


def test_a_step_that_fails_leaves_the_file_in_order(left: Settings) -> None:
    with pytest.raises(ValueError, match="x"), working_file.changing(left, NEXT):
        with warehouse.connect(left) as con:
            con.execute("create table main.lain as select 1 as a")
        raise ValueError("x")
    assert json.loads(left.warehouse_print.read_text())["keadaan"] == "tutup"
    assert honest(left)


def test_a_note_that_found_no_room_leaves_nothing_beside_it(
    left: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = left.warehouse_print.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(files, "sync", no_room)
        with pytest.raises(OSError, match="No space"):
            working_file.leave(left)
    assert left.warehouse_print.read_bytes() == before
    assert not list(left.root.glob("*.baru"))


def test_what_a_killed_writer_left_beside_the_note_goes_at_the_next_start(left: Settings) -> None:
    aside = files.aside(left.warehouse_print)
    aside.write_text("{")
    assert honest(left)
    assert not aside.exists()


def test_a_lost_file_is_told_once(left: Settings) -> None:
    left.warehouse_file.unlink()
    (said,) = publishing.recover(left)
    assert "hilang, dibangun lagi oleh rilis berikut / lost, built again" in said
    assert publishing.recover(left) == []


def test_a_home_from_before_or_with_a_broken_note_is_not_flagged(left: Settings) -> None:
    for text in ("", "{", "[]", '{"bentuk": 99, "keadaan": "tutup"}'):
        left.warehouse_print.write_text(text)
        assert publishing.recover(left) == []
    left.warehouse_print.unlink()
    assert publishing.recover(left) == []
    assert left.warehouse_file.exists()


def test_a_wrong_key_is_no_damage(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "home", KEY)
    publish(settings, "2026T1")
    working_file.leave(settings)
    with pytest.raises(DtsenError, match="E-KUNCI-SALAH"):
        working_file.check(settings_of(tmp_path / "home", OTHER_KEY))
    assert honest(settings)


def test_a_home_in_which_nothing_was_done_yet_is_not_flagged(settings: Settings) -> None:
    settings.root.mkdir()
    working_file.begin(settings, NEXT)
    assert publishing.recover(settings) == []


def test_the_newest_release_must_be_whole_before_a_run_goes_on(left: Settings) -> None:
    path = next((left.releases_dir / "2026T1.v1").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DtsenError, match="E-SEGEL-RUSAK"):
        publishing.recover(left)
