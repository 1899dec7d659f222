"""A home with sealed releases whose counts are made up, under indicators of the real seed."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.settings import Settings
from tests.disclosure import made_up
from tests.packages.small_register import many, publish_release

COUNTS = (
    "tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran, kategori, satuan, jumlah, "
    "keluarga, total, terbesar_1, terbesar_2"
)
# made-up measure -> an indicator of the same kind
REAL = {"sakit": "jkn", "sekolah": "rata_lama_sekolah", "pekerja": "pekerja_industri"}
SMALL = {"kec": 2, "desa": 3, "prov": 3}
MOVED = ("1103", "1104")


def rows(families: int, seed: int, split: bool = False, **size: int) -> list[list[Any]]:
    """Rows of `agg_sel`; ``split``: one district of province 11 has become two."""
    with duckdb.connect() as con:
        made_up.lay(con, families, seed, **(SMALL | size))
        if split:
            old, new = MOVED
            con.execute(
                "update orang set k10 = replace(k10[:4], ?, ?) || k10[5:], "
                "k6 = replace(k6[:4], ?, ?) || k6[5:], k4 = replace(k4, ?, ?) "
                "where k4 = ? and k6[5:6] = '02'",
                [old, new, old, new, old, new, old],
            )
            made_up.count(con)
        for measure, indicator in REAL.items():
            con.execute("update agg_sel set ukuran = ? where ukuran = ?", [indicator, measure])
        con.execute("delete from agg_sel where tingkat_wilayah = 'kelompok_provinsi'")
        con.execute(
            "insert into agg_sel by name select * replace ('kelompok_provinsi' as "
            "tingkat_wilayah, 'SUMATERA' as kode_wilayah) from agg_sel "
            "where tingkat_wilayah = 'nasional'"
        )
        return [list(row) for row in con.execute(f"select {COUNTS} from agg_sel").fetchall()]


def publish(
    settings: Settings,
    name: str,
    families: int,
    base: str | None = None,
    split: bool = False,
    **size: int,
) -> None:
    """Seal a release that holds these counts, and few people."""
    publish_release(settings, name, many(4), base, agg_sel=rows(families, 1, split, **size))
