"""Utility and insurance files add variables to the register and create nobody (Pasal 6, 14)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.release import store
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import Settings
from tests.e2e.conftest import Runner

pytestmark = pytest.mark.e2e

RELEASE = "2026T1"
SUPPORTING = ("bpjs_kesehatan", "pln")
# only they give these: without them the column is empty
THEIRS = {
    "individu": {"pbi_pemda", "nomor_peserta_jkn", "segmen_jkn"},
    "keluarga": {"id_pelanggan_pln", "tarif_listrik", "pbi_pemda"},
    "anggota_keluarga": set(),
}
# a further record makes a person padan; the meter answers an item of the family; of more people
# it is known who pays the premium
TOUCHED = {
    "individu": {"jumlah_rekaman", "hasil_padan", "pbi_nas"},
    "keluarga": {"pbi_nas", "daya_terpasang", "status_butir", "punya_butir_keluarga"},
    "anggota_keluarga": set(),
}
KEYS = {"individu": "id_individu", "keluarga": "id_keluarga", "anggota_keluarga": "id_individu"}


@pytest.fixture
def without(
    copied_landing: Path, runner: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> Settings:
    for provider in SUPPORTING:
        shutil.rmtree(copied_landing / provider)
    return runner(copied_landing).freeze(monkeypatch, RELEASE)


def test_supporting_sources_add_variables_and_no_person_or_family(
    built: Settings, without: Settings
) -> None:
    full = store.stored(built)[0]
    assert full.name == f"{RELEASE}.v1"
    poor = store.build_dir(without, ReleaseId.parse(RELEASE))
    with warehouse.connect(without) as con:
        for table, key in KEYS.items():
            left = full.table(built, SNAPSHOT, table)
            right = store.sealed_table(without, poor, SNAPSHOT, table)
            columns = [row[0] for row in con.execute(f"describe select * from {left}").fetchall()]
            unmatched = con.execute(
                f"select count(*) from {left} as a full join {right} as b on a.{key} = b.{key} "
                f"where a.{key} is null or b.{key} is null"
            ).fetchall()
            assert unmatched == [(0,)], table
            differing = {
                column
                for column in columns
                if con.execute(
                    f"select count(*) from {left} as a inner join {right} as b "
                    f"on a.{key} = b.{key} where a.{column} is distinct from b.{column}"
                ).fetchall()[0][0]
            }
            assert differing == THEIRS[table] | TOUCHED[table], table
            for column in THEIRS[table]:
                filled = con.execute(
                    f"select count(a.{column}), count(b.{column}) "
                    f"from {left} as a inner join {right} as b on a.{key} = b.{key}"
                ).fetchall()[0]
                assert filled[0] > 100 and filled[1] == 0, column
