"""The move of a family told: along several releases, with its answers, and drawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import decile_moves
from dagster_dtsen.decile import page
from dagster_dtsen.decile.words import number
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.subject.pages import TEMPLATES
from tests.decile.moved_families import publish_three
from tests.release.hand_made import settings_of


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return publish_three(settings_of(tmp_path_factory.mktemp("desil")))


def told(settings: Settings, own: str, first: str, last: str, **how: bool) -> dict[str, Any]:
    return decile_moves.explain(settings, own, first, last, **how)


def test_one_step_is_told_by_cause_and_by_answer(settings: Settings) -> None:
    found = told(settings, "K1", "2026T1", "2026T2", values=True)
    assert (found["desil_dasar"], found["desil"], found["pindah"]) == (5, 7, 2)
    assert found["bagian"] == {"data": 24, "anggota": 0, "model": 0, "batas": 0}
    assert found["sebab_utama"] == "data"
    lines = {line["butir"]: line for line in found["langkah"][0]["jawaban"]}
    assert sum(line["bagian_per_720"] for line in lines.values()) == 24 * 60
    assert lines["umur_kepala"]["bagian_per_720"] == -120
    assert [lines["umur_kepala"][when][0] for when in ("dulu", "kini")] == ["44 tahun", "45 tahun"]
    assert lines["jenis_lantai_terluas"]["dulu"][0] != "8"
    assert lines["kode_kabupaten_kota_kemendagri"]["dulu"] == ["Kabupaten Bogor"] * 2
    assert lines["kode_kabupaten_kota_kemendagri"]["kini"] == ["tidak dijawab", "not answered"]
    assert lines["lainnya"]["jumlah_jawaban"] == 3
    assert next(iter(lines)) == "jenis_lantai_terluas"


def test_without_values_no_answer_is_told(settings: Settings) -> None:
    found = told(settings, "K1", "2026T1", "2026T2")
    assert {line[when] for line in found["langkah"][0]["jawaban"] for when in ("dulu", "kini")} == {
        None
    }
    assert "45 tahun" not in page.html(found, TEMPLATES)
    assert "45 tahun" in page.html(told(settings, "K1", "2026T1", "2026T2", values=True), TEMPLATES)


def test_several_steps_add_up(settings: Settings) -> None:
    found = told(settings, "K1", "2026T1", "2026T3")
    assert (found["desil_dasar"], found["desil"], found["pindah"]) == (5, 8, 3)
    assert found["bagian"] == {"data": 24, "anggota": 0, "model": 10, "batas": 2}
    assert [step["rilis"] for step in found["langkah"]] == ["2026T2.v1", "2026T3.v1"]


def test_a_family_split_off_is_followed_to_where_it_came_from(settings: Settings) -> None:
    found = told(settings, "K2", "2026T1", "2026T3")
    assert [step["id_keluarga"] for step in found["langkah"]] == ["K1", "K2"]
    assert (found["desil_dasar"], found["desil"], found["pindah"]) == (5, 3, -2)
    assert found["bagian"] == {"data": 18, "anggota": -42, "model": 0, "batas": 0}
    assert found["sebab_utama"] == "anggota"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("K4", "Keluarga baru dalam daftar"),
        ("K5", "belum ada sumber yang menerangkan rumah dan barangnya"),
        ("K6", "digabung ke keluarga lain"),
    ],
)
def test_what_cannot_be_compared_is_said(settings: Settings, own: str, words: str) -> None:
    found = told(settings, own, "2026T1", "2026T2")
    assert not found["dibandingkan"]
    assert found["bagian"] is found["pindah"] is None
    text = page.html(found, TEMPLATES)
    assert words in text
    assert "<svg" not in text


@pytest.mark.parametrize(
    ("own", "first", "last", "code"),
    [
        ("K1", "2026T2", "2026T1", "E-DESIL-RANTAI"),
        ("K1", "2025T4", "2026T2", "E-DESIL-RANTAI"),
        ("K1", "2026T2", "2026T2", "E-DESIL-RANTAI"),
        ("K9", "2026T1", "2026T2", "E-KELUARGA-TIADA"),
        ("K1", "2026T1", "2027T1", "E-VERSI-TIADA"),
        ("K1", "besok", "2026T2", "E-RILIS-SALAH"),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    settings: Settings, own: str, first: str, last: str, code: str
) -> None:
    with pytest.raises(DtsenError) as raised:
        told(settings, own, first, last)
    assert raised.value.kind.code == code


@pytest.mark.parametrize(("own", "last"), [("K1", "2026T3"), ("K3", "2026T2"), ("K2", "2026T3")])
def test_bars_lead_from_then_to_now(settings: Settings, own: str, last: str) -> None:
    """Each bar begins where the one before ended, and they are as long as their parts."""
    found = told(settings, own, "2026T1", last)
    drawn = page.chart(found)
    first, *bars, now = drawn["baris"]
    reached = first["ke"]
    for bar in bars:
        assert bar["dari"] == reached
        reached = bar["ke"]
    assert reached == pytest.approx(now["dari"]) == found["desil"]
    axis = {tick["desil"]: tick["x"] for tick in drawn["sumbu"]}
    assert first["x"] == axis[found["desil_dasar"]]
    assert now["x"] == axis[found["desil"]]
    unit = (axis[10] - axis[1]) / 9
    parts = [part for part in found["bagian"].values() if part]
    assert [bar["lebar"] for bar in bars] == [
        pytest.approx(abs(part) / 12 * unit, abs=0.2) for part in parts
    ]
    assert [bar["angka"][0] for bar in bars] == ["+" if part > 0 else "−" for part in parts]


def test_numbers_are_written_as_in_indonesian() -> None:
    assert [number(value) for value in (1.5, -0.001, 7 / 12, 10.0, 100)] == [
        "1,5", "0", "0,58", "10", "100",
    ]  # fmt: skip


def test_the_page_is_written_for_one_account(settings: Settings, tmp_path: Path) -> None:
    decile_moves.write(told(settings, "K1", "2026T1", "2026T2"), tmp_path / "k.html")
    assert (tmp_path / "k.html").stat().st_mode & 0o777 == 0o600
