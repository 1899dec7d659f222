"""What a release keeps of its linkage, so that the next one scores only what is new or changed.

Kept are a fingerprint per record, the scored pairs, the clusters and one row that says by which
rules they were made (``ambang``). A pair's evidence depends on its two records and the frozen model
alone, never on the others: so stored pairs of unchanged records are what a full run would find.
When model, rules or engine are others, or the register shrank past a whole bit of the prior,
everything is scored again.

The tables are changed in place. They hold what the base release sealed: a mark, written with the
seal and removed by the next linkage, says so; without it they are read back from its files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.limits import Limits
from dagster_dtsen.warehouse import quoted

MARK = "wh.linkage.tersegel"
KEPT = (
    "ambang",
    "sidik_rekaman",
    "pasangan",
    "larangan",
    "nik_pinjaman",
    "clusters",
    "peta_individu",
    "peta_pendukung",
    "peta_keluarga",
    "keputusan_berlaku",
    "keputusan_kelompok",
)
# a base of before decisions has none
_OPTIONAL = {"keputusan_berlaku", "keputusan_kelompok"}
# what families continue from; an older release may lack it, and they are all made anew then
FAMILIES = ("kunci_keluarga", "relasi_keluarga", "sidik_keluarga", "keadaan_keluarga")
CARRIED = KEPT + FAMILIES


@dataclass(frozen=True)
class Base:
    """The linkage of the base release: relations (usable after FROM) by the names of ``KEPT``.

    ``seals``: fingerprint of each as its manifest has it. A release of an older code may have its
    id maps alone.
    """

    tables: Mapping[str, str]
    seals: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether everything is there that a run continues from."""
        return set(KEPT) - _OPTIONAL <= set(self.tables)

    def __getitem__(self, name: str) -> str:
        return self.tables[name]


def base_fits(con: duckdb.DuckDBPyConnection, base: Base | None, limits: Limits) -> bool:
    """Whether the pairs of ``base`` are those a full run under ``limits`` would find."""
    if base is None or linkage_model.config()["cara"] != "bertahap" or not base.complete:
        return False
    floors = con.execute(f"select batas_simpan, batas_larangan from {base['ambang']}").fetchall()
    return same_rules(con, base, limits) and all(
        keep <= limits.keep and apart <= limits.apart for keep, apart in floors
    )


def same_rules(con: duckdb.DuckDBPyConnection, base: Base, limits: Limits) -> bool:
    """Whether model and rules of ``base`` are known to be those of today."""
    if not base.complete:
        return False
    rows = con.execute(f"select sidik_penautan from {base['ambang']}").fetchall()
    return [row[0] for row in rows] == [limits.rules]


def mark_sealed(con: duckdb.DuckDBPyConnection, seals: Mapping[str, str]) -> None:
    """Say that the tables of ``wh.linkage`` are those sealed with these fingerprints."""
    con.execute(f"create or replace table {MARK} as select {quoted(_seal_text(seals))} as sidik")


def _seal_text(seals: Mapping[str, str]) -> str:
    return json.dumps(sorted(seals.items()))


def unmark(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Take away what says that the tables are sealed ones; give what it said."""
    con.execute(
        f"create schema if not exists wh.linkage; create table if not exists {MARK} (sidik varchar)"
    )
    marks = [str(row[0]) for row in con.execute(f"select sidik from {MARK}").fetchall()]
    con.execute(f"drop table {MARK}")
    return marks


def restore(con: duckdb.DuckDBPyConnection, base: Base) -> None:
    """Make the tables of ``wh.linkage`` those of ``base``; whatever happens next, unmarked."""
    if unmark(con) == [_seal_text(base.seals)] and base.seals:
        return
    for name in CARRIED:
        if name in base.tables:
            con.execute(f"create or replace table wh.linkage.{name} as from {base[name]}")
