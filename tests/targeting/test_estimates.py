"""Leakage and coverage against sums by hand; what cannot be estimated is said, not guessed."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from dagster_dtsen import targets
from dagster_dtsen.settings import Settings
from dagster_dtsen.targeting import criteria
from tests.targeting.oracle import expected
from tests.targeting.small_release import (
    Family,
    Person,
    Release,
    criteria_file,
    publish_release,
    reached,
)


def of(chance: float, desil: int, **parts: object) -> Family:
    """A family ranked in ``desil`` that truly lies in decile 1 with this chance, else in 9."""
    chances = [chance, *[0.0] * 7, 1 - chance, 0.0]
    return Family(desil=desil, peluang=chances, **parts)  # type: ignore[arg-type]


def test_shares_and_their_errors_are_those_of_a_sum_by_hand(
    settings: Settings, tmp_path: Path
) -> None:
    # chosen: 10 sure to 0.8; missed: 20 with 0.1: of 8 + 2 targets 8 are reached
    publish_release(settings, [of(0.8, 1)] * 10 + [of(0.1, 5)] * 20)
    told = reached(settings, tmp_path, desil=[1])
    assert (told["kebocoran"], told["cakupan"], told["cakupan_terendah"]) == (0.2, 0.8, 0.8)
    assert told["galat_kebocoran"] == round(sqrt(10 * 0.8 * 0.2) / 10, 4)
    spread = sqrt(2**2 * 10 * 0.8 * 0.2 + 8**2 * 20 * 0.1 * 0.9) / 10**2
    assert told["galat_cakupan"] == round(spread, 4)
    assert told["desil_benar"] == [0.8, 0, 0, 0, 0, 0, 0, 0, 0.2, 0]


def test_every_unknown_lowers_the_lowest_coverage_alone(settings: Settings, tmp_path: Path) -> None:
    families = [
        *[of(0.8, 1)] * 10,
        *[of(0.5, 1, luas_lantai=None)] * 8,
        *[Family(desil=None)] * 6,
        *[of(0.9, 1, luas_lantai=99)] * 5,
    ]
    publish_release(settings, families)
    small = {"keluarga": {"variabel": "luas_lantai", "antara": "..60"}}
    told = reached(settings, tmp_path, desil=[1], syarat=[small])
    # four of eight unanswered ones and all six unranked ones could be targets
    assert (told["cakupan"], told["cakupan_terendah"]) == (1, round(8 / (8 + 4 + 6), 4))


def test_persons_of_one_family_are_right_or_wrong_together(
    settings: Settings, tmp_path: Path
) -> None:
    pair = [Person(), Person()]
    publish_release(settings, [of(0.6, 1, anggota=pair)] * 10 + [of(0.2, 9, anggota=pair)] * 10)
    told = reached(settings, tmp_path, satuan="individu", desil=[1])
    assert (told["kebocoran"], told["cakupan"]) == (0.4, 0.75)
    assert told["galat_kebocoran"] == round(sqrt(10 * 2**2 * 0.6 * 0.4) / 20, 4)


@pytest.mark.parametrize("desil", [[1, 2, 3, 4], [2, 7], [10]])
def test_estimates_of_many_families_are_those_of_a_count_in_python(
    any_settings: Settings, people: Release, tmp_path: Path, desil: list[int]
) -> None:
    publish_release(any_settings, people)
    parts = {"syarat": [{"anggota": [{"variabel": "tanggal_lahir", "umur": "30.."}]}],
             "wilayah": {"sistem": "kemendagri", "kode": ["32", "33"]}}  # fmt: skip
    file = criteria_file(tmp_path, desil=desil, **parts)
    told = targets.reached(any_settings, [file])["program"][0]
    hit, target, chosen = expected(criteria.read(file), ["32", "33"], people)
    assert told["keluarga"] == chosen > 4
    assert told["kebocoran"] == pytest.approx(1 - hit / chosen, abs=6e-5)
    assert told["cakupan"] == pytest.approx(hit / target, abs=6e-5)


def test_without_deciles_or_chances_nothing_is_estimated(
    settings: Settings, tmp_path: Path
) -> None:
    publish_release(settings, [Family()] * 9, chances=False)
    for parts, why in (({}, "tanpa_desil"), ({"desil": [1]}, "tanpa_peluang")):
        told = reached(settings, tmp_path, **parts)
        assert told["keluarga"] == 9
        assert told["taksiran_tiada"] == why
        assert [told[name] for name in ("kebocoran", "cakupan", "desil_benar")] == [None] * 3
