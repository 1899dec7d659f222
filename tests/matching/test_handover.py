"""The record of the hand-over: filled facts, blanks for the parties, a form of the home's own."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.matching import handover, outcome, summary
from dagster_dtsen.settings import Settings

FACTS: dict[str, Any] = {
    "pihak": "Dinas <Sosial>",
    "nama_data": "daftar individu",
    "perjanjian": "PKS/1",
    "kiriman": "padankan-1",
    "dibaca": 12,
    "dikembalikan": 2,
    "dipadankan": 10,
    "padan": 7,
    "tidak_padan": 3,
    "sebab": [{"sebab": "NIK_SAMA", "hasil": "padan", "arti_id": "ada", "jumlah": 7}],
    "berkas": [("daftar.csv", "ab" * 32)],
    "metadata": [("rilis DTSEN", "2026T1.v1")],
}


def written(folder: Path, template: Path) -> str:
    handover.write(folder, FACTS, template)
    return (folder / handover.NAME).read_text(encoding="utf-8")


def test_the_projects_own_form_has_the_points_of_the_annex(tmp_path: Path) -> None:
    text = written(tmp_path, tmp_path / "tiada")
    assert "Dinas &lt;Sosial&gt;" in text
    assert "<Sosial>" not in text
    first, rules, _ = re.findall(r"<ol>(.*?)</ol>", text, re.S)[:3]
    points = re.findall(r"<ol>(.*?)</ol>", text, re.S)[-1]
    assert first.count("<li>") == 2  # the parties
    assert rules.count("<li>") == 7  # the legal basis
    assert points.count("<li>") == 8
    assert all(f">{FACTS[name]}</td>" in text for name in ("dibaca", "dikembalikan", "padan"))
    for name, _ in handover.VARIABLES:
        assert f"<code>{name}</code>" in text


def test_the_variables_handed_over_are_those_of_the_result() -> None:
    assert tuple(name for name, _ in handover.VARIABLES) == outcome.COLUMNS


def test_a_home_may_have_its_own_form(tmp_path: Path) -> None:
    own = tmp_path / "form.j2"
    own.write_text("{{ pihak }}: {{ padan }} dari {{ dibaca }}")
    assert written(tmp_path, own) == "Dinas &lt;Sosial&gt;: 7 dari 12"


@pytest.mark.parametrize(
    "text",
    [
        "{{ tidak_ada }}",
        "{% for %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ pihak.__init__.__globals__ }}",
    ],
)
def test_a_form_that_asks_for_more_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "form.j2"
    own.write_text(text)
    with pytest.raises(DtsenError) as caught:
        written(tmp_path, own)
    assert caught.value.kind.code == "E-TEMPLAT-RUSAK"
    assert not (tmp_path / handover.NAME).exists()


def test_every_reason_the_outcome_can_give_has_its_words(settings: Settings) -> None:
    source = Path(outcome.__file__).read_text(encoding="utf-8")
    given = set(re.findall(r"'([A-Z]+(?:_[A-Z]+)+|PERTENTANGAN)'", source))
    words = summary.meanings(settings)
    assert given == set(words)
    matched = {code for code, row in words.items() if row["hasil_padan"] == "padan"}
    assert matched == {"NIK_SAMA", "BUKTI_LAIN", "GANDA_DALAM_DAFTAR"}


def test_reasons_that_releases_have_too_have_the_same_outcome(settings: Settings) -> None:
    path = settings.dbt_project_dir / "seeds" / "aturan" / "arti_sebab_padan.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        known = {row["sebab"]: row["hasil_padan"] for row in csv.DictReader(handle)}
    words = summary.meanings(settings)
    shared = set(known) & set(words)
    assert shared >= {"NIK_SAMA", "BUKTI_LAIN", "PERTENTANGAN", "BOBOT_KURANG", "TANPA_CALON"}
    assert all(words[code]["hasil_padan"] == known[code] for code in shared)
