"""One person in full: records, what joins them, and the strong edges that lead outside."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.linkage import decided_explain
from dagster_dtsen.linkage.outcome import cluster_of, kept_apart, valid_niks
from dagster_dtsen.warehouse import records

_MEMBERS = """
select
    p.record_key, p.rekaman_id, p.aktif, i.penyedia, i.dataset,
    cast(i.tanggal_acuan as varchar) as tanggal_acuan
from wh.linkage.peta_individu as p
left join wh.standardised.individu as i on p.record_key = i.record_key
where p.id_individu = ?
order by p.aktif desc, i.penyedia, i.dataset, p.record_key
"""

# edges of which both ends are among the members, strongest first: the order of joining
_WITHIN = """
select l.record_key as a, r.record_key as b, cast(e.bobot as double) as bobot, e.kunci_blok
from wh.linkage.edges as e
inner join wh.standardised.individu as l on e.rekaman_id_l = l.rekaman_id
inner join wh.standardised.individu as r on e.rekaman_id_r = r.rekaman_id
where
    e.rekaman_id_l in (select unnest($ids))
    and e.rekaman_id_r in (select unnest($ids))
order by e.bobot desc, e.rekaman_id_l, e.rekaman_id_r
"""

_OUTSIDE = """
with tepi as (
    select rekaman_id_l as dalam, rekaman_id_r as luar, bobot, kunci_blok from wh.linkage.edges
    union all
    select rekaman_id_r, rekaman_id_l, bobot, kunci_blok from wh.linkage.edges
)

select
    d.record_key as a, i.record_key as b, i.rekaman_id, p.id_individu, i.penyedia, i.dataset,
    cast(t.bobot as double) as bobot, t.kunci_blok
from tepi as t
inner join wh.standardised.individu as d on t.dalam = d.rekaman_id
inner join wh.standardised.individu as i on t.luar = i.rekaman_id
inner join wh.linkage.peta_individu as p on i.record_key = p.record_key and p.aktif
where
    t.dalam in (select unnest($ids))
    and t.luar not in (select unnest($ids))
    and i.peran = 'utama'
    and t.bobot >= (select ambang_klaster from wh.linkage.ambang)
order by t.bobot desc, i.record_key
"""

# what families added where an edge alone did not join
_FAMILIES = """
select
    l.record_key as a, r.record_key as b, k.bersama,
    cast(k.bukti + a.bobot_prior as double) as bobot, cast(k.tambahan as double) as tambahan
from wh.linkage.bukti_keluarga as k
inner join wh.standardised.individu as l on k.rekaman_id_l = l.rekaman_id
inner join wh.standardised.individu as r on k.rekaman_id_r = r.rekaman_id
cross join wh.linkage.ambang as a
where
    k.digabung
    and k.rekaman_id_l in (select unnest($ids))
    and k.rekaman_id_r in (select unnest($ids))
order by l.record_key, r.record_key
"""

_SUPPORTING = """
select
    p.record_key, i.penyedia, i.dataset, cast(i.tanggal_acuan as varchar) as tanggal_acuan,
    cast(p.bukti + a.bobot_prior as double) as bobot
from wh.linkage.peta_pendukung as p
inner join wh.standardised.individu as i on p.record_key = i.record_key
cross join wh.linkage.ambang as a
where p.id_individu = ?
order by bobot desc, p.record_key
"""


def mark_joints(edges: list[dict[str, Any]], limit: float) -> None:
    """Add ``menyatukan`` to edges (strongest first): those of the maximum spanning tree.

    Edges under ``limit`` join nothing (Kruskal's order, as in :mod:`forest`).
    """
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while key in above:
            key = above[key]
        return key

    for edge in edges:
        left, right = top(edge["a"]), top(edge["b"])
        edge["menyatukan"] = edge["bobot"] >= limit and left != right
        if edge["menyatukan"]:
            above[right] = left


def _outside(
    con: duckdb.DuckDBPyConnection, ids: list[int], duplicate_free: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Strong edges that lead to other persons, with ``sebab``: why they joined nothing."""
    found = records(con, _OUTSIDE, {"ids": ids})
    why: dict[str, list[dict[str, Any]]] = {}
    for edge in found:
        other = edge["id_individu"]
        if other not in why:
            group = cluster_of(con, edge["rekaman_id"])
            why[other] = kept_apart(con, ids, group, duplicate_free) or [{"sebab": "bentuk"}]
        edge["sebab"] = why[other]
        del edge["rekaman_id"]
    return found


def explain_person(
    con: duckdb.DuckDBPyConnection, identity: str, duplicate_free: tuple[str, ...]
) -> dict[str, Any]:
    """What the working file knows of an ``id_individu``; weights in bits, no value of a person.

    Keys: ``rilis``, ``ambang_klaster``, ``rekaman`` (``aktif`` ones first; empty for an unknown
    id), ``tepi`` (edges within, strongest first, with ``menyatukan``), ``sambungan_terlemah`` (the
    weakest edge that joins, or None), ``lewat_keluarga`` (pairs that families joined: ``bersama``
    persons listed with both, ``bobot`` of the edge, ``tambahan`` bits for them), ``keluar``,
    ``pendukung``, ``id_keluarga``, ``nik_sah``, ``keputusan`` (decisions in force on one of its
    records).
    """
    limits = records(con, "from wh.linkage.ambang")[0]
    members = records(con, _MEMBERS, [identity])
    ids = [int(row.pop("rekaman_id")) for row in members]
    active = [number for number, row in zip(ids, members, strict=True) if row["aktif"]]
    edges = records(con, _WITHIN, {"ids": active})
    mark_joints(edges, float(limits["ambang_klaster"]))
    joints = [edge for edge in edges if edge["menyatukan"]]
    family = con.execute(
        "select id_keluarga from wh.linkage.peta_keluarga where id_individu = ? and aktif",
        [identity],
    ).fetchall()
    return {
        "rilis": str(limits["rilis"]),
        "ambang_klaster": float(limits["ambang_klaster"]),
        "rekaman": members,
        "tepi": edges,
        "sambungan_terlemah": joints[-1] if joints else None,
        "lewat_keluarga": records(con, _FAMILIES, {"ids": active}),
        "keluar": _outside(con, active, duplicate_free),
        "pendukung": records(con, _SUPPORTING, [identity]),
        "id_keluarga": str(family[0][0]) if family else None,
        "nik_sah": bool(valid_niks(con, active)),
        "keputusan": decided_explain.about(con, [row["record_key"] for row in members]),
    }
