"""Homes for tests of the working file: one left in order, one whose run died, and damages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dagster_dtsen import warehouse
from dagster_dtsen.release import publish as publishing
from dagster_dtsen.release import working_file
from dagster_dtsen.settings import Settings
from tests.release.hand_made import publish

TABLES = """
create schema history; create schema linkage_uji;
create table history.riwayat_uji as
select i as id, date '2026-03-31' as dbt_valid_from, null::date as dbt_valid_to
from range(100) as t (i);
create schema if not exists linkage;
create or replace table linkage.peta_individu as
select 'r' || i as record_key, 'p' || i as id_individu from range(50) as t (i);
insert into ledger.kiriman (_delivery, status) values ('d-1', 'diterima'), ('d-x', 'ditolak');
insert into ledger.berkas (_delivery, jumlah_terbaca) values ('d-1', 10), ('d-1', 5);
"""
# a run that takes in deliveries one by one and dies: its log waits to be worked in
DYING = """
import os, sys
from pydantic import SecretStr
from dagster_dtsen import warehouse
from dagster_dtsen.release import working_file
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings
key = SecretStr(sys.argv[2]) if sys.argv[2] else None
settings = Settings(home=sys.argv[1], db_key=key)
working_file.begin(settings, ReleaseId.parse("2026T2"))
with warehouse.connect(settings) as con:
    for number in range(2, 12):
        con.execute("begin")
        con.execute(f"create table linkage_uji.t{number} as select range as i from range(5000)")
        con.execute("insert into ledger.kiriman (_delivery, status) values (?, 'diterima')",
                    [f"d-{number}"])
        con.execute("insert into ledger.berkas (_delivery, jumlah_terbaca) values (?, 7)",
                    [f"d-{number}"])
        con.execute("commit")
    if sys.argv[3] == "noted":
        working_file.note(con, settings, "received")
    con.execute(sys.argv[4])
    os._exit(9)
"""


def leave(settings: Settings) -> Settings:
    """A home with one published release whose working file was left in order."""
    publish(settings, "2026T1")
    with warehouse.connect(settings) as con:
        con.execute(TABLES)
    working_file.leave(settings)
    return settings


def killed(settings: Settings, noted: bool = True, last: str = "select 1") -> Path:
    """A run that died; gives its write-ahead log."""
    arguments = [settings.root, settings.secret() or "", "noted" if noted else "", last]
    done = subprocess.run([sys.executable, "-c", DYING, *map(str, arguments)], check=False)
    assert done.returncode == 9
    log = settings.root / "gudang.duckdb.wal"
    assert log.stat().st_size > 1000
    return log


def cut(path: Path, share: float) -> None:
    text = path.read_bytes()
    path.write_bytes(text[: int(len(text) * share)])


def flip(path: Path, share: float) -> None:
    text = bytearray(path.read_bytes())
    text[int(len(text) * share)] ^= 16
    path.write_bytes(text)


def found(settings: Settings) -> str:
    """What the start says of a working file that it set aside."""
    (said,) = publishing.recover(settings)
    assert said.startswith("gudang.duckdb disisihkan, dibangun lagi oleh rilis berikut / set aside")
    assert not settings.warehouse_file.exists()
    assert not list(settings.root.glob("*.wal"))
    assert not settings.warehouse_print.exists()
    assert (settings.scratch_dir / "gudang.duckdb").exists()
    assert publishing.recover(settings) == ["kerja"]
    return said.split(": ")[1]


def honest(settings: Settings) -> bool:
    kept = settings.warehouse_print.read_bytes()
    done = [item for item in publishing.recover(settings) if "gudang" in item]
    return done == [] and settings.warehouse_print.read_bytes() == kept
