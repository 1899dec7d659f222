"""Which releases the history of the working file is of, and making it that of another chain.

The dbt snapshots write ``history.riwayat_*`` release by release. ``kendali.riwayat`` names the
releases that are in it; a history that is not of the chain to be continued is replayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import store
from dagster_dtsen.release.replay import HISTORIES, SCHEMA, columns_in, columns_of, replay
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

Held = list[tuple[str, str]]  # releases of a history (name, fingerprint), oldest first

_RECORD = """
create schema if not exists kendali;
create table if not exists kendali.riwayat (
    urut integer, rilis varchar, tanggal_rilis date, sidik varchar
);
"""


def chain_of(settings: Settings, newest: store.StoredRelease | None) -> list[store.StoredRelease]:
    """``newest`` and its bases as the manifests name them, with version; oldest first.

    Raises DtsenError E-VERSI-TIADA for a base that is not stored, E-RANTAI-PUTUS for one that is
    no earlier quarter.
    """
    chain = [newest] if newest else []
    while chain and (name := chain[0].manifest["id_dasar"]):
        base = store.named(settings, name)
        if base.release >= chain[0].release:
            release = chain[0].release
            raise DtsenError("E-RANTAI-PUTUS", release=release, expected=release.base)
        chain.insert(0, base)
    return chain


def rebuild(
    con: duckdb.DuckDBPyConnection, settings: Settings, chain: Sequence[store.StoredRelease]
) -> dict[str, int]:
    """Replay ``chain`` into the working file, with the record of the releases, all or nothing.

    Runs under the run lock only. Raises DtsenError E-SEGEL-RUSAK.
    """
    con.execute("begin")
    try:
        rows = replay(con, settings, chain)
        _write_record(con, chain)
        con.execute("commit")
    except BaseException:
        warehouse.roll_back(con)
        raise
    return rows


def held(con: duckdb.DuckDBPyConnection) -> Held:
    """The releases that the history of the working file says it is made of."""
    if not columns_in(con, f"{warehouse.ALIAS}.kendali.riwayat"):
        return []
    found = con.execute("select rilis, sidik from kendali.riwayat order by urut").fetchall()
    return [(str(name), str(fingerprint)) for name, fingerprint in found]


def belongs(con: duckdb.DuckDBPyConnection, chain: Sequence[store.StoredRelease]) -> bool:
    """Whether the history continues from ``chain``.

    It may hold later releases, which every snapshot takes back before it writes, but no column of
    theirs: dbt closes all rows when a column is new to the history.
    """
    if held(con)[: len(chain)] != _facts(chain):
        return False
    return all(
        list(columns_in(con, f"{warehouse.ALIAS}.{SCHEMA}.{item.name}").items())
        == list(columns_of(chain, item.table).items())
        for item in HISTORIES
    )


def continue_from(
    con: duckdb.DuckDBPyConnection, settings: Settings, base: store.StoredRelease | None
) -> bool:
    """Let the history of the working file be that of ``base`` and its bases; True if replayed.

    Raises DtsenError E-VERSI-TIADA, E-RANTAI-PUTUS, E-SEGEL-RUSAK.
    """
    chain = chain_of(settings, base)
    if not belongs(con, chain):
        rebuild(con, settings, chain)
        return True
    con.execute(_RECORD)
    con.execute("delete from kendali.riwayat where urut > ?", [len(chain)])
    return False


def grow(con: duckdb.DuckDBPyConnection, settings: Settings, manifest: dict[str, Any]) -> None:
    """Record that the history holds the release of ``manifest`` too, just before it is published.

    A run that is killed in between finds one release too many and drops it from the record.
    """
    base = manifest["id_dasar"]
    chain = chain_of(settings, store.named(settings, base) if base else None)
    if held(con) == _facts(chain):
        name = f"{manifest['id_rilis']}.v{manifest['versi']}"
        con.execute(_RECORD)
        _append(con, len(chain) + 1, name, manifest)


def _facts(chain: Sequence[store.StoredRelease]) -> Held:
    return [(item.name, str(item.manifest["sidik"]["rilis"])) for item in chain]


def _write_record(con: duckdb.DuckDBPyConnection, chain: Sequence[store.StoredRelease]) -> None:
    con.execute(_RECORD)
    con.execute("delete from kendali.riwayat")
    for place, item in enumerate(chain, 1):
        _append(con, place, item.name, item.manifest)


def _append(
    con: duckdb.DuckDBPyConnection, place: int, name: str, manifest: dict[str, Any]
) -> None:
    # literals: binding the first parameter of a process costs more than a small replay
    values = (name, manifest["tanggal_rilis"], manifest["sidik"]["rilis"])
    listed = ", ".join(quoted(value) for value in values)
    con.execute(f"insert into kendali.riwayat values ({place}, {listed})")
