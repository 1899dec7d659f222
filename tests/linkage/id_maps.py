"""Small id maps for the tests of identity: clusters of member keys, one release after another."""

from __future__ import annotations

import hashlib

import duckdb

from dagster_dtsen.linkage.identity import Kind, persist_ids

Events = list[tuple[str, str, str | None, int]]
Map = dict[str, tuple[str, bool]]
UJI = Kind("uji", "I", "kunci", "jumlah")


def lay_clusters(con: duckdb.DuckDBPyConnection, groups: list[list[str]]) -> None:
    """Lay ``kini``: clusters of member keys."""
    con.execute("create or replace table kini (kunci varchar, nomor bigint, klaster bigint)")
    members = [(key, 70 + i) for i, group in enumerate(groups) for key in group]
    if members:
        con.executemany("insert into kini values (?, null, ?)", members)


def step(
    con: duckdb.DuckDBPyConnection,
    release: str,
    groups: list[list[str]],
    previous: str | None = None,
    changed: tuple[str, ...] = (),
    rules_changed: bool = False,
) -> tuple[Map, Events, dict[str, int]]:
    """One release: clusters of member keys → (map, events, counts)."""
    lay_clusters(con, groups)
    con.execute("create or replace table diubah (kunci varchar)")
    if changed:
        con.executemany("insert into diubah values (?)", [[key] for key in changed])
    counts = persist_ids(
        con,
        UJI,
        current="kini",
        previous=f"(select kunci, null::bigint as nomor, id_uji as id, aktif from {previous})"
        if previous
        else None,
        release=release,
        changed="diubah",
        rules_changed=rules_changed,
    )
    con.execute(f"create or replace table peta_{release} as from wh.linkage.peta_uji")
    mapping = con.execute(f"select kunci, id_uji, aktif from peta_{release}").fetchall()
    events = con.execute(
        "select peristiwa, id_uji, id_uji_lain, jumlah from wh.linkage.peristiwa_uji order by all"
    ).fetchall()
    return {key: (name, active) for key, name, active in mapping}, events, counts


def minted(key: str, release: str) -> str:
    return "I" + hashlib.sha256(f"{key}{release}".encode()).hexdigest()[:20]


A, B, C = minted("a1", "t1"), minted("b1", "t1"), minted("c1", "t1")
BASE = [["a1", "a2", "a3"], ["b1", "b2"], ["c1"]]


def memory() -> duckdb.DuckDBPyConnection:
    """An empty warehouse."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as wh; create schema wh.linkage")
    return connection
