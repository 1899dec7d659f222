"""Why a true pair was not found, and how many nobody could have found.

Every missed true pair has one reason, the first that holds:

``dua_nik``      the person truly holds two valid NIKs, one on each record (never joined, by rule);
``tanpa_bukti``  the records share no evidence (below);
``blok``         no blocking rule looks at the pair;
``larangan``     a rule says the pair contradicts itself (``pertentangan`` of the linkage);
``skor``         it was looked at and its weight stays below the threshold.

No shared evidence: the NIKs are not equal, no part of the birth date (year, month or day) is
equal, and no word of the names is equal. A part that is missing on one side is not equal. The
first two reasons are the ceiling: whatever the model, these pairs stay missed.
"""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.evaluation.declared import Declared
from dagster_dtsen.evaluation.strata import EACH_ERROR

CEILING = ("dua_nik", "tanpa_bukti")
REASONS = (*CEILING, "blok", "larangan", "skor")

_INPUT_SQL = """
create or replace temp table masukan_luput as
{query}
"""

_SOURCE_SQL = """(
    select * from wh.standardised.individu
    where rekaman_id in (
        select unnest([rekaman_id_l, rekaman_id_r]) from pasangan_benar where not edge
    )
)"""

_EVIDENCE = """(
    coalesce(l.nik = r.nik, false) or coalesce(l.tahun = r.tahun, false)
    or coalesce(month(l.tanggal_lahir) = month(r.tanggal_lahir), false)
    or coalesce(day(l.tanggal_lahir) = day(r.tanggal_lahir), false)
    or coalesce(
        list_has_any(string_split(l.nama_baku, ' '), string_split(r.nama_baku, ' ')), false
    )
)"""

_REASONS_SQL = """
create or replace temp table luput as
select
    p.*,
    case
        when p.dua_nik then 'dua_nik'
        when not {evidence} then 'tanpa_bukti'
        when p.bobot is null and g.rekaman_id_l is null and not ({blocked}) then 'blok'
        when g.rekaman_id_l is not null then 'larangan'
        else 'skor'
    end as sebab,
    g.aturan
from pasangan_benar as p
inner join masukan_luput as l on p.rekaman_id_l = l.rekaman_id
inner join masukan_luput as r on p.rekaman_id_r = r.rekaman_id
left join wh.linkage.larangan as g
    on p.rekaman_id_l = g.rekaman_id_l and p.rekaman_id_r = g.rekaman_id_r
where not p.edge
"""

_CLUSTER_SQL = """
select coalesce(l.sebab, 'aturan_keras'), count(*)
from pasangan_benar as p
left join luput as l on p.rekaman_id_l = l.rekaman_id_l and p.rekaman_id_r = l.rekaman_id_r
where not p.klaster
group by all
"""


def _counts(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in con.execute(sql).fetchall()}


def missed(con: duckdb.DuckDBPyConnection, declared: Declared) -> dict[str, Any]:
    """Reasons of the missed true pairs; makes the temporary tables ``luput``, ``masukan_luput``.

    Gives ``edge`` and ``klaster`` (reason -> pairs; ``aturan_keras``: an edge whose joining a hard
    rule refused), ``per_kesalahan`` (error -> reason -> pairs), ``aturan`` (contradiction ->
    pairs) and ``langit`` (the ceiling: pairs by reason and ``recall`` that cannot be exceeded).
    """
    con.execute(_INPUT_SQL.format(query=declared.input_sql(_SOURCE_SQL)))
    blocked = " or ".join(f"coalesce({sql}, false)" for _, sql in declared.blocks) or "false"
    con.execute(_REASONS_SQL.format(evidence=_EVIDENCE, blocked=blocked))
    total = con.execute("select count(*) from pasangan_benar").fetchall()[0][0]
    edge = _counts(con, "select sebab, count(*) from luput group by all")
    cluster = _counts(con, _CLUSTER_SQL)
    per_error: dict[str, dict[str, int]] = {}
    for error, reason, count in con.execute(
        f"select k, sebab, count(*) from (select {EACH_ERROR} as k, sebab from luput) "
        "group by all order by all"
    ).fetchall():
        per_error.setdefault(error, {})[reason] = count
    out_of_reach = {name: edge.get(name, 0) for name in CEILING}
    lost = sum(out_of_reach.values())
    return {
        "edge": {name: edge.get(name, 0) for name in REASONS},
        "klaster": {name: cluster.get(name, 0) for name in (*REASONS, "aturan_keras")},
        "per_kesalahan": per_error,
        "aturan": _counts(
            con, "select aturan, count(*) from luput where sebab = 'larangan' group by all"
        ),
        "langit": out_of_reach | {"recall": round(1 - lost / total, 5) if total else None},
    }
