"""From edges to clusters of main records: one cluster is one person.

No cluster ever holds two distinct valid NIKs, two records of one source that holds a person at
most once or two records that contradict each other (``linkage.larangan``), however long the chain
between them, but by the decision of a steward (:mod:`decided`). Splink's one-to-one clustering
knows data sets but not NIKs, therefore this own method (:mod:`forest`).
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dagster_dtsen.linkage import decided, family_evidence, touched
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.borrowed import own_nik, valid_niks_sql
from dagster_dtsen.linkage.forest import Edges, Ints, Nodes, Shape, constrained_components
from dagster_dtsen.linkage.limits import CLUSTERS, Limits
from dagster_dtsen.warehouse import quoted

# sah: index of the record's NIK among the valid ones, or -1. A NIK is valid when the effective
# delivery of the identity provider holds it with the valid status; a borrowed one is not its own.
# NIKs that a decision says to be one person's have one index.
# sumber: bit of the source among those that hold a person at most once.
_NODES_SQL = """
with valid_nik as (
    select n.nik, dense_rank() over (order by coalesce(k.nik_wakil, n.nik)) - 1 as sah
    from ({valid_niks}) as n
    left join {same_niks} as k on n.nik = k.nik
)

select
    individu.rekaman_id,
    coalesce(valid_nik.sah, -1) as sah,
    case {sources} else 0 end as sumber
from {records} as individu
left join valid_nik on individu.nik = valid_nik.nik
where individu.peran = 'utama' {only}
"""

_EDGES_SQL = """
select rekaman_id_l, rekaman_id_r, cast(bobot as double) as bobot
from wh.linkage.edges
where
    bobot >= {limit}
    and rekaman_id_l in (from simpul)
    and rekaman_id_r in (from simpul)
order by edges.bobot desc, rekaman_id_l, rekaman_id_r
"""

_APART_SQL = """
select rekaman_id_l, rekaman_id_r
from wh.linkage.larangan
where rekaman_id_l in (from simpul) and rekaman_id_r in (from simpul)
union
{decided}
"""


def _columns(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, NDArray[Any]]:
    found = con.execute(sql).fetchnumpy()
    return {name: np.asarray(values) for name, values in found.items()}


def _ends(ids: Ints, pairs: dict[str, NDArray[Any]]) -> tuple[Ints, Ints]:
    """Node indices of both ends of pairs of record ids (``ids`` ascending)."""
    left = np.searchsorted(ids, pairs["rekaman_id_l"]).astype(np.int64)
    return left, np.searchsorted(ids, pairs["rekaman_id_r"]).astype(np.int64)


def shape_of(rules: dict[str, Any], limit: float) -> Shape:
    """The rules of shape of linkage.yml (``bentuk``) at the cluster threshold ``limit``."""
    bridge, ball = rules["bentuk"]["jembatan"], rules["bentuk"]["gumpalan"]
    return Shape(
        int(bridge["dari"]),
        float(bridge["kerapatan"]),
        limit + float(bridge["lebih"]),
        int(ball["dari"]),
        float(ball["kerapatan"]),
    )


def duplicate_free(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Sources (``penyedia/dataset``) whose contract says that they hold a person at most once."""
    rows = con.execute(
        "select penyedia || '/' || dataset from wh.ledger.kontrak where tanpa_ganda order by 1"
    ).fetchall()
    return tuple(str(row[0]) for row in rows)


def _source_cases(duplicate_free: tuple[str, ...]) -> str:
    """CASE arms: bit of every source (``penyedia/dataset``) that holds a person at most once."""
    arms = (
        f"when individu.penyedia || '/' || individu.dataset = {quoted(name)} then {1 << number}"
        for number, name in enumerate(sorted(duplicate_free))
    )
    return " ".join(arms) or "when false then 0"


