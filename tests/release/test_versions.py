"""Versions: asked for or called for by another base, withdrawn, brought back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts, control, store, versions
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.release.hand_made import Seen, look, publish, settings_of

T1, T2, T3 = (ReleaseId.parse(name) for name in ("2026T1", "2026T2", "2026T3"))


@pytest.fixture(params=[None, "kunci versi"], ids=["plain", "encrypted"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A home with two releases."""
    made = settings_of(tmp_path / "home", request.param)
    publish(made, "2026T1")
    publish(made, "2026T2")
    return made


def names(settings: Settings) -> list[str]:
    return [item.name for item in store.stored(settings)]


def seen(settings: Settings) -> Seen:
    return look(settings)


def code_of(caught: pytest.ExceptionInfo[DtsenError]) -> str:
    return caught.value.kind.code


def test_a_release_in_use_is_not_built_again(settings: Settings) -> None:
    assert [versions.to_build(settings, item) for item in (T1, T2, T3)] == [None, None, 1]
    with pytest.raises(DtsenError) as caught:
        publish(settings, "2026T1")
    assert code_of(caught) == "E-RILIS-SUDAH"


def test_a_new_version_calls_for_those_built_on_the_old_one(settings: Settings) -> None:
    assert versions.request(settings, T1, "kiriman salah", "petugas") == "2026T1.v1"
    assert [versions.to_build(settings, item) for item in (T1, T2)] == [2, None]
    assert versions.to_rebuild(settings, T1) == [T1, T2]
    first = publish(settings, "2026T1", mark="ulang")
    assert first.name == "2026T1.v2"
    assert first.manifest["menggantikan"] == {"rilis": "2026T1.v1", "alasan": "kiriman salah"}
    # readers keep the newest quarter until it is built on the new version too
    assert publishing.published(settings) == "2026T2.v1"
    assert seen(settings) == Seen("2026T2", frozenset({"2026T2"}))
    assert versions.to_build(settings, T2) == 2
    second = publish(settings, "2026T2", mark="ulang juga")
    assert (second.name, second.manifest["id_dasar"]) == ("2026T2.v2", "2026T1.v2")
    assert second.manifest["menggantikan"]["rilis"] == "2026T2.v1"
    assert "2026T1.v1 → 2026T1.v2" in second.manifest["menggantikan"]["alasan"]
    assert publishing.published(settings) == "2026T2.v2"
    assert seen(settings) == Seen("2026T2", frozenset({"ulang juga"}))
    assert [versions.to_build(settings, item) for item in (T1, T2)] == [None, None]
    assert [item.name for item in store.versions(settings)] == [
        "2026T1.v1", "2026T1.v2", "2026T2.v1", "2026T2.v2",
    ]  # fmt: skip


def test_the_same_content_built_anew_has_the_same_fingerprint(settings: Settings) -> None:
    before = store.named(settings, "2026T1.v1").manifest["sidik"]
    versions.request(settings, T1, "uji", "petugas")
    assert publish(settings, "2026T1").manifest["sidik"] == before
    assert (
        publish(settings, "2026T2").manifest["sidik"]
        == (store.named(settings, "2026T2.v1").manifest["sidik"])
    )


def test_a_rollback_points_readers_back_and_deletes_nothing(settings: Settings) -> None:
    before = sorted(path for path in settings.releases_dir.rglob("*") if path.is_file())
    change = versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    assert (change.withdrawn, change.restored) == (["2026T2.v1"], [])
    assert seen(settings) == Seen("2026T1", frozenset({"2026T1"}))
    assert names(settings) == ["2026T1.v1"]
    assert sorted(path for path in settings.releases_dir.rglob("*") if path.is_file()) == before
    # a start does not undo it, and nothing is built on or over what was withdrawn
    assert publishing.recover(settings) in ([], ["kerja"], ["tumpahan"])
    assert seen(settings).release == "2026T1"
    for release, code in ((T2, "E-RILIS-DITARIK"), (T3, "E-RILIS-DITARIK")):
        with pytest.raises(DtsenError) as caught:
            publish(settings, str(release))
        assert code_of(caught) == code


