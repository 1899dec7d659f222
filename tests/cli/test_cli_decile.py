"""`dtsen explain decile`: on the screen, as a page, and noted when answers are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_cli_errors import assert_error
from tests.decile.moved_families import publish_three
from tests.release.hand_made import settings_of

ASKED = ("explain", "decile", "K1", "2026T1", "2026T2")


@pytest.fixture
def published(home: Path) -> Path:
    publish_three(settings_of(home))
    return home


def test_causes_and_answers_are_shown_and_values_only_when_asked(
    dtsen: Run, published: Path
) -> None:
    shown = dtsen(*ASKED, "--home", published)
    assert shown.exit_code == 0
    assert "Jawaban keluarga sendiri berubah" in shown.stdout
    assert "45 tahun" not in shown.stdout
    log = settings_of(published).access_log
    assert not log.exists()
    assert "45 tahun" in dtsen(*ASKED, "--home", published, "--values").stdout
    (entry,) = [json.loads(line) for line in log.read_text().splitlines()]
    assert (entry["objek"], entry["id"], entry["bentuk"]) == ("desil", "K1", "layar")


def test_page_and_document_are_noted_each(dtsen: Run, published: Path, tmp_path: Path) -> None:
    page = tmp_path / "desil.html"
    shown = dtsen(*ASKED, "--home", published, "--values", "--json", "--page", page)
    assert json.loads(shown.stdout)["bagian"]["data"] == 24
    assert "Mengapa desil keluarga ini berubah?" in page.read_text()
    log = settings_of(published).access_log.read_text().splitlines()
    assert [json.loads(line)["bentuk"] for line in log] == ["halaman", "json"]


def test_releases_that_do_not_rest_on_each_other_are_refused(dtsen: Run, published: Path) -> None:
    result = dtsen("explain", "decile", "K1", "2026T2", "2026T1", "--home", published)
    assert_error(result, "E-DESIL-RANTAI", 102)
