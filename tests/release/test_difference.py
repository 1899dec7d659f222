"""The difference between two releases: whoever came or went has one reason, the right one."""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import write_json
from dagster_dtsen.release import as_of, difference, difference_files, store
from dagster_dtsen.settings import Settings
from tests.release import two_releases as two

Told = dict[str, Any]


@contextmanager
def told_of(settings: Settings) -> Iterator[tuple[Told, duckdb.DuckDBPyConnection]]:
    old, new = (store.versions(settings, name)[-1] for name in ("2026T1", "2026T2"))
    with as_of.reading(settings) as con:
        yield difference.build(con, settings, old, new, two.VARIABLES), con


def reasons(con: duckdb.DuckDBPyConnection, entity: str, way: str) -> dict[str, tuple[str, str]]:
    query = f"select id_{entity}, sebab, rincian from {entity}_{way}"
    return {row[0]: (row[1], row[2]) for row in con.execute(query).fetchall()}


def test_who_came_and_went_and_why(any_settings: Settings) -> None:
    two.lay_both(any_settings)
    with told_of(any_settings) as (told, con):
        assert reasons(con, "individu", "keluar") == two.LEFT
        assert reasons(con, "individu", "masuk") == two.ENTERED
        assert reasons(con, "keluarga", "keluar") == two.LEFT_FAMILIES
        assert reasons(con, "keluarga", "masuk") == two.ENTERED_FAMILIES
    assert told["neraca"] == {
        "individu": {"sebelum": 14, "masuk": 6, "keluar": 9, "sesudah": 11},
        "keluarga": {"sebelum": 6, "masuk": 4, "keluar": 5, "sesudah": 5},
    }
    counted = Counter((r["objek"], r["sebab"]) for r in told["keluar"] for _ in range(r["jumlah"]))
    assert counted["individu", "tak_diketahui"] == 2
    assert sum(counted.values()) == 9 + 5


def test_merged_split_and_moved(settings: Settings) -> None:
    two.lay_both(settings)
    with told_of(settings) as (told, con):

        def rows(query: str) -> list[tuple[Any, ...]]:
            return con.execute(query).fetchall()

        assert rows("from individu_gabung") == [("lebur", "tetap", two.A, True)]
        assert rows("from individu_pisah") == [("belah", "tetap", two.A, True)]
        assert rows("from keluarga_gabung") == [("K-lebur", "K-tetap", two.A, True)]
        split = rows("select id_keluarga, id_keluarga_lain from keluarga_pisah")
        assert split == [("K-belah", "K-tetap")]
        moved = rows("select id_individu, sebab, rincian from pindah_keluarga order by 1")
    assert moved == [
        ("ikut", "gabung", None),
        ("inti", "pindah", None),
        ("pindah", "pindah", "kawin"),
        ("pisah", "pisah", None),
    ]
    assert {(r["objek"], r["terdaftar"], r["jumlah"]) for r in told["gabung"]} == {
        ("individu", "true", 1),
        ("keluarga", "true", 1),
    }


def test_values_by_provider_and_rule_of_the_newer_release(settings: Settings) -> None:
    two.lay_both(settings)
    with told_of(settings) as (told, con):
        rows = con.execute(
            "select objek, id, variabel, penyedia, id_aturan from nilai_berubah"
        ).fetchall()
    assert len(rows) == len(set(rows))
    assert set(rows) == two.VALUES
    assert sum(row["jumlah"] for row in told["nilai"]) == len(two.VALUES)


def test_where_the_release_does_not_say_the_block_the_provider_is_unknown(
    settings: Settings,
) -> None:
    two.lay_both(settings, {"rpt_rencana_variabel": []})
    with told_of(settings) as (told, _):
        found = {(r["variabel"], r["penyedia"]) for r in told["nilai"] if r["objek"] == "individu"}
    assert found == {
        ("alamat", "tak_diketahui"),
        ("ijazah", "tak_diketahui"),
        ("alamat", "koreksi"),
    }


def test_a_region_that_only_got_another_code_is_told_apart(settings: Settings) -> None:
    only = [("tetap", "alamat", "wilayah_berubah", 21, False)]
    for base, kind in (("2026T1.v1", "wilayah_berubah"), ("2026T0.v1", "memperbarui")):
        home = settings.model_copy(update={"home": settings.home / kind})
        two.lay_both(home, {"perubahan_individu": only}, base)
        with told_of(home) as (told, con):
            query = "select jenis from nilai_berubah where id = 'tetap' and variabel = 'alamat'"
            assert con.execute(query).fetchall() == [(kind,)]
            assert told["berurutan"] is (base == "2026T1.v1")


