"""The synthetic table of BPS and Kemendagri codes: its dangers, and how Regsosek uses it."""

from __future__ import annotations

import numpy as np
import pytest
from twin_samples import Twin

from dagster_dtsen.twin.regions import Regions, load_regions
from dagster_dtsen.twin.rng import Dice

PADANAN = "read_csv('{l}/bps/%s/padanan_wilayah.csv', all_varchar = true)"
FIRST, SECOND = PADANAN % "2026T1", PADANAN % "2026T2"


@pytest.fixture(scope="module")
def regions() -> Regions:
    return load_regions(Dice(1))


def test_it_has_the_dangers_of_the_real_table(regions: Regions) -> None:
    bps, kemendagri = regions.bps.kab, regions.kab
    differ = bps != kemendagri
    assert len(kemendagri) == len(np.unique(bps)) == 514
    assert differ.sum() == 199
    assert (differ & np.isin(bps, kemendagri)).sum() == 166
    assert len(np.setdiff1d(bps, kemendagri)) == 33
    assert len(np.unique(bps[bps // 100 != kemendagri // 100] // 100)) == 2


def test_it_is_the_same_for_every_seed(regions: Regions) -> None:
    assert np.array_equal(regions.bps.desa, load_regions(Dice(99)).bps.desa)


def test_all_four_levels_are_complete(small: Twin) -> None:
    counts = dict(
        small.sql(f"select tingkat, count(distinct kode_kemendagri) from {FIRST} group by 1")
    )
    assert counts == {
        "provinsi": 38, "kabupaten_kota": 514, "kecamatan": 7_285, "desa": 83_762
    }  # fmt: skip
    widths = small.sql(
        "select distinct tingkat, length(kode_bps), length(kode_kemendagri) "
        f"from {SECOND} order by 2"
    )
    assert widths == [
        ("provinsi", 2, 2), ("kabupaten_kota", 4, 4), ("kecamatan", 7, 6), ("desa", 10, 10)
    ]  # fmt: skip


def test_levels_nest_in_both_systems(small: Twin) -> None:
    wrong = small.one(
        f"with p as (select *, case tingkat when 'desa' then 7 when 'kecamatan' then 4 else 2 end "
        "as b, case tingkat when 'desa' then 6 when 'kecamatan' then 4 else 2 end as k "
        f"from {FIRST}) select count(*) from p where tingkat <> 'provinsi' and not exists "
        "(select 1 from p o where o.kode_bps = left(p.kode_bps, p.b) "
        "and o.kode_kemendagri = left(p.kode_kemendagri, p.k))"
    )
    assert wrong == 0


def test_every_row_says_that_it_is_synthetic(small: Twin) -> None:
    for table in (FIRST, SECOND):
        assert small.sql(f"select distinct catatan from {table}") == [
            ("SINTETIS: bukan tabel resmi",)
        ]


def test_a_split_makes_one_code_stand_for_two(small: Twin) -> None:
    def doubled(table: str, level: str, day: str) -> int:
        return int(
            small.one(
                f"select count(*) from (select kode_bps from {table} where tingkat = '{level}' and "
                f"berlaku_dari <= '{day}' and (berlaku_sampai is null or berlaku_sampai >= "
                f"'{day}') group by 1 having count(*) > 1)"
            )
        )

    assert doubled(FIRST, "kabupaten_kota", "2026-01-31") == 0
    assert doubled(SECOND, "kabupaten_kota", "2026-03-31") == 0
    assert doubled(SECOND, "kabupaten_kota", "2026-04-30") == 1
    assert doubled(SECOND, "kecamatan", "2026-04-30") == 0
    # desa younger than the table
    assert doubled(FIRST, "desa", "2022-11-15") == 0
    assert 20 < doubled(FIRST, "desa", "2026-01-31") < 150


def test_changed_codes_are_those_of_the_ministry(small: Twin) -> None:
    wrong = small.one(
        "select count(*) from read_csv('{l}/kemendagri/2026T2/perubahan_wilayah.csv', "
        f"all_varchar = true) p left join {SECOND} b on b.kode_kemendagri = p.kode_baru "
        "and b.tingkat = p.tingkat and b.berlaku_dari = p.berlaku_dari where b.kode_bps is null"
    )
    assert wrong == 0


def test_regsosek_writes_codes_of_bps(large: Twin) -> None:
    unknown, same = large.sql(
        f"select count(*) filter (b.kode_bps is null), avg((b.kode_kemendagri = "
        "r101 || r102 || r103 || r104)::int) from "
        "read_csv('{l}/regsosek/2022/keluarga.csv', all_varchar = true) left join "
        f"(select * from {FIRST} where tingkat = 'desa' and berlaku_dari < '2022-11-15') b "
        "on b.kode_bps = r101 || r102 || r103 || r104"
    )[0]
    assert unknown == 0
    assert same < 0.02