def _nodes_sql(duplicate_free: tuple[str, ...], only: str | None) -> str:
    """Query of ``rekaman_id``, ``sah``, ``sumber`` of the main records, of ``only`` or of all."""
    return _NODES_SQL.format(
        valid_niks=valid_niks_sql(only),
        same_niks=decided.NIKS,
        sources=_source_cases(duplicate_free),
        records=own_nik("wh.standardised.individu"),
        only=f"and individu.rekaman_id in (from {only})" if only else "",
    )


def _apart_sql() -> str:
    """Query of the pairs of records of ``simpul`` that are not one."""
    return _APART_SQL.format(decided=decided.apart_sql())


def _cluster(
    con: duckdb.DuckDBPyConnection, duplicate_free: tuple[str, ...], limit: float, only: str | None
) -> tuple[Ints, Ints]:
    """Record ids (ascending) and the lowest id of the cluster of each; of ``only`` or of all."""
    rules = linkage_model.config()
    con.execute(decided.CREATE)
    nodes = _columns(con, _nodes_sql(duplicate_free, only) + " order by individu.rekaman_id")
    ids = nodes["rekaman_id"].astype(np.int64)
    con.register("simpul", pa.table({"rekaman_id": ids}))
    edges = _columns(con, _EDGES_SQL.format(limit=limit))
    apart = _columns(con, _apart_sql())
    joined = _columns(con, decided.roots_sql())
    con.unregister("simpul")
    roots = np.arange(len(ids), dtype=np.int64)
    roots[np.searchsorted(ids, joined["rekaman_id"])] = np.searchsorted(ids, joined["akar"])
    component = constrained_components(
        Nodes(
            nodes["sah"].astype(np.int64),
            nodes["sumber"].astype(np.int64),
            _ends(ids, apart),
            roots,
        ),
        Edges(*_ends(ids, edges), edges["bobot"].astype(np.float64)),
        shape_of(rules, limit),
    )
    return ids, ids[component]


def build_clusters(
    con: duckdb.DuckDBPyConnection,
    limits: Limits,
    duplicate_free: tuple[str, ...],
    base_limit: float | None = None,
) -> dict[str, int]:
    """Write ``wh.linkage.clusters(rekaman_id, klaster, klaster_awal)``: every main record.

    ``klaster`` is the lowest rekaman_id of the cluster, ``klaster_awal`` that of the first pass,
    before families were asked (:mod:`family_evidence`). ``duplicate_free``: sources
    (``penyedia/dataset``) that hold a person at most once. With ``base_limit``, the evidence that
    joined in the base release, only components that a change touches are built anew
    (``tersentuh`` names their records). Gives ``klaster`` (clusters), ``klaster_tunggal`` (of one
    record), ``dihitung`` (records clustered in this run), ``lewat_keluarga`` (joined by families).
    """
    only = None
    if base_limit is not None:
        touched.find_touched(con, limits.joining, base_limit)
        only = "tersentuh"
    ids, clusters = _cluster(con, duplicate_free, limits.cluster, only)
    con.register("klaster_baru", pa.table({"rekaman_id": ids, "klaster": clusters}))
    found = "select rekaman_id, klaster, klaster as klaster_awal from klaster_baru"
    if only:
        con.execute(
            f"""
            delete from {CLUSTERS} where rekaman_id in (from {only});
            insert into {CLUSTERS} by name {found};
            """
        )
    else:
        con.execute(f"create or replace table {CLUSTERS} as {found}")
    con.unregister("klaster_baru")
    nodes = _nodes_sql(duplicate_free, "simpul")
    joined = family_evidence.join_by_families(con, limits, nodes, _apart_sql())
    if only:
        touched.widen(con, min(limits.joining, base_limit or limits.joining), "temp.ragu_digabung")
    con.execute("drop table temp.ragu_digabung")
    total, alone = con.execute(
        f"select count(*), count(*) filter (n = 1) from "
        f"(select count(*) as n from {CLUSTERS} group by klaster)"
    ).fetchall()[0]
    return {
        "klaster": int(total),
        "klaster_tunggal": int(alone),
        "dihitung": len(ids),
        "lewat_keluarga": joined,
    }
