"""What happened to ids in a release: events with their members and cause, crosswalk, continuity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from dagster_dtsen.warehouse import quoted

if TYPE_CHECKING:
    from dagster_dtsen.linkage.identity import Kind

EVENTS = ("lahir", "pisah", "gabung", "pensiun", "kembali")

# Reads the temporary tables of persist_ids.
_EVENTS = """
create or replace temp table _peristiwa as
with asal_pisah as (
    select klaster, id
    from _tumpang_tindih
    qualify row_number() over (partition by klaster order by aktif desc, jumlah desc, id) = 1
)

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
    and l.id not in (select id from _serapan);

create or replace temp table _gerak as
select
    coalesce(k.kunci, l.kunci) as kunci, l.id as id_sebelum, k.id as id_sesudah
from (select n.kunci, c.id from _kini as n inner join _klaster as c on n.klaster = c.klaster) as k
full join (select kunci, id from _lama where aktif) as l on k.kunci = l.kunci;
"""

# Members before and after of every id that an event names. In a first release everybody is born
# and the map says the members.
_MEMBERS = """
create or replace temp table _anggota as
with terlibat as (
    select peristiwa, id, id as id_terlibat from _peristiwa
    union
    select peristiwa, id, id_lain from _peristiwa where id_lain is not null
),

berada as (
    select id_sebelum as id_terlibat, * from _gerak where id_sebelum is not null
    union
    select id_sesudah, * from _gerak where id_sesudah is not null
)

select distinct t.peristiwa, t.id, b.kunci, b.id_sebelum, b.id_sesudah
from terlibat as t
inner join berada as b on t.id_terlibat = b.id_terlibat
where not {first};
"""

# A decision caused what it changed: its records were one and are not, or the other way round.
_WRITE = """
create or replace table {event_table} as
with putus as (
    select unnest([p.kunci, p.kunci_lain]) as kunci
    from {decided} as p
    inner join _gerak as a on p.kunci = a.kunci
    inner join _gerak as b on p.kunci_lain = b.kunci
    where
        coalesce(a.id_sebelum = b.id_sebelum, false) <> coalesce(a.id_sesudah = b.id_sesudah, false)
),

sebab as (
    select
        peristiwa, id,
        case
            when bool_or(kunci in (select kunci from putus)) then 'keputusan'
            when {rules_changed} then 'aturan'
            when bool_or(id_sesudah is null) then 'hilang'
            when bool_or(kunci in (select kunci from {changed})) then 'berubah'
            when bool_or(id_sebelum is null) then 'baru'
            else 'sekitar'
        end as sebab
    from _anggota
    group by all
)

select
    {release} as rilis, p.peristiwa, p.id as {id}, p.id_lain as {id}_lain,
    cast(p.jumlah as bigint) as {count}, coalesce(s.sebab, 'baru') as sebab
from _peristiwa as p
left join sebab as s on p.peristiwa = s.peristiwa and p.id = s.id;

create or replace table {member_table} as
select
    {release} as rilis, peristiwa, id as {id}, kunci as {key},
    id_sebelum as {id}_sebelum, id_sesudah as {id}_sesudah
from _anggota;

create or replace table {crosswalk_table} as
with arah as (
    select id_sebelum, id_sesudah, count(*) as jumlah from _gerak
    where id_sebelum is not null
    group by all
)

select
    {release} as rilis, id_sebelum as {id}_lama, id_sesudah as {id},
    cast(jumlah as bigint) as {count}
from arah
where
    id_sebelum in (select id_sebelum from arah where id_sesudah is distinct from id_sebelum);
"""

_NONE = "(select null::varchar as kunci where false)"
_NO_PAIRS = "(select null::varchar as kunci, null::varchar as kunci_lain where false)"


def write_events(
    con: duckdb.DuckDBPyConnection,
    kind: Kind,
    release: str,
    *,
    changed: str | None,
    rules_changed: bool,
    first: bool,
    decided: str | None = None,
) -> dict[str, int]:
    """Write ``peristiwa_<entity>``, ``anggota_peristiwa_<entity>`` and ``silang_<entity>``.

    Events carry the other id, the number of members and the cause: ``keputusan`` (a pair of
    ``decided``, decisions that came or went, is one now and was not, or the other way round),
    ``aturan`` (model or rules are others), ``hilang``, ``berubah``, ``baru`` (a member went, says
    something else, is new) or ``sekitar`` (none of these: a threshold or a neighbour moved).
    ``anggota_peristiwa`` has the members before and after, ``silang`` leads every id of the base
    release that lost a member to the ids its members have now (null: to none); an id that is not
    there kept all that are left.
    Reads the temporary tables of :func:`identity.persist_ids`. Gives a count per kind of event.
    """
    names = {
        "event_table": kind.table("peristiwa"),
        "member_table": kind.table("anggota_peristiwa"),
        "crosswalk_table": kind.table("silang"),
        "id": kind.id,
        "key": kind.key,
        "count": kind.count,
        "release": quoted(release),
        "changed": changed or _NONE,
        "decided": decided or _NO_PAIRS,
        "rules_changed": rules_changed,
        "first": first,
    }
    con.execute("create schema if not exists wh.linkage")
    con.execute(_EVENTS + _MEMBERS.format(**names) + _WRITE.format(**names))
    found = con.execute(
        f"select peristiwa, count(*) from {kind.table('peristiwa')} group by all"
    ).fetchall()
    return dict.fromkeys(EVENTS, 0) | {str(name): int(count) for name, count in found}


def write_continuity(
    con: duckdb.DuckDBPyConnection, kind: Kind, release: str, kept: tuple[int, int]
) -> dict[str, int]:
    """Write ``kesinambungan_<entity>``: one row, how far ids of the base release went on.

    Of the members of the base release that are still there, how many bear the id they had; of its
    ids, how many are still in use. ``kept``: members and ids that were left as they are. Gives
    the members.
    """
    members, ids = kept
    con.execute(
        f"""
        create or replace table {kind.table("kesinambungan")} as
        with terlihat as (
            select
                count(*) filter (id_sesudah is not null and id_sebelum is not null) as ada,
                count(*) filter (id_sesudah = id_sebelum) as tetap
            from _gerak
        ),

        pengenal as (
            select
                count(*) as lama,
                count(*) filter (id in (select id from _tetap)) as tetap
            from _id_lama where pernah_aktif
        )

        select
            {quoted(release)} as rilis,
            {members} + t.ada as anggota_bersama,
            {members} + t.tetap as anggota_tetap,
            {ids} + p.lama as id_lama,
            {ids} + p.tetap as id_tetap
        from terlihat as t
        cross join pengenal as p
        """
    )
    found = con.execute(
        f"select anggota_bersama, anggota_tetap from {kind.table('kesinambungan')}"
    ).fetchall()[0]
    for name in ("_peristiwa", "_gerak", "_anggota"):
        con.execute(f"drop table temp.{name}")
    return {"anggota_bersama": int(found[0]), "anggota_tetap": int(found[1])}