def test_verdicts_deciles_and_states(settings: Settings) -> None:
    two.lay_both(settings)
    with told_of(settings) as (told, _):
        columns = ("objek", "perihal", "dari", "ke", "jumlah")
        verdicts = {tuple(row[name] for name in columns) for row in told["verdik"]}
    assert verdicts == {
        ("individu", "verdik_nik", "sesuai", "dilaporkan_meninggal", 1),
        ("individu", "verdik_nik", "tidak_ditemukan", "sesuai", 1),
        ("individu", "verdik_no_kk", "tanpa_kk", "kk_sesuai", 1),
        ("keluarga", "status_peringkat", "peringkat", "tanpa_peringkat", 1),
    }
    assert told["desil"] == [{"objek": "keluarga", "dari": "3", "ke": None, "jumlah": 1}]


def test_every_region_balances_and_all_regions_make_the_whole(settings: Settings) -> None:
    two.lay_both(settings)
    with told_of(settings) as (told, con):
        long = con.execute("select bagian, sum(jumlah) from rincian group by 1").fetchall()
    by_code = {row["kode"]: row for row in told["wilayah"]}
    assert by_code[two.B]["individu"] == {
        "sebelum": 1, "masuk": 0, "keluar": 0, "datang": 1, "pergi": 0, "sesudah": 2,
    }  # fmt: skip
    assert by_code[""]["individu"]["keluar"] == 1  # its region was never known
    for entity, whole in told["neraca"].items():
        for name, count in whole.items():
            assert sum(row[entity][name] for row in told["wilayah"]) == count
    for part, count in long:
        assert sum(row["jumlah"] for row in told[part]) == count


@pytest.mark.parametrize("table", ["dikeluarkan", "individu"])
def test_somebody_told_of_twice_makes_no_difference_document(
    settings: Settings, table: str
) -> None:
    rows = two.new_rows(table)
    two.lay_both(settings, {table: [*rows, rows[0]]})
    with pytest.raises(DtsenError) as caught, told_of(settings):
        pass
    assert caught.value.kind.code == "E-SELISIH-TIMPANG"
    assert "individu" in str(caught.value.details["parts"])


def test_a_release_without_its_tables_leaves_reasons_unknown(settings: Settings) -> None:
    two.lay_both(settings)
    for name, side in (("2026T1", "peta_individu"), ("2026T2", "dikeluarkan")):
        stored = store.named(settings, name)
        del stored.manifest["lapisan"]["snapshot"][side]
        write_json(stored.path / store.MANIFEST, stored.manifest)
    with told_of(settings) as (told, con):
        left = {name: why for name, (why, _) in reasons(con, "individu", "keluar").items()}
        entered = {why for why, _ in reasons(con, "individu", "masuk").values()}
    assert told["tiada"] == {"2026T1.v1": ["peta_individu"], "2026T2.v1": ["dikeluarkan"]}
    assert left["mati"] == left["batas"] == "tak_diketahui"
    assert entered == {"sah_kini", "tak_diketahui"}


def test_versions_of_one_quarter_are_compared_like_releases(settings: Settings) -> None:
    two.lay_both(settings)
    (settings.releases_dir / "2026T2.v1").rename(settings.releases_dir / "2026T1.v2")
    old, new = (store.named(settings, f"2026T1.v{version}") for version in (1, 2))
    assert store.named(settings, "2026T1").version == new.version == 2
    with as_of.reading(settings) as con:
        told = difference.build(con, settings, old, new, two.VARIABLES)
        assert reasons(con, "individu", "keluar") == two.LEFT
    assert (told["dari"], told["ke"]) == ("2026T1.v1", "2026T1.v2")


def test_lists_are_private_complete_and_silent_about_the_restricted(
    settings: Settings, tmp_path: Path
) -> None:
    two.lay_both(settings)
    folder = tmp_path / "selisih"
    with told_of(settings) as (_, con):
        paths = difference_files.write(con, folder)
        with pytest.raises(DtsenError) as caught:
            difference_files.write(con, folder)
    assert caught.value.kind.code == "E-BERKAS-ADA"
    assert {path.name for path in paths} == {path.name for path in folder.iterdir()}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    left = (folder / "individu_keluar.csv").read_text().splitlines()
    assert left[0] == "id_individu,sebab,rincian,wilayah"
    assert len(left) == 1 + len(two.LEFT)
    assert f",dibatasi,dibatasi,{two.A}" in left
    assert not any(line.startswith("batas,") for line in left)
    assert "mati,meninggal,dilaporkan_meninggal,3201" in left
    families = (folder / "keluarga_keluar.csv").read_text().splitlines()
    assert f",anggota_keluar,campuran,{two.A}" in families
    assert f"K-mati,anggota_keluar,dilaporkan_meninggal,{two.A}" in families
    again = tmp_path / "lagi"
    with told_of(settings) as (_, con):
        for path in difference_files.write(con, again):
            assert path.read_bytes() == (folder / path.name).read_bytes()
