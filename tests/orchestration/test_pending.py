"""Which releases the landed deliveries call for."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import orchestrate
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.cli.conftest import lay_note
from tests.release.hand_made import finished_folder


class Landing:
    """A home and notes by day of sending."""

    def __init__(self, root: Path) -> None:
        self.settings = Settings(home=root / "home", landing=root / "landing", db_key=None)

    def pending(self, *sent: str) -> list[str]:
        for number, day in enumerate(sent):
            lay_note(self.settings.landing, f"lembaga{number}", "2026", day)
        notes = orchestrate.check_landing(self.settings)
        return [str(item) for item in orchestrate.pending(self.settings, notes)]


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path)


def test_one_release_per_quarter_in_order(landing: Landing) -> None:
    assert landing.pending("2026-05-10", "2026-01-15", "2026-03-31", "2026-04-01") == [
        "2026T1",
        "2026T2",
    ]


def test_the_turn_of_the_year(landing: Landing) -> None:
    assert landing.pending("2025-12-31", "2026-01-01") == ["2025T4", "2026T1"]


def test_a_quarter_without_deliveries_ends_the_chain(landing: Landing) -> None:
    assert landing.pending("2026-02-10", "2026-08-10") == ["2026T1"]


def test_published_releases_belong_to_the_chain(landing: Landing) -> None:
    finished_folder(landing.settings, "2026T1.v1")
    assert landing.pending("2026-05-10") == ["2026T1", "2026T2"]


def test_a_late_delivery_of_before_the_first_release_calls_for_no_older_one(
    landing: Landing,
) -> None:
    """It joins the next open release; an older one could not be built any more."""
    finished_folder(landing.settings, "2026T1.v1")
    assert landing.pending("2025-11-30", "2026-02-10", "2026-05-10") == ["2026T1", "2026T2"]


@pytest.mark.parametrize("text", ["", "[", "[" * 5000, "- a", "tanggal_kirim: 2026-02-31"])
def test_a_note_that_cannot_be_read_calls_for_nothing(landing: Landing, text: str) -> None:
    folder = lay_note(landing.settings.landing, "rusak", "2026", "2026-02-10")
    (folder / "pengantar.yml").write_text(text)
    assert landing.pending("2026-05-10") == ["2026T2"]


@pytest.mark.parametrize(
    ("published", "release", "missing"),
    [
        ([], "2026T2", "2026T1"),
        (["2026T1"], "2026T3", "2026T2"),
        (["2026T1", "2026T2"], "2027T1", "2026T4"),
    ],
)
def test_a_gap_is_refused_with_the_release_that_is_missing(
    landing: Landing, published: list[str], release: str, missing: str
) -> None:
    for name in published:
        finished_folder(landing.settings, f"{name}.v1")
    landing.pending("2026-02-10")
    chain = [ReleaseId.parse("2026T1")]
    with pytest.raises(DtsenError) as caught:
        orchestrate.check_chain(landing.settings, ReleaseId.parse(release), chain)
    assert caught.value.kind.code == "E-RANTAI-PUTUS"
    assert missing in caught.value.message


def test_the_next_and_the_first_release_pass(landing: Landing) -> None:
    chain = [ReleaseId.parse("2026T1")]
    orchestrate.check_chain(landing.settings, chain[0], chain)
    finished_folder(landing.settings, "2026T1.v1")
    orchestrate.check_chain(landing.settings, ReleaseId.parse("2026T2"), chain)
    orchestrate.check_chain(landing.settings, chain[0], chain)


def test_a_failed_step_tells_the_error_inside_it() -> None:
    inner = DtsenError("E-MODEL-TIADA", model="m", path="p")
    try:
        try:
            raise inner
        except DtsenError as error:
            raise RuntimeError("step") from error
    except RuntimeError as outer:
        assert orchestrate._reason(outer) is inner
    other = orchestrate._reason(ValueError("BUDI SANTOSO 3171014501900001"))
    assert isinstance(other, DtsenError)
    assert other.kind.code == "E-TAHAP-GAGAL"
    assert "ValueError" in other.message
    assert "BUDI" not in other.message  # an exception's text may hold a person's value


def test_a_list_to_be_matched_calls_for_no_release(landing: Landing) -> None:
    folder = lay_note(landing.settings.landing, "padankan", "2026", "2026-05-10")
    note = folder / "pengantar.yml"
    before = note.read_text()
    assert landing.pending("2026-02-10") == ["2026T1", "2026T2"]
    note.write_text(before.replace("jenis: penuh", "jenis: padankan"))
    assert landing.pending() == ["2026T1"]
