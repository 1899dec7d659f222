"""Every instance of the engine spills into a folder of its own; only what the dead left goes."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from dagster_dtsen import files, warehouse
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.settings import Settings
from tests.release.hand_made import settings_of

ROWS = 1_200_000
MAKE = """
create temp table t as
select range as i, repeat(md5(range::varchar || '{mark}'), 3) as h from range({n})
"""
WRONG = "select count(*) from t where h <> repeat(md5(i::varchar || '{mark}'), 3)"


def spilling(home: Path, key: str | None) -> Settings:
    """A home in which so many rows do not fit into memory."""
    return settings_of(home, key).model_copy(
        update={"memory_limit": "60MB", "threads": 1, "db_key": SecretStr(key) if key else None}
    )


@pytest.mark.parametrize("key", [None, "kunci tumpahan"], ids=["open", "encrypted"])
def test_two_instances_do_not_read_each_others_spill(tmp_path: Path, key: str | None) -> None:
    own = spilling(tmp_path / "home", key)
    with warehouse.rekeying(own, own) as one, warehouse.rekeying(own, own) as other:
        for con, mark in ((one, "a"), (other, "b")):
            con.execute(MAKE.format(mark=mark, n=ROWS))
        folders = sorted(own.spill_dir.iterdir())
        assert len(folders) == 2
        assert all(any(folder.iterdir()) for folder in folders), "nothing was spilled"
        for con, mark in ((one, "a"), (other, "b")):
            assert con.execute(WRONG.format(mark=mark)).fetchall() == [(0,)]
    assert list(own.spill_dir.iterdir()) == []


def name_of_a_dead_process() -> str:
    context = multiprocessing.get_context("spawn")
    ways: Any = context.SimpleQueue()
    child = context.Process(target=_tell, args=(ways,))
    child.start()
    name = str(ways.get())
    child.join()
    return name


def _tell(ways: Any) -> None:
    ways.put(files.own_name())


def test_what_a_process_at_work_spills_stays(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "home")
    settings.spill_dir.mkdir(parents=True)
    mine, dead = files.own_name(), name_of_a_dead_process()
    for name in (mine, dead, "duckdb_temp_storage_DEFAULT-0.tmp", "lain"):
        (settings.spill_dir / name).mkdir()
        (settings.spill_dir / name / "sisa.tmp").write_text("nama orang")
    (settings.spill_dir / "berkas.tmp").write_text("nama orang")
    assert publishing.recover(settings) == ["tumpahan"]
    assert [path.name for path in settings.spill_dir.iterdir()] == [mine]
    assert publishing.recover(settings) == []
