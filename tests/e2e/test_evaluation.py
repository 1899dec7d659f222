"""The linkage of a whole release against the truth of its twin."""

from __future__ import annotations

from pathlib import Path

from dagster_dtsen import appraise, appraise_ranking
from dagster_dtsen.release.status import status_of
from dagster_dtsen.settings import Settings


def test_the_published_linkage_is_measured_and_good(home: Settings, truth: Path) -> None:
    result = appraise.evaluate_linkage(home, truth, examples=2)
    assert result["rekaman"]["tanpa_kebenaran"] == 0
    assert result["dua_pemilik_nik_sah"] == 0
    overall = result["pasangan"]["semua"]["semua"]
    assert overall["edge"]["presisi"]["nilai"] >= 0.99
    assert overall["edge"]["recall"]["nilai"] >= 0.93
    assert overall["klaster"]["f1"]["nilai"] >= 0.96
    assert result["pelanggan"]["tak_dikenal"] == 0
    assert result["pelanggan"]["bagian_benar"] >= 0.9
    assert status_of(home)["linkage"]["pair_f1"] == overall["edge"]["f1"]["nilai"]


def test_the_published_ranks_are_measured_and_better_than_chance(
    home: Settings, truth: Path
) -> None:
    """A quota drawn by lot would miss six in ten of the poorest four tenths."""
    result = appraise_ranking.evaluate_ranking(home, truth)
    assert result["korelasi_peringkat"] > 0.5
    assert result["kuota"]["40"]["eksklusi"]["nilai"] < 0.5
    assert set(result["kelompok"]) == set(appraise_ranking.GROUPS)
    assert {"laki-laki", "perempuan"} <= set(result["kelompok"]["kepala_keluarga"])
    every = result["semua_keluarga"]["40"]
    assert every["keluarga"] >= every["berperingkat"] > 0
    assert result["rumah_tangga"] <= status_of(home)["keluarga"]
    sure = result["ketidakpastian"]
    assert sure["keluarga"] == result["rumah_tangga"]
    # a small release of another world than the survey: far from nobody, and from everybody
    assert 0.7 < sure["rentang_90"]["nilai"] < 0.98
    told = sure["desil_1_4"]
    assert sum(row["keluarga"] for row in told) == sure["keluarga"]
    assert told[0]["nyata"] < told[-1]["nyata"]
    assert {row["program"] for row in sure["batas"]} == {"pkh", "sembako", "pbi_jk"}
