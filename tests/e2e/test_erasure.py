"""Persons erased from a built home: nothing of it tells of them, and no backup brings them back."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from dagster_dtsen import backups, erasures, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store, tombstones, versions
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
from tests.conftest import at_home
from tests.tools.traces import traces

pytestmark = pytest.mark.e2e

DAY = dt.date(2026, 7, 2)
# somebody whom many sources know, under the NIK that the register gives them
KNOWN = """
select t.id_individu, t.nik
from wh.updated.individu_terbarui as t
inner join wh.linkage.peta_individu as p on t.id_individu = p.id_individu
inner join wh.standardised.individu as i on p.record_key = i.record_key and i.nik = t.nik
group by all
order by count(distinct i.penyedia) desc, t.id_individu
limit 1
"""


@pytest.fixture
def own(built: Settings, tmp_path: Path) -> Settings:
    """A copy of the built home with a landing folder of its own."""
    shutil.copytree(built.root, tmp_path / "home")
    shutil.copytree(built.landing, tmp_path / "landing")
    with at_home(tmp_path / "home") as settings:
        return settings.model_copy(update={"landing": tmp_path / "landing"})


def known(settings: Settings) -> tuple[str, str]:
    with warehouse.connect(settings, read_only=True) as con:
        row = con.execute(KNOWN).fetchall()[0]
    return str(row[0]), str(row[1])


def places(settings: Settings, nik: str) -> set[str]:
    """Folders of the home, and landing, that hold the number."""
    found = traces(settings, [settings.root, settings.landing], [nik])
    return {"/".join(item.split("/")[:2]).split(":")[0] for item in found}


def test_nothing_is_left_and_no_backup_brings_it_back(own: Settings, tmp_path: Path) -> None:
    person, nik = known(own)
    copy = tmp_path / "cadangan"
    landed = shutil.copytree(own.landing, tmp_path / "sekali_lagi")
    backups.backup(own, copy, plain=True)
    before = places(own, nik)
    assert {"home/arsip", "home/gudang.duckdb", "home/rilis", "landing/dukcapil"} <= before
    item = erasures.erase(own, [person], "permohonan warga", "petugas", DAY)
    assert (item.rilis, item.individu) == ("2026T1", 1)
    # readers have the old versions until new ones stand
    assert places(own, nik) == {"home/rilis"}
    assert erasures.listed(own)[0]["sisa"] == ["2026T1.v1", "2026T2.v1"]
    first, second = (ReleaseId.parse(name) for name in ("2026T1", "2026T2"))
    assert [versions.to_build(own, release) for release in (first, second)] == [2, 2]
    # the same files are delivered again: no run would read them
    shutil.copytree(landed, own.landing, dirs_exist_ok=True)
    assert "landing/dukcapil" in places(own, nik)
    assert all(line.endswith("dihapus / deleted") for line in erasures.empty_landing(own))
    assert places(own, nik) == {"home/rilis"}
    (own.returns_dir / "2026T2.v2").mkdir()
    backups.backup(own, copy, plain=True)
    again = own.model_copy(update={"home": tmp_path / "pulih"})
    backups.restore(again, copy, 1, plain=True)
    assert traces(again, [again.root], [nik]) == []
    assert not (again.returns_dir / "2026T2.v2").exists(), "a folder of the newer generation"
    assert [release.name for release in store.versions(again) if release.destroyed] == [
        "2026T1.v1",
        "2026T2.v1",
    ]
    assert tombstones.bury(own, now=True) == ["2026T1.v1", "2026T2.v1"]
    assert places(own, nik) == set()
    text = own.erasures_file.read_text()
    assert nik not in text
    assert person not in text


def test_an_id_that_nobody_has_erases_nothing(own: Settings) -> None:
    with pytest.raises(DtsenError) as caught:
        erasures.erase(own, ["I00000000000000000000"], "permohonan warga", "petugas", DAY)
    assert caught.value.kind.code == "E-INDIVIDU-TIADA"
    assert not own.erasures_file.exists()
    assert own.warehouse_file.exists()
