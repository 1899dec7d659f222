"""BPS codes: led over by the crosswalk, flagged without it, caught when it is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.settings import Settings

AGREEMENT = """
select sum(jumlah_orang)::bigint, sum(jumlah_terpadan)::bigint, sum(jumlah_sama)::bigint,
    sum(jumlah_sama_tanpa_padanan)::bigint
from matched.kesesuaian_wilayah where tingkat = 'kabupaten_kota'
"""
# BPS digits taken for Kemendagri codes, the same at every tier so that no row contradicts another
DIRECT_JOIN = """
update raw.bps__padanan_wilayah set kode_kemendagri = left(kode_bps, 2)
where tingkat = 'provinsi';
update raw.bps__padanan_wilayah
set kode_kemendagri = left(kode_bps, 4) || substr(kode_kemendagri, 5)
where tingkat <> 'provinsi'
"""
READS_CROSSWALK = ["baris_padanan_wilayah", "padanan_wilayah", "standardised.individu"]


def ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    with warehouse.connect(settings, read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.fixture
def copy(home: Settings, tmp_path: Path) -> Settings:
    """Another home with the working file of the built one."""
    other = Settings(home=tmp_path / "home", db_key=None)
    other.root.mkdir()
    shutil.copyfile(home.warehouse_file, other.warehouse_file)
    return other


def rebuild(settings: Settings, change: str, select: list[str]) -> tuple[bool, set[str]]:
    """Change raw tables and build models again: whether that succeeded, and the tests that told."""
    with warehouse.connect(settings) as con:
        con.execute(change)
    told: set[str] = set()

    def collect(event: Any) -> None:
        if event.info.name == "LogTestResult" and event.info.level in ("warn", "error"):
            told.add(event.data.name)

    arguments = ["build", "--exclude-resource-type", "unit_test", "--select"]
    return dbt_bridge.build(settings, [*arguments, *select], [collect]), told


def test_mapped_regions_are_those_of_the_register(home: Settings) -> None:
    people, mapped, same, direct = ask(home, AGREEMENT)[0]
    assert mapped == people > 500
    assert same >= 0.95 * people
    assert direct < 0.85 * people


def test_every_code_of_the_twin_is_led_over_and_stands_beside(home: Settings) -> None:
    rows = ask(
        home,
        "select count(*), count(*) filter (status_padanan = 'padan'), "
        "count(*) filter (kode_desa_bps = kode_desa_kemendagri), "
        "count(*) filter (kode_desa_kemendagri in "
        "(select kode_kemendagri from rujukan.wilayah where berlaku_sampai is null)) "
        "from standardised.individu where penyedia = 'regsosek'",
    )
    total, mapped, equal, in_force = rows[0]
    assert total == mapped == in_force
    assert equal == 0


def test_a_split_between_quarters_moves_codes_of_both_systems(home: Settings) -> None:
    """The registration still writes the old BPS kabupaten; its families have the new one's code."""
    rows = ask(
        home,
        """
        with pindah as (
            select kode_lama_kemendagri as lama, kode_kini_kemendagri as kini
            from rujukan.penerus_wilayah where tingkat = 'desa'
        )
        select penyedia, count(*)
        from standardised.individu as i
        inner join pindah as p on i.kode_desa_kemendagri = p.kini
        group by penyedia
        """,
    )
    counts = dict(rows)
    assert {"dukcapil", "regsosek"} <= set(counts)
    stale = ask(
        home,
        "select count(*) from standardised.individu where kode_desa_kemendagri in "
        "(select kode_lama_kemendagri from rujukan.penerus_wilayah where not lama_masih_berlaku)",
    )
    assert stale == [(0,)]


def test_a_wrong_crosswalk_stops_the_release_and_a_missing_one_does_not(copy: Settings) -> None:
    models = [*READS_CROSSWALK, "rekaman_padan", "kesesuaian_wilayah"]
    succeeded, told = rebuild(copy, DIRECT_JOIN, models)
    _, mapped, same, _ = ask(copy, AGREEMENT)[0]
    assert not succeeded
    assert mapped > 500
    assert same < 0.9 * mapped
    assert "assert_mapped_regions_agree_with_the_population_register" in told

    models = [*READS_CROSSWALK, "temuan_keluarga"]
    succeeded, told = rebuild(copy, "delete from raw.bps__padanan_wilayah", models)
    assert succeeded
    assert "assert_every_bps_code_is_mapped" in told
    region = "select distinct status_padanan, kode_provinsi_kemendagri from standardised.individu "
    assert ask(copy, region + "where penyedia = 'regsosek'") == [("tidak_dikenal", None)]
    flagged = ask(
        copy,
        "select count(*) from reception.temuan_keluarga "
        "where kode_alasan = 'WILAYAH_BPS_TAK_DIKENAL'",
    )
    assert flagged == ask(copy, "select count(*) from staging.stg_regsosek__keluarga")
