"""Persistent ids: minted once, carried from release to release, every change an event.

The same rules serve persons (members are records) and families (members are persons).
Events: ``lahir`` (a new id), ``pisah`` (a new id split off ``id_lain``), ``gabung`` (an id absorbed
by ``id_lain``), ``pensiun`` (an id left without members), ``kembali`` (a retired id is back).
What they say beside that is the work of :mod:`events`.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dagster_dtsen.linkage import events
from dagster_dtsen.warehouse import quoted

MAX_ROUNDS = 100

# pendiri: the smallest member key founds the cluster. lama: the base release's map, one id per key.
_PREPARE = """
create or replace temp table _kini as
select kunci, nomor, klaster, min(kunci) over (partition by klaster) as pendiri
from (select kunci, nomor, klaster from {current});

create or replace temp table _lama as
select kunci, nomor, id, aktif, {main} as utama from {previous};
"""

_SCRATCH = """
create or replace temp table _calon as
select
    k.klaster,
    k.pendiri,
    l.id,
    count(*) filter (where l.aktif) as aktif,
    bool_or(l.aktif and l.utama) as utama,
    count(*) as jumlah
from _kini as k
inner join _lama as l on k.kunci = l.kunci
group by all;

create or replace temp table _tumpang_tindih as select * from _calon;

create or replace temp table _tetap (klaster bigint, id varchar);
"""

# Members that were active in the base release count first, then its main member (the head of a
# family), then all, then the smallest id.
_ASSIGN = """
create or replace temp table _pilihan as
select klaster, id
from _calon
qualify
    row_number() over (
        partition by klaster order by aktif desc, utama desc, jumlah desc, id
    ) = 1
    and row_number() over (
        partition by id order by aktif desc, utama desc, jumlah desc, pendiri
    ) = 1;

insert into _tetap select klaster, id from _pilihan;

delete from _calon
where klaster in (select klaster from _pilihan) or id in (select id from _pilihan);
"""

_NAME = """
create or replace temp table _klaster as
select
    k.klaster,
    k.pendiri,
    coalesce(t.id, {prefix} || substr(sha256(k.pendiri || {release}), 1, 20)) as id,
    t.id is null as baru,
    k.jumlah
from (select klaster, pendiri, count(*) as jumlah from _kini group by all) as k
left join _tetap as t on k.klaster = t.klaster;

create or replace temp table _id_lama as
select id, bool_or(aktif) as pernah_aktif, count(*) as jumlah
from _lama
group by id;

create or replace temp table _serapan as
select tt.id, k.id as penerus, sum(tt.jumlah) over (partition by tt.id) as jumlah
from _tumpang_tindih as tt
inner join _klaster as k on tt.klaster = k.klaster
where tt.id not in (select id from _tetap)
qualify row_number() over (partition by tt.id order by tt.jumlah desc, tt.pendiri) = 1;
"""

# Keys that are absent now keep their id (or its successor), so that they get it back later.
_MAP = """
select k.kunci as {key_column}, {number} c.id as {id_column}, true as aktif
from _kini as k
inner join _klaster as c on k.klaster = c.klaster
union all
select k.kunci, {number} coalesce(s.penerus, k.id), false
from _lama as k
left join _serapan as s on k.id = s.id
where k.kunci not in (select kunci from _kini)
"""

_TEMP = (
    "_kini",
    "_lama",
    "_calon",
    "_tumpang_tindih",
    "_tetap",
    "_pilihan",
    "_klaster",
    "_id_lama",
    "_serapan",
)
_NOTHING = (
    "(select null::varchar as kunci, null::bigint as nomor, null::varchar as id, "
    "null::boolean as aktif where false)"
)


@dataclass(frozen=True)
class Kind:
    """What ids are of. ``entity``: individu or keluarga; ``prefix`` of its ids; ``key``: column of
    the members, ``number`` of their integer form if they have one; ``count``: column that counts
    them in the events; ``main``: SQL over ``previous``, true for the member who decides where as
    many go as stay."""

    entity: str
    prefix: str
    key: str
    count: str
    number: str | None = None
    main: str = "false"

    @property
    def id(self) -> str:
        """Column of the id."""
        return f"id_{self.entity}"

    def table(self, name: str) -> str:
        """``wh.linkage.<name>_<entity>``."""
        return f"wh.linkage.{name}_{self.entity}"


def persist_ids(
    con: duckdb.DuckDBPyConnection,
    kind: Kind,
    *,
    current: str,
    previous: str | None,
    release: str,
    within: bool = False,
    changed: str | None = None,
    rules_changed: bool = False,
    decided: str | None = None,
) -> dict[str, int]:
    """Give every cluster its id; write the map and the events of this release.

    ``current(kunci, nomor, klaster)`` is this release, ``previous(kunci, nomor, id, aktif)`` the
    base release's map or None; each a relation usable after FROM, keys unique. ``within``: the map
    holds the base release and both relations are a closed part of it (no key outside bears an id
    or is in a cluster of a key inside): the rest stays as it is. ``changed(kunci)``,
    ``rules_changed`` and ``decided(kunci, kunci_lain)`` only name causes.
    An id goes to at most one cluster and a cluster takes at most one, by greatest overlap, ties by
    the smallest id. A new id is the prefix and the first 20 hex digits of sha256(founding key ||
    release). Writes of schema ``wh.linkage`` ``peta_<entity>(<key>, <number>, <id>, aktif)`` and
    what :func:`events.write_events` says. Gives ``klaster``, ``baru``, one count per kind of event
    and those of the continuity.
    """
    names = {
        "key_column": kind.key,
        "id_column": kind.id,
        "number": f"k.nomor as {kind.number}," if kind.number else "",
        "release": quoted(release),
        "prefix": quoted(kind.prefix),
        "current": current,
        "previous": previous or _NOTHING,
        "main": kind.main if previous else "false",
    }
    con.execute(_PREPARE.format(**names) + _SCRATCH)
    for _ in range(MAX_ROUNDS):
        con.execute(_ASSIGN)
        if con.execute("select count(*) from _calon").fetchall()[0][0] == 0:
            break
    con.execute(_NAME.format(**names))
    mapping = kind.table("peta")
    kept = _carried(con, kind) if within else (0, 0)
    if within:
        con.execute(
            f"delete from {mapping} where {kind.id} in (select id from _lama); "
            f"insert into {mapping} by name {_MAP.format(**names)}"
        )
    else:
        con.execute(f"create or replace table {mapping} as {_MAP.format(**names)}")
    counts = events.write_events(
        con,
        kind,
        release,
        changed=changed,
        rules_changed=rules_changed,
        first=previous is None,
        decided=decided,
    )
    continuity = events.write_continuity(con, kind, release, kept)
    total, new = con.execute(
        f"select count(distinct {kind.id}), (select count(*) from _klaster where baru) "
        f"from {mapping} where aktif"
    ).fetchall()[0]
    for name in _TEMP:
        con.execute(f"drop table temp.{name}")
    return {"klaster": int(total), "baru": int(new), **counts, **continuity}


def _carried(con: duckdb.DuckDBPyConnection, kind: Kind) -> tuple[int, int]:
    """Members and ids in use of the map that the closed part leaves as they are."""
    members, ids = con.execute(
        f"select count(*), count(distinct {kind.id}) from {kind.table('peta')} "
        f"where aktif and {kind.id} not in (select id from _lama)"
    ).fetchall()[0]
    return int(members), int(ids)