def test_a_rollback_can_be_rolled_back(settings: Settings) -> None:
    versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    # the quarter names no version any more: which one is to be brought back must be said
    with pytest.raises(DtsenError) as caught:
        versions.roll_back(settings, "2026T2", "ternyata benar", "petugas")
    assert code_of(caught) == "E-RILIS-DITARIK"
    change = versions.roll_back(settings, "2026T2.v1", "ternyata benar", "petugas")
    assert (change.withdrawn, change.restored) == ([], ["2026T2.v1"])
    assert seen(settings) == Seen("2026T2", frozenset({"2026T2"}))
    again = versions.roll_back(settings, "2026T2.v1", "lagi", "petugas")
    assert again.nothing
    assert len(acts.log(settings)) == 2


def test_a_withdrawn_release_is_built_anew_when_asked(settings: Settings) -> None:
    versions.roll_back(settings, "2026T1.v1", "kiriman rusak", "petugas")
    versions.request(settings, T2, "kiriman dicabut", "petugas")
    assert versions.to_build(settings, T2) == 2
    made = publish(settings, "2026T2", mark="baru")
    assert (made.name, made.manifest["id_dasar"]) == ("2026T2.v2", "2026T1.v1")
    assert made.manifest["menggantikan"] == {"rilis": "2026T2.v1", "alasan": "kiriman dicabut"}
    assert seen(settings) == Seen("2026T2", frozenset({"baru"}))
    assert versions.to_build(settings, T3) == 1


def test_an_older_version_comes_back_with_the_versions_it_was_built_on(settings: Settings) -> None:
    versions.request(settings, T1, "kebijakan", "petugas")
    publish(settings, "2026T1", mark="dua")
    publish(settings, "2026T2", mark="dua")
    change = versions.roll_back(settings, "2026T2.v1", "v2 keliru", "petugas")
    assert change.withdrawn == ["2026T1.v2", "2026T2.v2"]
    assert names(settings) == ["2026T1.v1", "2026T2.v1"]
    assert seen(settings) == Seen("2026T2", frozenset({"2026T2"}))
    # the chain in use is whole: nothing is to be built
    assert [versions.to_build(settings, item) for item in (T1, T2, T3)] == [None, None, 1]
    assert publish(settings, "2026T3").manifest["id_dasar"] == "2026T2.v1"
    forth = versions.roll_back(settings, "2026T2.v2", "v2 benar", "petugas")
    assert (forth.withdrawn, forth.restored) == (["2026T3.v1"], ["2026T1.v2", "2026T2.v2"])


def test_a_quarter_means_the_version_in_use(settings: Settings) -> None:
    versions.request(settings, T2, "kiriman salah", "petugas")
    publish(settings, "2026T2", mark="dua")
    assert store.named(settings, "2026T2").name == "2026T2.v2"
    versions.roll_back(settings, "2026T2.v1", "v2 keliru", "petugas")
    assert store.named(settings, "2026T2").name == "2026T2.v1"
    assert store.named(settings, "2026T2.v2").name == "2026T2.v2"
    # asked for anew, the next number follows; what it replaces is what readers had
    assert versions.request(settings, T2, "sekali lagi", "petugas") == "2026T2.v2"
    made = publish(settings, "2026T2", mark="tiga")
    assert made.name == "2026T2.v3"
    assert made.manifest["menggantikan"] == {"rilis": "2026T2.v1", "alasan": "sekali lagi"}


def test_a_rollback_ends_what_was_asked_before_it(settings: Settings) -> None:
    """A rebuild that failed is not made up for by the next run when readers were sent back."""
    versions.request(settings, T2, "kiriman salah", "petugas")
    versions.roll_back(settings, "2026T1.v1", "tunggu", "petugas")
    with pytest.raises(DtsenError) as caught:
        versions.to_build(settings, T2)
    assert code_of(caught) == "E-RILIS-DITARIK"
    versions.request(settings, T2, "sekarang benar", "petugas")
    assert versions.to_build(settings, T2) == 2


