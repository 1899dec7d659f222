"""Region codes name their system; BPS codes reach a release through a crosswalk, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import targets
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from tests.targeting.small_release import Family, criteria_file, publish_release, reached

HEADER = "kode_bps,kode_kemendagri,tingkat,berlaku_dari,berlaku_sampai,catatan\n"
# 1101 and 1102 have each other's digits in the other system; 1103 ended, 1104 is not yet
PAIRS = """1101,1102,kabupaten_kota,2020-01-01,,
1102,1101,kabupaten_kota,2020-01-01,,
1103,3201,kabupaten_kota,2020-01-01,2026-03-30,
1103,3202,kabupaten_kota,2026-03-31,,
1104,3301,kabupaten_kota,2026-04-01,,
1105,3303,kabupaten_kota,2020-01-01,,
1106,3303,kabupaten_kota,2020-01-01,2026-03-31,
"""
COUNTS = {"1101": 6, "1102": 7, "3201": 8, "3202": 9, "3303": 10}


@pytest.fixture
def published(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "padanan.csv").write_text(HEADER + PAIRS)
    return publish_release(
        settings,
        [Family(kode=(c[:2], c, f"{c}01")) for c, count in COUNTS.items() for _ in range(count)],
    )


@pytest.mark.parametrize(
    ("codes", "families"), [(["1101"], 7), (["1103"], 9), (["1105", "1106"], 10)]
)
def test_bps_codes_go_through_the_crosswalk_of_the_day(
    published: Settings, tmp_path: Path, codes: list[str], families: int
) -> None:
    place = {"sistem": "bps", "kode": codes, "padanan": "padanan.csv"}
    told = reached(published, tmp_path, wilayah=place)
    assert told["keluarga"] == families
    assert told["sistem_wilayah"] == "bps"
    same = {"sistem": "kemendagri", "kode": told["wilayah"]}
    assert reached(published, tmp_path, wilayah=same)["keluarga"] == families


def test_a_region_newer_than_the_list_is_known_by_the_release(
    settings: Settings, tmp_path: Path
) -> None:
    publish_release(settings, [Family(kode=("32", "3299", None))] * 6)
    place = {"sistem": "kemendagri", "kode": ["3299"]}
    assert reached(settings, tmp_path, wilayah=place)["keluarga"] == 6


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ({"sistem": "bpn", "kode": ["32"]}, "sistem bpn"),
        ({"sistem": "kemendagri", "kode": ["3298"]}, "kode tidak dikenal / unknown code 3298"),
        ({"sistem": "kemendagri", "kode": ["3201012001"]}, "angka / digits 2, 4, 6"),
        ({"sistem": "kemendagri", "kode": ["32.01"]}, "angka / digits 2, 4, 6"),
        ({"sistem": "kemendagri", "kode": ["٣٢"]}, "angka / digits 2, 4, 6"),
        ({"sistem": "kemendagri", "kode": ["32"], "padanan": "padanan.csv"}, "hanya untuk"),
        ({"sistem": "bps", "kode": ["1101"]}, "perlu padanan"),
        ({"sistem": "bps", "kode": ["110101"]}, "angka / digits 2, 4, 7"),
        ({"sistem": "bps", "kode": ["1104"], "padanan": "padanan.csv"}, "tanpa padanan"),
        ({"sistem": "bps", "kode": ["1105"], "padanan": "padanan.csv"}, "juga memuat"),
        ({"sistem": "bps", "kode": ["1101"], "padanan": "tiada.csv"}, "tidak terbaca"),
        ({"sistem": "bps", "kode": ["1101"], "padanan": "rusak.csv"}, "tidak terbaca"),
        ({"sistem": "bps", "kode": ["1101"], "padanan": "tanggal.csv"}, "tidak terbaca"),
    ],
)
def test_a_place_that_cannot_be_told_for_certain_is_refused(
    published: Settings, tmp_path: Path, place: dict[str, Any], reason: str
) -> None:
    (tmp_path / "rusak.csv").write_text("a,b\n1,2\n")
    (tmp_path / "tanggal.csv").write_text(HEADER + "1101,1102,kabupaten_kota,kemarin,,\n")
    file = criteria_file(tmp_path, wilayah=place)
    with pytest.raises(DtsenError) as caught:
        targets.reached(published, [file])
    assert caught.value.kind.code == "E-KRITERIA-WILAYAH"
    told = str(caught.value.details["reason"])
    assert reason in told
    assert " / " in told
