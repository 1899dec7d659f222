"""Publishing counts: protected, attacked, kept in the ledger; twice the same, and over a split."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import backups, tables
from dagster_dtsen.disclosure import ledger
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts
from dagster_dtsen.settings import Settings
from tests.tables import world

FAMILIES = 4000
LEVEL_ONE = ("nasional", "kelompok_provinsi", "provinsi")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "rumah")
    world.publish(made, "2026T1", FAMILIES)
    return made


def rows(found: ledger.Publication, table: str, query: str) -> list[tuple[object, ...]]:
    return duckdb.execute(query.format(found.table(table))).fetchall()


def refused(code: str, settings: Settings, **more: bool) -> str:
    with pytest.raises(DtsenError) as caught:
        tables.build(settings, None, **more)
    assert caught.value.kind.code == code
    return str(caught.value)


def test_published_counts_are_near_the_true_ones_and_never_them(settings: Settings) -> None:
    found = tables.build(settings, None)
    true = {tuple(row[:7]): row[7] for row in world.rows(FAMILIES, 1) if row[5] != "total"}
    told = [
        row
        for table in ledger.CELL_TABLES
        for row in rows(found, table, "select * exclude keadaan from {} where keadaan = 'terbit'")
    ]
    near = [row for row in told if abs(int(str(row[7])) - true.get(row[:7], 0)) < int(str(row[8]))]
    assert len(near) == len(told) > 500
    # every count is a multiple of its base: the true one is not among them but by chance
    assert all(int(str(row[7])) % int(str(row[8])) == 0 for row in told)


def test_the_age_of_the_data_is_told(settings: Settings) -> None:
    # each person's newest record is of 30 January, the cut-off is 31 March
    assert tables.build(settings, None).facts["umur_hari"] == 60


def test_a_release_from_before_an_erasure_is_not_published(settings: Settings) -> None:
    more = {"penghapusan": "a1", "individu": 1}
    acts.enter(settings, acts.ERASE, "2026T1", "permohonan warga", "uji", **more)
    assert "penghapusan orang" in refused("E-KIRIM", settings)
    assert ledger.publications(settings) == []


def test_levels_are_kept_apart(settings: Settings) -> None:
    found = tables.build(settings, None)
    for table, told in found.facts["tabel"].items():
        tiers = {str(row[0]) for row in rows(found, table, "select tingkat_wilayah from {}")}
        assert (tiers <= set(LEVEL_ONE)) == (told["tingkat"] == 1)
        assert told["kelas_data"] == {1: "terbuka", 2: "terbatas"}[told["tingkat"]]
    assert found.facts["serangan"]["sel_kecil"] > 0
    assert found.facts["serangan"]["pasangan"] > 500


def test_indicators_follow_from_the_published_cells_alone(settings: Settings) -> None:
    found = tables.build(settings, None)
    wrong = rows(
        found,
        "indikator_wilayah",
        "select count(*) from {} where indikator = 'jkn' and (keadaan = 'terbit') <> "
        "(nilai is not null) or indikator = 'jkn' and keadaan = 'terbit' and "
        "nilai <> least(100, round(100.0 * pembilang / penyebut, 2))::decimal(18, 2)",
    )
    told = rows(
        found,
        "indikator_provinsi",
        "select indikator, keadaan, nilai, nama_wilayah from {} where tingkat_wilayah = "
        "'nasional' and kelompok = 'semua' order by indikator",
    )
    assert wrong == [(0,)]
    assert [row[0] for row in told] == ["jkn", "pekerja_industri", "rata_lama_sekolah"]
    assert {row[1] for row in told} == {"terbit"}
    assert {row[3] for row in told} == {"Indonesia"}


def test_the_same_release_is_published_once(settings: Settings) -> None:
    first, second = tables.build(settings, None), tables.build(settings, None)
    assert first.facts == second.facts
    assert len(ledger.publications(settings)) == 1


def test_another_key_is_not_taken_without_a_word(settings: Settings, tmp_path: Path) -> None:
    tables.build(settings, None)
    key = tmp_path / "lain.kunci"
    key.write_bytes(bytes(32))
    key.chmod(0o600)
    other = settings.model_copy(update={"rounding_key": key})
    assert "kunci pembulatan" in refused("E-UNGKAP", other)
    again = tables.build(other, None, new_key=True)
    assert again.facts["nomor"] == 2
    # what the first publication leaves open was part of the second attack
    assert again.facts["serangan"]["pasangan"] > 0


@pytest.mark.parametrize(("mode", "size"), [(0o644, 32), (0o600, 31)])
def test_a_bad_key_is_refused(settings: Settings, tmp_path: Path, mode: int, size: int) -> None:
    key = tmp_path / "buruk.kunci"
    key.write_bytes(os.urandom(size))
    key.chmod(mode)
    refused("E-UNGKAP", settings.model_copy(update={"rounding_key": key}))


def test_a_lost_key_is_not_replaced(settings: Settings) -> None:
    tables.build(settings, None)
    settings.rounding_key_file.unlink()
    world.publish(settings, "2026T2", FAMILIES + 30, "2026T1.v1")
    assert "kunci tiada" in refused("E-UNGKAP", settings)
    assert not settings.rounding_key_file.exists()


def test_a_restored_home_has_the_ledger_and_not_the_key(settings: Settings, tmp_path: Path) -> None:
    told = tables.build(settings, None)
    backups.backup(settings, tmp_path / "cadangan", plain=True)
    restored = settings.model_copy(update={"home": tmp_path / "pulih"})
    backups.restore(restored, tmp_path / "cadangan", plain=True)
    (found,) = ledger.publications(restored)
    assert found.facts == told.facts
    found.check()
    assert "kunci tiada" in refused("E-UNGKAP", restored)
    assert not restored.rounding_key_file.exists()
    # the key, which was kept elsewhere, is set
    keyed = restored.model_copy(update={"rounding_key": settings.rounding_key_file})
    assert tables.build(keyed, None).facts == told.facts


def test_two_releases_with_a_split_district(settings: Settings) -> None:
    wide = {"kec": 3, "desa": 4}
    world.publish(settings, "2026T2", FAMILIES, "2026T1.v1", **wide)
    tables.build(settings, None)
    world.publish(settings, "2026T3", FAMILIES + 40, "2026T2.v1", split=True, **wide)
    found = tables.build(settings, None)
    attack = found.facts["serangan"]
    new = rows(
        found,
        "sel_wilayah",
        "select count(*) from {} where kode_wilayah = '1104' and ukuran = 'jkn'",
    )
    changed = rows(
        found, "indikator_provinsi", "select count(*) from {} where perubahan is not null"
    )
    assert new[0][0] == 6
    assert changed[0][0] > 0
    assert attack["pasangan"] > 3_000
    assert attack["pasangan_terungkap"] == 0


def test_a_changed_ledger_is_noticed(settings: Settings) -> None:
    found = tables.build(settings, None)
    path = found.folder / "sel_wilayah.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    world.publish(settings, "2026T2", FAMILIES + 30, "2026T1.v1")
    assert "berubah" in refused("E-UNGKAP", settings)
