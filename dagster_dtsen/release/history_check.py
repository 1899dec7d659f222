"""Whether the history of the working file is what its releases say; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import history, publish, replay, store
from dagster_dtsen.settings import Settings

# beside the warehouse, in memory; what does not fit there is spilled like every other table
_ASIDE = "memory.riwayat_ulang"


def newest(settings: Settings, name: str | None = None) -> list[store.StoredRelease]:
    """The chain of the release ``name`` (``2026T1`` or ``2026T1.v1``), else of the newest one.

    Raises DtsenError E-RILIS-TIADA, E-RILIS-SALAH, E-VERSI-TIADA, E-RANTAI-PUTUS, E-KUNCI-SALAH.
    """
    chain = store.stored(settings)
    # asks the readers' file for its key: a lost working file would be made with any
    if not chain or publish.published(settings) is None:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    return history.chain_of(settings, store.named(settings, name) if name else chain[-1])


def compare(settings: Settings, chain: Sequence[store.StoredRelease]) -> dict[str, Any]:
    """The stored history beside a replay of ``chain``, in counts.

    ``rilis`` the chain, ``tercatat`` the releases that the history says it holds, and per history
    under ``riwayat``: rows ``tersimpan`` and ``diputar``, rows that only one of both has
    (``hanya_tersimpan``, ``hanya_diputar``; a changed row counts in both), ``kolom`` that one of
    both lacks or has with another type or place. Rows are compared over the columns of both.
    A working file that is lost has no history.
    Raises DtsenError E-SEGEL-RUSAK, E-KUNCI-SALAH, and E-SEDANG-BERJALAN while a run writes.
    """
    lost = not settings.warehouse_file.exists()
    readers = settings.root / publish.PUBLISHED_FILE
    with warehouse.connect(settings, database=readers if lost else None, read_only=True) as con:
        replay.replay(con, settings, chain, _ASIDE)
        return {
            "rilis": [item.name for item in chain],
            "tercatat": [name for name, _ in history.held(con)],
            "riwayat": [_compared(con, item.name) for item in replay.HISTORIES],
        }


def differing(told: dict[str, Any]) -> list[str]:
    """Names of the histories of :func:`compare` that are not as replayed."""
    kinds = ("hanya_tersimpan", "hanya_diputar", "kolom")
    return [item["nama"] for item in told["riwayat"] if any(item[kind] for kind in kinds)]


def _compared(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    stored, replayed = f"{warehouse.ALIAS}.{replay.SCHEMA}.{name}", f"{_ASIDE}.{name}"
    left, right = replay.columns_in(con, stored), replay.columns_in(con, replayed)
    both = [column for column in right if column in left]
    listed = ", ".join(f'"{column}"' for column in both)
    return {
        "nama": name,
        "tersimpan": _count(con, stored if left else None),
        "diputar": _count(con, replayed if right else None),
        "hanya_tersimpan": _only(con, stored, replayed, listed, left, right),
        "hanya_diputar": _only(con, replayed, stored, listed, right, left),
        "kolom": _columns(left, right),
    }


def _only(
    con: duckdb.DuckDBPyConnection,
    one: str,
    other: str,
    listed: str,
    own: replay.Columns,
    others: replay.Columns,
) -> int:
    """Rows of ``one`` that ``other`` has not, each as often as it stands there too often."""
    if not own or not others or not listed:
        return _count(con, one if own else None)
    query = f"(select {listed} from {one} except all select {listed} from {other})"
    return _count(con, query)


def _columns(stored: replay.Columns, replayed: replay.Columns) -> list[str]:
    if not stored or not replayed:
        return []  # told by the rows
    left, right = list(enumerate(stored.items())), list(enumerate(replayed.items()))
    return sorted({column for _, (column, _) in set(left) ^ set(right)})


def _count(con: duckdb.DuckDBPyConnection, relation: str | None) -> int:
    if relation is None:
        return 0
    return int(con.execute(f"select count(*) from {relation}").fetchall()[0][0])
