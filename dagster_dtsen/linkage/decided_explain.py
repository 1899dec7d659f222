"""Which decisions join or separate records, for explanations: id, act, who, since when."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.warehouse import records

Said = list[dict[str, Any]]

_FACTS = """
select distinct s.id_keputusan, s.tindakan, s.oleh, cast(s.tanggal as varchar) as tanggal
from wh.linkage.keputusan_tautan_status as s
"""

# Of the pairs that make the group of both one; all of a chain, for each link holds it.
_JOINING = f"""
{_FACTS}
inner join wh.linkage.keputusan_berlaku as b on s.id_keputusan = b.id_keputusan
inner join wh.linkage.keputusan_kelompok as l on b.record_key = l.record_key
inner join wh.linkage.keputusan_kelompok as r
    on b.record_key_lain = r.record_key and l.kelompok = r.kelompok
where
    b.objek = 'individu' and b.hubungan = 'satu'
    and l.kelompok in (
        select k.kelompok
        from wh.linkage.keputusan_kelompok as k
        where k.record_key in (select unnest($left))
        intersect
        select k.kelompok
        from wh.linkage.keputusan_kelompok as k
        where k.record_key in (select unnest($right))
    )
order by s.id_keputusan
"""

_GROUPS = """
select coalesce(k.kelompok, i.record_key) as kelompok
from (select unnest({side}) as record_key) as i
left join wh.linkage.keputusan_kelompok as k on i.record_key = k.record_key
"""

_SEPARATING = f"""
{_FACTS}
inner join wh.linkage.keputusan_berlaku as b on s.id_keputusan = b.id_keputusan
left join wh.linkage.keputusan_kelompok as l on b.record_key = l.record_key
left join wh.linkage.keputusan_kelompok as r on b.record_key_lain = r.record_key
where
    b.objek = 'individu' and b.hubungan = 'beda'
    and (
        (
            coalesce(l.kelompok, b.record_key) in ({_GROUPS.format(side="$left")})
            and coalesce(r.kelompok, b.record_key_lain) in ({_GROUPS.format(side="$right")})
        ) or (
            coalesce(l.kelompok, b.record_key) in ({_GROUPS.format(side="$right")})
            and coalesce(r.kelompok, b.record_key_lain) in ({_GROUPS.format(side="$left")})
        )
    )
order by s.id_keputusan
"""

_ABOUT = f"""
{_FACTS}
inner join wh.linkage.keputusan_berlaku as b on s.id_keputusan = b.id_keputusan
where
    b.objek = 'individu'
    and (b.record_key in (select unnest($keys)) or b.record_key_lain in (select unnest($keys)))
order by s.tanggal, s.id_keputusan
"""


def _told(con: duckdb.DuckDBPyConnection) -> bool:
    """A working file of older code knows no decisions."""
    rows = con.execute(
        "select 1 from duckdb_tables() where database_name = 'wh' and schema_name = 'linkage' "
        "and table_name = 'keputusan_tautan_status'"
    ).fetchall()
    return bool(rows)


def joining(con: duckdb.DuckDBPyConnection, left: list[str], right: list[str]) -> Said:
    """Decisions that make a record of ``left`` and one of ``right`` one (record keys)."""
    return records(con, _JOINING, {"left": left, "right": right}) if _told(con) else []


def separating(con: duckdb.DuckDBPyConnection, left: list[str], right: list[str]) -> Said:
    """Decisions that keep records of ``left`` and ``right`` apart, by their groups."""
    return records(con, _SEPARATING, {"left": left, "right": right}) if _told(con) else []


def about(con: duckdb.DuckDBPyConnection, keys: list[str]) -> Said:
    """Decisions in force that bind one of these records."""
    return records(con, _ABOUT, {"keys": keys}) if _told(con) else []


def keys_of(con: duckdb.DuckDBPyConnection, ids: list[int]) -> list[str]:
    """Record keys of ``rekaman_id`` in force."""
    rows = con.execute(
        "select record_key from wh.standardised.individu where rekaman_id in (select unnest($ids))",
        {"ids": ids},
    ).fetchall()
    return [str(row[0]) for row in rows]
