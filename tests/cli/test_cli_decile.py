"""`dtsen explain decile`: on the screen, as a page, and noted when answers are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_dtsen import audits
from dagster_dtsen.audit import log
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
    own = settings_of(published)
    assert list(log.entries(own)) == []
    assert "45 tahun" in dtsen(*ASKED, "--home", published, "--values").stdout
    (entry,) = log.entries(own)
    assert (entry["tindakan"], entry["objek"]["jenis"]) == ("jelaskan", "keluarga")
    assert (entry["tujuan"], entry["rilis"]) == ("layar", "2026T2.v1")
    assert audits.who_saw(own, "K1", kind="keluarga")["peristiwa"][0]["nomor"] == entry["nomor"]


def test_page_and_document_are_noted_each(dtsen: Run, published: Path, tmp_path: Path) -> None:
    page = tmp_path / "desil.html"
    shown = dtsen(*ASKED, "--home", published, "--values", "--json", "--page", page)
    assert json.loads(shown.stdout)["bagian"]["data"] == 24
    assert "Mengapa desil keluarga ini berubah?" in page.read_text()
    noted = log.entries(settings_of(published))
    assert [entry["tujuan"] for entry in noted] == ["halaman", "json"]


def test_releases_that_do_not_rest_on_each_other_are_refused(dtsen: Run, published: Path) -> None:
    result = dtsen("explain", "decile", "K1", "2026T2", "2026T1", "--home", published)
    assert_error(result, "E-DESIL-RANTAI", 102)
