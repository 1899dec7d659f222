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
from dagster_dtsen.linkage import register
from dagster_dtsen.linkage.limits import SOURCE, VALUES, Limits
from dagster_dtsen.warehouse import quoted

FINGERPRINTS = "wh.linkage.sidik_rekaman"
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
)


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
        return set(KEPT) <= set(self.tables)

    def __getitem__(self, name: str) -> str:
        return self.tables[name]


def fingerprints_sql() -> str:
    """Query of ``rekaman_id``, ``sidik``, ``sidik_nik``, ``identitas`` per record.

    63-bit hashes of what the linkage reads of a record, and the register knows of it, and of its
    NIK (of this engine's version, which is part of the rules); ``identitas``: a record of the
    identity provider.
    """
    provider = quoted(linkage_model.config()["penyedia_identitas"])
    return f"""
        select
            rekaman_id,
            cast(hash({", ".join((*VALUES, *register.ANSWERS))}) >> 1 as bigint) as sidik,
            case when nik is not null then cast(hash(nik) >> 1 as bigint) end as sidik_nik,
            penyedia = {provider} as identitas
        from ({register.asked_of(VALUES, SOURCE)})
    """


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
    for name in KEPT:
        con.execute(f"create or replace table wh.linkage.{name} as from {base[name]}")


def find_changes(con: duckdb.DuckDBPyConnection) -> None:
    """Make in the current (scratch) database what tells today's records from those kept.

    ``sidik_kini``: today's fingerprints; ``berubah(rekaman_id)``: records that are new or say
    something else; ``hilang``: records that are no more; ``nik_berubah(sidik_nik)``: NIKs of which
    a record of the identity provider came, went or changed: what such a NIK means for others that
    bear it has to be asked again; ``beda`` has all that differ, with both NIKs.
    """
    con.execute(
        f"""
        create table sidik_kini as {fingerprints_sql()};

        create table beda as
        select
            coalesce(k.rekaman_id, d.rekaman_id) as rekaman_id,
            k.rekaman_id is null as hilang,
            d.rekaman_id is null as datang,
            k.sidik_nik as nik_kini, d.sidik_nik as nik_lama, coalesce(k.identitas, d.identitas)
                as identitas
        from sidik_kini as k
        full join {FINGERPRINTS} as d on k.rekaman_id = d.rekaman_id
        where k.sidik is distinct from d.sidik;

        create table berubah as select rekaman_id from beda where not hilang;

        create table hilang as select rekaman_id from beda where hilang;

        create table nik_berubah as
        select distinct sidik_nik
        from (select unnest([nik_kini, nik_lama]) as sidik_nik from beda where identitas)
        where sidik_nik is not null;
        """
    )


def changed_keys(con: duckdb.DuckDBPyConnection, base: Base, found: bool) -> str:
    """Relation of ``kunci``: keys of records that say another thing than in ``base``.

    ``found``: :func:`find_changes` was asked; it is found out here otherwise.
    """
    changed = (
        "select rekaman_id from beda where not hilang and not datang"
        if found
        else f"""
        select k.rekaman_id
        from ({fingerprints_sql()}) as k
        inner join {base["sidik_rekaman"]} as d on k.rekaman_id = d.rekaman_id
        where k.sidik <> d.sidik
        """
    )
    con.execute(
        f"""
        create table kunci_berubah as
        select record_key as kunci from {SOURCE} where rekaman_id in ({changed})
        """
    )
    return "kunci_berubah"


def keep_fingerprints(con: duckdb.DuckDBPyConnection, changes: bool) -> None:
    """Bring ``wh.linkage.sidik_rekaman`` to today; ``changes``: only what was found to differ."""
    if changes:
        con.execute(
            f"""
            delete from {FINGERPRINTS} where rekaman_id in (select rekaman_id from beda);
            insert into {FINGERPRINTS} by name
            from sidik_kini where rekaman_id in (select rekaman_id from beda);
            """
        )
    else:
        con.execute(f"create or replace table {FINGERPRINTS} as {fingerprints_sql()}")
