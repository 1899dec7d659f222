"""Families: who lives together now, under ids that go on (Pasal 13 ayat (2) huruf b and c).

Keys (:mod:`family_keys`), what stewards decided (:mod:`family_decisions`), ids by shared members
(:mod:`identity`), roles and heads (:mod:`relations`), events (:mod:`family_events`). From a base
only families that a change can reach are made anew (:mod:`family_changes`).
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from dagster_dtsen.linkage import family_changes
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.family_decisions import obey
from dagster_dtsen.linkage.family_events import write_family_events
from dagster_dtsen.linkage.family_keys import KEYS, find_keys
from dagster_dtsen.linkage.identity import Kind, persist_ids
from dagster_dtsen.linkage.relations import TABLE as RELATIONS
from dagster_dtsen.linkage.relations import write_relations
from dagster_dtsen.linkage.state import Base

MAP = "wh.linkage.peta_keluarga"

_CURRENT = """(
    select id_individu as kunci, null::bigint as nomor, cast(hash(kunci) >> 1 as bigint) as klaster
    from {keys}
)"""
_PREVIOUS = """(
    select
        p.id_individu as kunci, null::bigint as nomor, p.id_keluarga as id, p.aktif,
        r.id_individu is not null as kepala
    from {map} as p
    left join {heads} as r on p.id_individu = r.id_individu and p.id_keluarga = r.id_keluarga
)"""
_HEADS = "(from {} where kepala_keluarga and berlaku_sampai is null)"
_NO_HEADS = "(select null::varchar as id_individu, null::varchar as id_keluarga where false)"

_ALL = f"create or replace table {KEYS} as select * exclude (tanggal) from kunci_kini"

# Persons whose key is another and whom they are with now, every id that one of these bears, every
# family key with one of them or of such an id: a closed part. kunci_lama: of whom was looked at.
_PART = f"""
create or replace table kunci_lama as
select k.* from {KEYS} as k semi join orang_dihitung as o on k.id_individu = o.id_individu;

delete from {KEYS} where id_individu in (select id_individu from orang_dihitung);

insert into {KEYS} by name
select k.* exclude (tanggal)
from kunci_kini as k semi join orang_dihitung as o on k.id_individu = o.id_individu;

create or replace table orang_pindah as
select o.id_individu
from orang_dihitung as o
left join kunci_lama as l on o.id_individu = l.id_individu
left join {KEYS} as k on o.id_individu = k.id_individu
where l.kunci is distinct from k.kunci;

create or replace table orang_kena as
from orang_pindah
union
select id_individu from {KEYS}
where kunci in (
    select kunci from {KEYS} where id_individu in (select id_individu from orang_pindah)
);

create or replace table peta_keluarga_kena as
select p.* from {MAP} as p
where p.id_keluarga in (
    select id_keluarga from {MAP} where id_individu in (select id_individu from orang_kena)
);

create or replace table kunci_kena as
select k.id_individu, k.kunci from {KEYS} as k
where k.kunci in (
    select kunci from {KEYS}
    where
        id_individu in (select id_individu from orang_kena)
        or id_individu in (select id_individu from peta_keluarga_kena)
);
"""
_TOUCHED = f"""
create or replace table keluarga_kena as
select id_keluarga from peta_keluarga_kena
union
select p.id_keluarga from {MAP} as p
where
    p.id_individu in (select id_individu from kunci_kena)
    or p.id_individu in (select id_individu from orang_dihitung);
"""
# of families that no change of members reaches the map still says what the base said
_BEFORE = f"""
create or replace table peta_lama as
select p.* from {MAP} as p
where
    p.id_keluarga in (from keluarga_kena)
    and p.id_keluarga not in (select id_keluarga from peta_keluarga_kena)
    and p.id_individu not in (select id_individu from kunci_kena)
union all
from peta_keluarga_kena;

create or replace table relasi_lama as
from {RELATIONS} where berlaku_sampai is null and id_keluarga in (from keluarga_kena);
"""


def match_families(
    con: duckdb.DuckDBPyConnection,
    *,
    release: str,
    base: Base | None = None,
    within: bool = False,
    decisions: str | None = None,
    rules_changed: bool = False,
) -> dict[str, int]:
    """Write the family tables of ``wh.linkage``.

    ``kunci_keluarga``, ``peta_keluarga`` with its events, ``relasi_keluarga``,
    ``peristiwa_relasi``, and what the next release continues from. Reads
    ``wh.standardised.individu`` and ``wh.linkage.peta_individu``; works in the current (scratch)
    database. ``base``: linkage of the base release, None for a first one; ``within``: persons were
    linked from it and ``wh.linkage`` still holds its families. ``decisions``: see
    :func:`family_decisions.obey`. A family keeps its id while most of its members stay; where as
    many go, that of the head. Gives counts.
    """
    family_changes.fingerprint(con)
    part = within and decisions is None and family_changes.fits(con, base)
    if part:
        family_changes.find_persons(con)
    held = base.tables if base else {}
    before = (RELATIONS, KEYS) if part else _both(held)
    find_keys(con, "orang_lingkup" if part else None, before)
    if decisions:
        obey(con, decisions)
    con.execute(_PART if part else _ALL)
    kind = Kind(
        "keluarga",
        linkage_model.config()["awalan"]["keluarga"],
        "id_individu",
        "jumlah_anggota",
        main="kepala",
    )
    counts = persist_ids(
        con,
        kind,
        current=_CURRENT.format(keys="kunci_kena" if part else f"{KEYS} where kunci is not null"),
        previous=_previous(held, part),
        release=release,
        within=part,
        rules_changed=rules_changed,
    )
    touched = "keluarga_kena" if part else None
    if part:
        con.execute(_TOUCHED + _BEFORE)
    relations_before = "relasi_lama" if part else held.get("relasi_keluarga")
    relations = write_relations(con, relations_before, touched)
    moves = write_family_events(
        con,
        release,
        previous="peta_lama" if part else held.get("peta_keluarga"),
        relations=relations_before,
        base_keys="kunci_lama" if part else held.get("kunci_keluarga"),
        touched=touched,
    )
    family_changes.keep(con, release, part)
    return counts | relations | moves | {"dihitung": _looked_at(con, part)}


def _both(held: Mapping[str, str]) -> tuple[str, str] | None:
    if not {"relasi_keluarga", "kunci_keluarga"} <= set(held):
        return None
    return held["relasi_keluarga"], held["kunci_keluarga"]


def _previous(held: Mapping[str, str], part: bool) -> str | None:
    if "peta_keluarga" not in held:
        return None
    heads = (
        _HEADS.format(RELATIONS if part else held["relasi_keluarga"])
        if (part or "relasi_keluarga" in held)
        else _NO_HEADS
    )
    return _PREVIOUS.format(
        map="peta_keluarga_kena" if part else held["peta_keluarga"], heads=heads
    )


def _looked_at(con: duckdb.DuckDBPyConnection, part: bool) -> int:
    """Persons whose family key was found out."""
    source = "orang_dihitung" if part else "kunci_kini"
    return int(con.execute(f"select count(*) from {source}").fetchall()[0][0])
