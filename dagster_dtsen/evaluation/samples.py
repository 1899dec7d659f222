"""Samples of what went wrong, told by how the fields agree: keys and levels, never a value."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.evaluation.declared import Declared
from dagster_dtsen.warehouse import quoted

# the input columns of both records of a pair, suffixed as the comparison levels want them
_COLUMNS_SQL = """
select
    p.*,
    {left},
    {right}
from {pairs} as p
inner join {source} as l on p.rekaman_id_l = l.rekaman_id
inner join {source} as r on p.rekaman_id_r = r.rekaman_id
"""


def _pattern(declared: Declared) -> str:
    """SQL of a text such as ``nik=kosong nama=sama lahir=dua_bagian``."""
    parts = []
    for name, levels in declared.levels:
        cases = [
            f"when {sql} then {quoted(label)}" for label, sql in levels if sql.upper() != "ELSE"
        ]
        other = next((label for label, sql in levels if sql.upper() == "ELSE"), "")
        parts.append(f"'{name}=' || case {' '.join(cases)} else {quoted(other)} end")
    return " || ' ' || ".join(parts)


def _agreeing(con: duckdb.DuckDBPyConnection, declared: Declared, pairs: str, source: str) -> str:
    """Query of ``pairs`` with column ``pola`` (how the fields agree)."""
    con.execute(f"create or replace temp view bentuk as select * from {source} limit 0")
    names = [row[0] for row in con.execute("describe bentuk").fetchall() if row[0] != "rekaman_id"]
    sides = [", ".join(f"{side}.{name} as {name}_{side}" for name in names) for side in "lr"]
    joined = _COLUMNS_SQL.format(left=sides[0], right=sides[1], pairs=pairs, source=source)
    return f"select *, {_pattern(declared)} as pola from ({joined})"


def patterns(
    con: duckdb.DuckDBPyConnection, declared: Declared, limit: int
) -> list[dict[str, Any]]:
    """The commonest ways in which missed pairs (table ``luput``) agree, most frequent first."""
    query = _agreeing(con, declared, "luput", "masukan_luput")
    rows = con.execute(
        f"select sebab, pola, count(*) as n from ({query}) where sebab in ('blok', 'skor') "
        "group by all order by n desc, sebab, pola limit ?",
        [limit],
    ).fetchall()
    return [{"sebab": row[0], "pola": row[1], "pasangan": row[2]} for row in rows]


def samples(con: duckdb.DuckDBPyConnection, declared: Declared, count: int) -> dict[str, Any]:
    """At most ``count`` false and ``count`` missed pairs: record keys, errors, agreement, weight.

    Which ones is settled by a hash of the two records, so that a repeat shows the same.
    """
    if count <= 0:
        return {"salah": [], "luput": []}
    order = (
        f"order by md5(concat(rekaman_id_l, '|', rekaman_id_r)), rekaman_id_l limit {int(count)}"
    )
    chosen = {
        "salah": f"(select * from pasangan_salah where tingkat = 'edge' {order})",
        "luput": f"(select * from luput where sebab in ('blok', 'skor') {order})",
    }
    return {name: _sample(con, declared, name, pairs) for name, pairs in chosen.items()}


def _sample(
    con: duckdb.DuckDBPyConnection, declared: Declared, name: str, pairs: str
) -> list[dict[str, Any]]:
    con.execute(f"create or replace temp table contoh as select * from {pairs}")
    source = declared.input_sql(
        "(select * from wh.standardised.individu where rekaman_id in "
        "(select unnest([rekaman_id_l, rekaman_id_r]) from contoh))"
    )
    con.execute(f"create or replace temp table masukan_contoh as {source}")
    reason = "sebab" if name == "luput" else "cast(null as varchar)"
    rows = con.execute(
        f"""
        select l.record_key, r.record_key, c.penyedia, c.kesalahan, e.bobot, {reason}, c.pola
        from ({_agreeing(con, declared, "contoh", "masukan_contoh")}) as c
        inner join rekaman_benar as l on c.rekaman_id_l = l.rekaman_id
        inner join rekaman_benar as r on c.rekaman_id_r = r.rekaman_id
        left join wh.linkage.edges as e
            on c.rekaman_id_l = e.rekaman_id_l and c.rekaman_id_r = e.rekaman_id_r
        order by 1, 2
        """
    ).fetchall()
    names = ("record_key_l", "record_key_r", "penyedia", "kesalahan", "bobot", "sebab", "pola")
    return [
        dict(zip(names, row, strict=True)) | {"bobot": None if row[4] is None else float(row[4])}
        for row in rows
    ]
