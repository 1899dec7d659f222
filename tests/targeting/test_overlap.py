"""Overlap with today's recipients and between programmes, against counts by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dagster_dtsen import targets
from dagster_dtsen.settings import Settings
from tests.targeting.small_release import (
    Family,
    Person,
    criteria_file,
    publish_release,
    reached,
)

MEMBER = {"anggota": [{"variabel": "penerima_pkh", "salah_satu": ["1"]}]}


def states(told: list[dict[str, Any]]) -> dict[str, int]:
    return {row["keadaan"]: row["keluarga"] for row in told}


def test_recipients_stay_come_and_go(settings: Settings, tmp_path: Path) -> None:
    receives, not_, unknown = (
        [Person(penerima_pkh=code), Person(penerima_pkh="2")] for code in ("1", "2", None)
    )
    families = [
        *[Family(desil=1, anggota=receives)] * 10,
        *[Family(desil=1, anggota=not_)] * 11,
        *[Family(desil=1, anggota=unknown)] * 12,
        *[Family(desil=8, anggota=receives)] * 13,
        *[Family(desil=None, anggota=receives)] * 14,
        *[Family(desil=2, anggota=receives)] * 15,
        *[Family(desil=8, anggota=not_)] * 16,
    ]
    publish_release(settings, families)
    told = reached(settings, tmp_path, desil=[1, 2], kuota=33, penerima_kini=[MEMBER])
    assert states(told["penerima_kini"]) == {
        "tetap": 10, "baru": 11, "kini_kosong": 12, "luar_kuota": 15, "tanpa_peringkat": 14,
        "luar_desil": 13,
    }  # fmt: skip
    assert told["penerima_kini"][0]["individu"] == 20


def test_recipients_elsewhere_are_not_those_of_a_local_programme(
    settings: Settings, tmp_path: Path
) -> None:
    receives = [Person(penerima_pkh="1")]
    here, there = ("32", "3201", None), ("33", "3301", None)
    publish_release(
        settings,
        [Family(kode=here, anggota=receives)] * 7 + [Family(kode=there, anggota=receives)] * 8,
    )
    place = {"sistem": "kemendagri", "kode": ["3201"]}
    told = reached(settings, tmp_path, desil=[1], wilayah=place, penerima_kini=[MEMBER])
    assert states(told["penerima_kini"]) == {"tetap": 7}


def test_aid_of_the_chosen_by_every_variable_the_release_has(
    settings: Settings, tmp_path: Path
) -> None:
    publish_release(
        settings,
        [Family(program_pkh="1", anggota=[Person(), Person(penerima_pkh="1")])] * 6
        + [Family(program_pkh="2", anggota=[Person(penerima_pkh=None)])] * 7
        + [Family(program_pkh=None, anggota=[Person()])] * 8,
    )
    told = reached(settings, tmp_path, desil=[1])
    found = {
        (row["entitas"], row["variabel"]): [row[name] for name in ("ya", "tidak", "kosong")]
        for row in told["bantuan"]
    }
    assert found == {
        ("keluarga", "program_pkh"): [6, 7, 8],
        ("individu", "penerima_pkh"): [6, 8, 7],
    }


def test_programmes_overlap_by_families_in_pairs(settings: Settings, tmp_path: Path) -> None:
    families = [Family(desil=desil) for desil, n in ((1, 6), (2, 7), (3, 8)) for _ in range(n)]
    publish_release(settings, families)
    files = [
        criteria_file(tmp_path, program="satu", desil=[1, 2]),
        criteria_file(tmp_path, program="dua", desil=[2, 3]),
        criteria_file(tmp_path, program="orang", satuan="individu", desil=[1]),
    ]
    told = targets.reached(settings, files)["tumpang_tindih"]
    assert [tuple(row.values()) for row in told] == [
        ("satu", "dua", 7, 6, 8),
        ("satu", "orang", 6, 7, 0),
        ("dua", "orang", 0, 15, 6),
    ]


def test_an_overlap_that_leaves_few_is_closed_from_both_sides(
    settings: Settings, tmp_path: Path
) -> None:
    families = [Family(desil=desil) for desil, n in ((1, 3), (2, 20), (3, 9)) for _ in range(n)]
    publish_release(settings, families)
    files = [
        criteria_file(tmp_path, program="satu", desil=[1, 2]),
        criteria_file(tmp_path, program="dua", desil=[2, 3]),
    ]
    row = targets.reached(settings, files)["tumpang_tindih"][0]
    assert [row[name] for name in ("keduanya", "hanya_a", "hanya_b")] == ["*", "<5", "*"]
