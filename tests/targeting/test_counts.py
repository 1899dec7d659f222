"""What is counted of a release equals a count in plain Python; missing answers and quotas."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import targets
from dagster_dtsen.settings import Settings
from dagster_dtsen.targeting import criteria
from tests.targeting.oracle import counted
from tests.targeting.small_release import (
    Family,
    Person,
    Release,
    criteria_file,
    publish_release,
    reached,
)

LOW = [1, 2, 3, 4]
OLD = {"variabel": "tanggal_lahir", "umur": "60.."}
PREGNANT = {"variabel": "sedang_hamil", "salah_satu": ["1"]}
CASES: dict[str, dict[str, Any]] = {
    "deciles": {"desil": [2, 5, 9]},
    "everybody": {},
    "codes": {
        "desil": LOW,
        "syarat": [{"keluarga": {"variabel": "jenis_lantai_terluas", "salah_satu": ["3", "5"]}}],
    },
    "not these codes": {
        "syarat": [{"keluarga": {"variabel": "jenis_lantai_terluas", "kecuali": ["1"]}}]
    },
    "numbers and days": {
        "desil": [1, 10],
        "syarat": [
            {"keluarga": {"variabel": "luas_lantai", "antara": "20..60"}},
            {"keluarga": {"variabel": "tanggal_pendataan", "antara": "..2022-08-01"}},
        ],
    },
    "somebody in the family": {"desil": LOW, "syarat": [{"anggota": [OLD]}]},
    "one member meets both": {
        "desil": LOW,
        "syarat": [{"anggota": [OLD, {"variabel": "jenis_kelamin", "salah_satu": ["2"]}]}],
    },
    "either": {
        "desil": LOW,
        "syarat": [
            {
                "atau": [
                    {"anggota": [PREGNANT]},
                    {"anggota": [OLD]},
                    {
                        "dan": [
                            {"keluarga": {"variabel": "luas_lantai", "antara": "..30"}},
                            {"keluarga": {"variabel": "program_pkh", "kecuali": ["1"]}},
                        ]
                    },
                ]
            }
        ],
    },
    "regions of three tiers": {
        "desil": LOW,
        "wilayah": {"sistem": "kemendagri", "kode": ["11", "3301", "320102"]},
    },
    "persons": {
        "satuan": "individu",
        "desil": [1, 2, 3, 4, 5],
        "wilayah": {"sistem": "kemendagri", "kode": ["32"]},
        "syarat": [{"orang": PREGNANT}],
    },
    "persons by family and another member": {
        "satuan": "individu",
        "syarat": [
            {"orang": {"variabel": "jenis_kelamin", "salah_satu": ["2"]}},
            {"anggota": [OLD]},
            {"keluarga": {"variabel": "luas_lantai", "antara": "..100"}},
        ],
    },
}


def compare(told: list[dict[str, Any]], wanted: dict[str, dict[str, Any]]) -> set[str]:
    """Every open count is the wanted one, a closed one belongs to few; the states that are open."""
    for row in told:
        own = wanted.get(row["keadaan"], {"keluarga": set(), "individu": 0})
        families = len(own["keluarga"])
        if row["keluarga"] == "<5":
            assert 0 < families < 5
        elif row["keluarga"] != "*":
            assert (row["keluarga"], row["individu"]) == (families, own["individu"])
    assert {name for name, own in wanted.items() if own["keluarga"]} <= {
        row["keadaan"] for row in told
    }
    return {row["keadaan"] for row in told if isinstance(row["keluarga"], int) and row["keluarga"]}


@pytest.mark.parametrize("name", CASES)
def test_every_state_has_the_families_of_a_count_by_hand(
    settings: Settings, people: Release, tmp_path: Path, name: str
) -> None:
    publish_release(settings, people)
    file = criteria_file(tmp_path, **CASES[name])
    told = targets.reached(settings, [file])["program"][0]
    own = criteria.read(file)
    codes = own.wilayah.kode if own.wilayah else []
    wanted = counted(own, codes, people)
    assert "memenuhi" in compare(told["tahap"], wanted)
    assert told["keluarga"] == len(wanted["memenuhi"]["keluarga"])  # type: ignore[arg-type]
    assert told["individu"] == wanted["memenuhi"]["individu"]


def test_regions_add_up_and_are_those_of_the_families(
    settings: Settings, people: Release, tmp_path: Path
) -> None:
    publish_release(settings, people)
    told = reached(settings, tmp_path, desil=LOW)
    wanted: dict[tuple[str, str, str], int] = {}
    for family in people:
        if family.desil in LOW:
            province, town, _ = (code or "–" for code in family.kode)
            for key in (("provinsi", province, province), ("kabupaten_kota", province, town)):
                wanted[key] = wanted.get(key, 0) + 1
    found = {
        (row["tingkat"], row["provinsi"], row["kode"]): row["keluarga"] for row in told["rincian"]
    }
    assert found.keys() == wanted.keys()
    told_openly = {key: count for key, count in found.items() if isinstance(count, int)}
    assert told_openly.items() <= wanted.items()
    assert {key for key, count in wanted.items() if count < 5} == {
        key for key, count in found.items() if count == "<5"
    }
    assert (
        sum(count for (tier, *_), count in told_openly.items() if tier == "provinsi")
        == (told["keluarga"])
    )


def test_a_question_not_asked_is_no_missing_answer(settings: Settings, tmp_path: Path) -> None:
    asked = Family(anggota=[Person(jenis_kelamin="2", sedang_hamil=None)])
    not_asked = Family(anggota=[Person(jenis_kelamin="1", sedang_hamil=None, ditanya=False)])
    pregnant = Family(anggota=[Person(jenis_kelamin="2", sedang_hamil="1"), Person(None)])
    publish_release(settings, [asked] * 6 + [not_asked] * 7 + [pregnant] * 8)
    told = reached(settings, tmp_path, desil=[1], syarat=[{"anggota": [PREGNANT]}])
    found = {row["keadaan"]: row["keluarga"] for row in told["tahap"]}
    assert (found["jawaban_kosong"], found["tak_memenuhi"], found["memenuhi"]) == (6, 7, 8)


def test_an_age_is_in_completed_years_at_the_date_of_the_release(
    settings: Settings, tmp_path: Path
) -> None:
    on_the_day = Family(anggota=[Person(dt.date(1966, 3, 31))])
    a_day_late = Family(anggota=[Person(dt.date(1966, 4, 1))])
    publish_release(settings, [on_the_day] * 6 + [a_day_late] * 9)
    told = reached(settings, tmp_path, syarat=[{"anggota": [OLD]}])
    assert told["keluarga"] == 6


def test_a_quota_takes_the_poorest(settings: Settings, tmp_path: Path) -> None:
    families = [Family(desil=desil) for desil in (3, 1, 2) for _ in range(10)]
    publish_release(settings, families)
    told = reached(settings, tmp_path, desil=[1, 2, 3], kuota=15,
                   manfaat={"jumlah": 100, "periode": "triwulan"})  # fmt: skip
    found = {row["keadaan"]: row["keluarga"] for row in told["tahap"]}
    assert (found["memenuhi"], found["dipilih"], found["luar_kuota"]) == (30, 15, 15)
    assert (told["keluarga"], told["anggaran_per_periode"]) == (15, 1500)
    assert told["anggaran_setahun"] == 6000
    # ten of decile 1 and five of decile 2, whose truth is certain
    assert told["desil_benar"][:3] == [round(10 / 15, 4), round(5 / 15, 4), 0]


def test_the_budget_of_persons_counts_persons(settings: Settings, tmp_path: Path) -> None:
    publish_release(settings, [Family(anggota=[Person(), Person(), Person()])] * 5)
    told = reached(settings, tmp_path, satuan="individu",
                   manfaat={"jumlah": 7, "periode": "bulan"})  # fmt: skip
    assert (told["anggaran_per_periode"], told["anggaran_setahun"]) == (105, 1260)


def test_a_quota_that_parts_a_family_closes_the_few_beyond_it(
    settings: Settings, tmp_path: Path
) -> None:
    three = [Person(), Person(), Person()]
    publish_release(
        settings,
        [Family(anggota=three)] * 10 + [Family(desil=5)] * 8 + [Family(desil=None)] * 9,
    )
    told = reached(settings, tmp_path, satuan="individu", desil=[1], kuota=28)
    found = {row["keadaan"]: (row["keluarga"], row["individu"]) for row in told["tahap"]}
    assert found["dipilih"] == (10, 28)
    assert found["luar_kuota"] == ("<5", "<5")
    # neither is what was before the quota, nor what that could be worked out from
    assert found["memenuhi"] == ("*", "*")
    assert found["luar_desil"] == ("*", "*")
    assert found["tanpa_peringkat"] == (9, 9)
