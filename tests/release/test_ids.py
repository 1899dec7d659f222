"""Release ids and the base chain."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil

import duckdb
import pytest

from dagster_dtsen import gates
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.gates import Verdict
from dagster_dtsen.release import acts, control, store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.release.hand_made import finished_folder

QUARTERS = [ReleaseId(year, quarter) for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("text", "cut_off"),
    [
        ("2026T1", dt.date(2026, 3, 31)),
        ("2026T2", dt.date(2026, 6, 30)),
        ("2026T3", dt.date(2026, 9, 30)),
        ("2026T4", dt.date(2026, 12, 31)),
    ],
)
def test_an_id_is_a_quarter_and_its_cut_off_the_last_day(text: str, cut_off: dt.date) -> None:
    release = ReleaseId.parse(text)
    assert str(release) == text
    assert release.cut_off == cut_off
    assert ReleaseId.of_date(cut_off) == release
    assert ReleaseId.of_date(cut_off + dt.timedelta(days=1)) == release.next


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026T",
        "2026T0",
        "2026T5",
        "2026T12",
        "2026t1",
        "2026Q1",
        "2026-T1",
        " 2026T1",
        "2026T1 ",
        "2026T1\n",
        "26T1",
        "12026T1",
        "1999T1",
        "2026T1.v1",
        "2026T\u0661",
        "../2026T1",
    ],
)
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(DtsenError) as caught:
        ReleaseId.parse(text)
    assert caught.value.kind.code == "E-RILIS-SALAH"
    assert caught.value.kind.exit_code == 5


def test_base_and_next_are_inverse_and_ordering_is_time() -> None:
    assert sorted(QUARTERS, key=str) == sorted(QUARTERS) == QUARTERS
    for before, after in itertools.pairwise(QUARTERS):
        assert before.next == after
        assert after.base == before
        assert before < after
        assert before.cut_off < after.cut_off


def test_every_day_belongs_to_the_release_whose_cut_off_comes_next() -> None:
    day = dt.date(2024, 1, 1)
    while day < dt.date(2026, 1, 1):
        release = ReleaseId.of_date(day)
        assert release.base.cut_off < day <= release.cut_off
        day += dt.timedelta(days=1)


def test_the_first_release_of_an_empty_home_may_be_any(settings: Settings) -> None:
    assert store.base_of(settings, ReleaseId.parse("2026T3")) is None
    assert store.stored(settings) == []


def test_a_release_is_built_on_the_quarter_before_only(settings: Settings) -> None:
    finished_folder(settings, "2026T1.v1")
    base = store.base_of(settings, ReleaseId.parse("2026T2"))
    assert base is not None
    assert base.name == "2026T1.v1"
    for name, expected in (("2026T3", "2026T2"), ("2025T4", "2025T3"), ("2027T1", "2026T4")):
        with pytest.raises(DtsenError) as caught:
            store.base_of(settings, ReleaseId.parse(name))
        assert caught.value.kind.code == "E-RANTAI-PUTUS"
        assert expected in caught.value.message


def test_a_release_further_back_is_still_the_base_of_its_next(settings: Settings) -> None:
    """Rebuilding 2026T2 while 2026T3 stands looks at 2026T1."""
    for name in ("2026T1", "2026T2", "2026T3"):
        finished_folder(settings, f"{name}.v1")
    base = store.base_of(settings, ReleaseId.parse("2026T2"))
    assert base is not None
    assert base.name == "2026T1.v1"


def test_opening_writes_one_row_and_the_deliveries_of_the_base(
    settings: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    control.open_release(con, settings, ReleaseId.parse("2026T1"))
    assert con.execute("select * from kendali.rilis").fetchall() == [
        ("2026T1", 1, None, dt.date(2026, 3, 31), None, "keluarga")
    ]
    assert con.execute("select * from kendali.kiriman_dasar").fetchall() == []


def test_opening_on_a_base_names_it_and_starts_with_no_gate_passed(
    settings: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    control.open_release(con, settings, ReleaseId.parse("2026T1"))
    gates.record(con, Verdict("received", 3, ()))
    finished_folder(settings, "2026T1.v1")
    control.open_release(con, settings, ReleaseId.parse("2026T2"))
    assert con.execute("select * from kendali.rilis").fetchall() == [
        ("2026T2", 1, "2026T1.v1", dt.date(2026, 6, 30), dt.date(2026, 3, 31), "keluarga")
    ]
    assert con.execute("select * from kendali.kiriman_dasar").fetchall() == [("uji-1",), ("uji-2",)]
    assert con.execute("select * from kendali.gerbang").fetchall() == []


def test_a_published_release_is_not_opened_again(
    settings: Settings, con: duckdb.DuckDBPyConnection
) -> None:
    finished_folder(settings, "2026T1.v1")
    with pytest.raises(DtsenError) as caught:
        control.open_release(con, settings, ReleaseId.parse("2026T1"))
    assert caught.value.kind.code == "E-RILIS-SUDAH"


def test_of_two_versions_of_a_quarter_the_newer_one_counts(settings: Settings) -> None:
    for name in ("2026T1.v1", "2026T1.v10", "2026T1.v2"):
        finished_folder(settings, name)
    (settings.releases_dir / "2026T1.v11").mkdir()  # no manifest: not complete
    assert [item.name for item in store.stored(settings)] == ["2026T1.v10"]


@pytest.mark.parametrize("name", ["2026T1.v1.bak", "2026T1.v01", "2026T1.v0", "2026T5.v1"])
def test_a_folder_of_another_name_is_no_release(settings: Settings, name: str) -> None:
    held = finished_folder(settings, "2026T1.v1")
    shutil.copytree(held, held.with_name(name))
    (settings.releases_dir / store.BUILD).mkdir()
    assert [item.name for item in store.versions(settings)] == ["2026T1.v1"]
    assert store.strays(settings) == [name]
    with pytest.raises(DtsenError) as caught:
        store.named(settings, name)
    assert caught.value.kind.code == "E-RILIS-SALAH"


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_manifest_that_is_none_is_told_by_the_name_of_its_release(
    settings: Settings, text: str
) -> None:
    (finished_folder(settings, "2026T1.v1") / store.MANIFEST).write_text(text)
    with pytest.raises(DtsenError, match=r"2026T1.v1 .*manifest.json") as caught:
        store.versions(settings)
    assert caught.value.kind.code == "E-SEGEL-RUSAK"


def test_a_quarter_that_is_withdrawn_opens_by_the_full_name_of_a_version_alone(
    settings: Settings,
) -> None:
    for name in ("2026T1.v1", "2026T1.v2", "2026T2.v1"):
        finished_folder(settings, name)

    def point(withdrawn: list[str]) -> None:
        more = {"ditarik": withdrawn, "dipulihkan": []}
        acts.enter(settings, acts.POINT, "2026T1.v1", "uji", "petugas", **more)

    point(["2026T1.v2", "2026T2.v1"])
    assert store.named(settings, "2026T1").name == "2026T1.v1"
    assert store.named(settings, "2026T2.v1").name == "2026T2.v1"
    with pytest.raises(DtsenError) as caught:
        store.named(settings, "2026T2")
    assert caught.value.kind.code == "E-RILIS-DITARIK"
    point(["2026T1.v1"])
    with pytest.raises(DtsenError) as caught:
        store.named(settings, "2026T1")
    assert caught.value.kind.code == "E-RILIS-DITARIK"


def test_releases_are_listed_oldest_first(settings: Settings) -> None:
    for name in ("2026T2.v1", "2025T4.v2", "2026T1.v1"):
        finished_folder(settings, name)
    assert [item.name for item in store.stored(settings)] == ["2025T4.v2", "2026T1.v1", "2026T2.v1"]
