"""Persistent ids: minted once, carried from release to release, every change an event.

The same rules serve persons (members are records) and families (members are persons).
Events: ``lahir`` (a new id), ``pisah`` (a new id split off ``id_lain``), ``gabung`` (an id absorbed
by ``id_lain``), ``pensiun`` (an id left without members), ``kembali`` (a retired id is back).
"""

from __future__ import annotations

import duckdb

from dagster_dtsen.warehouse import quoted

MAX_ROUNDS = 100

# pendiri: the smallest member key founds the cluster. lama: the base release's map, one id per key.
_PREPARE = """
create or replace temp table _kini as
select kunci, klaster, min(kunci) over (partition by klaster) as pendiri
from (select kunci, klaster from {current});

create or replace temp table _lama as
select kunci, id, aktif from {previous};

insert into _lama
select kunci, min(id) as id, false as aktif
from (select kunci, id from {retired})
where kunci not in (select kunci from _lama)
group by kunci;

create or replace temp table _calon as
select
    k.klaster,
    k.pendiri,
    l.id,
    count(*) filter (where l.aktif) as aktif,
    count(*) as jumlah
from _kini as k
inner join _lama as l on k.kunci = l.kunci
group by all;

create or replace temp table _tumpang_tindih as select * from _calon;

create or replace temp table _tetap (klaster bigint, id varchar);
"""

# Members that were active in the base release count first, then all, then the smallest id.
_ASSIGN = """
create or replace temp table _pilihan as
select klaster, id
from _calon
qualify
    row_number() over (partition by klaster order by aktif desc, jumlah desc, id) = 1
    and row_number() over (partition by id order by aktif desc, jumlah desc, pendiri) = 1;

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

_EVENTS = """
create or replace table {event_table} as
with asal_pisah as (
    select klaster, id
    from _tumpang_tindih
    qualify row_number() over (partition by klaster order by aktif desc, jumlah desc, id) = 1
),

peristiwa as (
    select
        case when a.id is null then 'lahir' else 'pisah' end as peristiwa,
        k.id, a.id as id_lain, k.jumlah
    from _klaster as k
    left join asal_pisah as a on k.klaster = a.klaster
    where k.baru
    union all
    select 'kembali', k.id, null, k.jumlah
    from _klaster as k
    inner join _id_lama as l on k.id = l.id
    where not k.baru and not l.pernah_aktif
    union all
    select 'gabung', id, penerus, jumlah from _serapan
    union all
    select 'pensiun', l.id, null, l.jumlah
    from _id_lama as l
    where
        l.pernah_aktif
        and l.id not in (select id from _tetap)
        and l.id not in (select id from _serapan)
)

select
    {release} as rilis, peristiwa, id as {id_column}, id_lain as {id_column}_lain,
    cast(jumlah as bigint) as {count_column}
from peristiwa
order by peristiwa, id;
"""

# Keys that are absent now keep their id (or its successor), so that they get it back later.
_MAP = """
create or replace table {map_table} as
select {release} as rilis, k.kunci as {key_column}, c.id as {id_column}, true as aktif
from _kini as k
inner join _klaster as c on k.klaster = c.klaster
union all
select {release}, l.kunci, coalesce(s.penerus, l.id), false
from _lama as l
left join _serapan as s on l.id = s.id
where l.kunci not in (select kunci from _kini)
order by {key_column};
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
    "(select null::varchar as kunci, null::varchar as id, null::boolean as aktif where false)"
)


def persist_ids(
    con: duckdb.DuckDBPyConnection,
    *,
    current: str,
    previous: str | None,
    release: str,
    prefix: str,
    map_table: str,
    event_table: str,
    key_column: str = "kunci",
    id_column: str = "id",
    count_column: str = "jumlah_kunci",
    retired: str | None = None,
) -> dict[str, int]:
    """Give every cluster its id; write the map and the events of this release.

    ``current(kunci, klaster)`` is this release, ``previous(kunci, id, aktif)`` the base release's
    map or None, ``retired(kunci, id)`` optional further keys of retired ids; each a relation
    usable after FROM, keys unique. An id goes to at most one cluster and a cluster takes at most
    one, by greatest overlap, ties by the smallest id. A new id is ``prefix`` and the first 20 hex
    digits of sha256(founding key || release). Writes ``map_table(rilis, key_column, id_column,
    aktif)`` and ``event_table(rilis, peristiwa, id_column, id_column_lain, count_column)``.
    Gives ``klaster``, ``baru`` and one count per kind of event.
    """
    names = {
        "map_table": map_table,
        "event_table": event_table,
        "key_column": key_column,
        "id_column": id_column,
        "count_column": count_column,
        "release": quoted(release),
        "prefix": quoted(prefix),
    }
    con.execute(
        _PREPARE.format(current=current, previous=previous or _NOTHING, retired=retired or _NOTHING)
    )
    for _ in range(MAX_ROUNDS):
        con.execute(_ASSIGN)
        if con.execute("select count(*) from _calon").fetchall()[0][0] == 0:
            break
    con.execute(_NAME.format(**names))
    con.execute(_EVENTS.format(**names))
    con.execute(_MAP.format(**names))
    counts = dict.fromkeys(("lahir", "pisah", "gabung", "pensiun", "kembali"), 0)
    counts |= dict(
        con.execute(f"select peristiwa, count(*) from {event_table} group by all").fetchall()
    )
    total, new = con.execute(
        "select count(*), count(*) filter (where baru) from _klaster"
    ).fetchall()[0]
    for name in _TEMP:
        con.execute(f"drop table temp.{name}")
    return {"klaster": int(total), "baru": int(new), **counts}
