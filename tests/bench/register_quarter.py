"""A small quarter: the population register alone delivers, and says little that is new."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import duckdb
import yaml

REGISTER = "dukcapil"
FILE = "penduduk.parquet"


def thin(landing: Path, first: str, second: str, share: float) -> int:
    """Leave in ``second`` only the register's file, with ``share`` of its rows altered or new.

    All other rows are those of ``first``, and nobody leaves; altered rows are drawn by NIK, all
    alike. Returns their number. Raises ValueError when the twin alters fewer.
    """
    for folder in landing.glob(f"*/{second}"):
        if folder.parent.name != REGISTER:
            shutil.rmtree(folder)
    before, after = (landing / REGISTER / release / FILE for release in (first, second))
    thinned = after.with_name("baru.parquet")
    with duckdb.connect() as con:
        con.execute("set threads = 1")
        con.execute(f"create view lama as from '{before}'")
        con.execute(f"create table berbeda as (from '{after}' except from lama)")
        found, rows = con.sql(
            "select (select count(*) from berbeda), (select count(*) from lama)"
        ).fetchall()[0]
        wanted = round(rows * share)
        if found < wanted:
            raise ValueError(f"{found} rows altered of {wanted} asked")
        con.execute(f"create table baru as from berbeda order by md5(nik), nik limit {wanted}")
        con.execute(
            "copy (from (from lama anti join baru using (nik) union all from baru) order by all) "
            f"to '{thinned}' (format parquet)"
        )
        total = con.sql(f"select count(*) from '{thinned}'").fetchall()[0][0]
    thinned.replace(after)
    note = after.with_name("pengantar.yml")
    said = yaml.safe_load(note.read_text(encoding="utf-8"))
    said["berkas"][0]["jumlah_rekaman"] = total
    said["berkas"][0]["sha256"] = hashlib.sha256(after.read_bytes()).hexdigest()
    note.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return wanted
