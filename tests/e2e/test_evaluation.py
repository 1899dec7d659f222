"""The linkage of a whole release against the truth of its twin."""

from __future__ import annotations

from pathlib import Path

from dagster_dtsen import appraise
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