def test_nothing_is_built_on_a_base_that_lost_a_file(settings: Settings) -> None:
    versions.request(settings, T2, "uji", "petugas")
    next((settings.releases_dir / "2026T1.v1" / "hasil").rglob("*.parquet")).unlink()
    with warehouse.connect(settings) as con, pytest.raises(DtsenError) as caught:
        control.open_release(con, settings, T2)
    assert code_of(caught) == "E-SEGEL-RUSAK"


def test_states_say_what_each_version_is(settings: Settings) -> None:
    versions.request(settings, T1, "kiriman salah", "petugas")
    asked = {row["rilis"]: row["bangun_ulang"] for row in versions.states(settings)}
    assert asked == {"2026T1.v1": "kiriman salah", "2026T2.v1": None}
    publish(settings, "2026T1", mark="dua")
    told = {
        row["rilis"]: (row["keadaan"], row["bangun_ulang"]) for row in versions.states(settings)
    }
    assert told == {
        "2026T1.v1": ("digantikan", None),
        "2026T1.v2": ("dipakai", None),
        "2026T2.v1": ("terbit", "dasar / base: 2026T1.v1 → 2026T1.v2"),
    }
    versions.roll_back(settings, "2026T1.v2", "tunggu", "petugas")
    states = {row["rilis"]: row["keadaan"] for row in versions.states(settings)}
    assert states["2026T2.v1"] == "ditarik"
    assert states["2026T1.v2"] == "terbit"


@pytest.mark.parametrize(
    ("reason", "by"), [("NIK 3201010101900001 salah", "petugas"), ("", "petugas"), ("uji", " ")]
)
def test_a_reason_without_words_or_with_a_persons_number_is_refused(
    settings: Settings, reason: str, by: str
) -> None:
    for act in (
        lambda: versions.request(settings, T1, reason, by),
        lambda: versions.roll_back(settings, "2026T1.v1", reason, by),
    ):
        with pytest.raises(DtsenError) as caught:
            act()
        assert code_of(caught) == "E-KEPUTUSAN-SALAH"
    assert not settings.release_acts_file.exists()
    assert seen(settings).release == "2026T2"


def test_a_version_that_is_not_stored_is_refused(settings: Settings) -> None:
    for name in ("2026T2.v2", "2026T3", "2026T9"):
        with pytest.raises(DtsenError) as caught:
            versions.roll_back(settings, name, "uji", "petugas")
        assert code_of(caught) in ("E-VERSI-TIADA", "E-RILIS-SALAH")


def test_a_rollback_cut_off_after_its_entry_is_finished_at_the_next_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for kill -9."""

    def dying(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(publishing, "point_readers", dying)
        with pytest.raises(Killed):
            versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    assert seen(settings).release == "2026T2"
    assert "terbit.duckdb" in publishing.recover(settings)
    assert seen(settings).release == "2026T1"


def test_a_rollback_to_a_version_that_lost_a_file_is_not_entered(settings: Settings) -> None:
    next((settings.releases_dir / "2026T1.v1" / "hasil").rglob("*.parquet")).unlink()
    with pytest.raises(DtsenError) as caught:
        versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    assert code_of(caught) == "E-SEGEL-RUSAK"
    assert acts.log(settings) == []
    assert seen(settings).release == "2026T2"


def test_acts_hold_no_more_than_they_need(settings: Settings) -> None:
    versions.roll_back(settings, "2026T1.v1", "angka keliru", "petugas")
    (entry,) = acts.log(settings)
    assert sorted(entry) == ["alasan", "dipulihkan", "ditarik", "oleh", "pada", "rilis", "tindakan"]
    assert json.dumps(entry)
