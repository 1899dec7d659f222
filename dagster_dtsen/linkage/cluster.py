"""From edges to clusters of main records: one cluster is one person.

Edges join records from the strongest to the weakest, and a join that would break a hard rule is
refused (single linkage under constraints, Kruskal's order). So no cluster ever holds two distinct
valid NIKs, two records of the identity provider or two records that contradict each other
(``linkage.larangan``), however long the chain between them.
Splink's one-to-one clustering knows data sets but not NIKs, therefore this own method.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.borrowed import own_nik
from dagster_dtsen.settings import Settings

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# sah: index of the record's NIK among the valid ones, or -1. A NIK is valid when the effective
# delivery of the identity provider holds it with the valid status; a borrowed one is not its own.
NODES_SQL = f"""
with valid_nik as (
    select nik, row_number() over (order by nik) - 1 as sah
    from (
        select distinct nik from wh.standardised.individu
        where penyedia = $penyedia and status_kependudukan = $status and nik is not null
    )
)

select
    individu.rekaman_id,
    coalesce(valid_nik.sah, -1) as sah,
    individu.penyedia = $penyedia as identitas
from {own_nik("wh.standardised.individu")} as individu
left join valid_nik on individu.nik = valid_nik.nik
where individu.peran = 'utama'
order by individu.rekaman_id
"""

# pinjaman: an end of the edge bears the NIK of an identity record it is not joined to; such
# records choose last, after everyone with a NIK of their own or with none.
EDGES_SQL = """
with utama as (
    select rekaman_id from wh.standardised.individu where peran = 'utama'
),

kuat as (
    select * from wh.linkage.edges
    where
        bobot >= $ambang
        and rekaman_id_l in (from utama)
        and rekaman_id_r in (from utama)
),

pinjaman as (
    select individu.rekaman_id
    from wh.standardised.individu as individu
    inner join wh.standardised.individu as pemilik
        on individu.nik = pemilik.nik
    left join kuat
        on
            kuat.rekaman_id_l = least(individu.rekaman_id, pemilik.rekaman_id)
            and kuat.rekaman_id_r = greatest(individu.rekaman_id, pemilik.rekaman_id)
    where individu.penyedia <> $penyedia and pemilik.penyedia = $penyedia
    group by individu.rekaman_id
    having count(kuat.bobot) = 0
)

select kuat.rekaman_id_l, kuat.rekaman_id_r
from kuat
order by
    kuat.rekaman_id_l in (select rekaman_id from pinjaman)
    or kuat.rekaman_id_r in (select rekaman_id from pinjaman),
    kuat.bobot desc,
    kuat.rekaman_id_l,
    kuat.rekaman_id_r
"""

APART_SQL = """
with utama as (
    select rekaman_id from wh.standardised.individu where peran = 'utama'
)

select rekaman_id_l, rekaman_id_r
from wh.linkage.larangan
where rekaman_id_l in (from utama) and rekaman_id_r in (from utama)
"""


class _Forest:
    """Components of the nodes so far, and what keeps two of them apart.

    ``nik``: index of the one valid NIK in a component, or -1; ``identity``: whether it holds a
    record of the identity provider; ``apart``: pairs of nodes that must not meet.
    """

    def __init__(self, nik: Ints, identity: Flags, apart: tuple[Ints, Ints]) -> None:
        self.size = len(nik)
        self.component = np.arange(self.size, dtype=np.int64)
        self.nik, self.identity, self.apart = nik.copy(), identity.copy(), apart

    def _pair_key(self, left: Ints, right: Ints) -> Ints:
        return np.minimum(left, right) * self.size + np.maximum(left, right)

    def clash(self, left: Ints, right: Ints) -> Flags:
        """Which pairs of components must stay apart."""
        niks = (self.nik[left] >= 0) & (self.nik[right] >= 0) & (self.nik[left] != self.nik[right])
        barred = self._pair_key(self.component[self.apart[0]], self.component[self.apart[1]])
        result: Flags = niks | (self.identity[left] & self.identity[right])
        return result | np.isin(self._pair_key(left, right), barred)

    def join(self, left: Ints, right: Ints) -> None:
        """Merge disjoint pairs of components into the lower one of each pair."""
        low, high = np.minimum(left, right), np.maximum(left, right)
        self.nik[low] = np.maximum(self.nik[low], self.nik[high])
        self.identity[low] |= self.identity[high]
        target = np.arange(self.size, dtype=np.int64)
        target[high] = low
        self.component = target[self.component]


def constrained_components(
    left: Ints, right: Ints, nik: Ints, identity: Flags, apart: tuple[Ints, Ints]
) -> Ints:
    """Component of each of ``len(nik)`` nodes.

    ``left`` and ``right`` are node indices of edges, strongest first (a total order). Each round
    joins the pairs of components that are each other's strongest remaining edge, which gives the
    same result as taking the edges one by one.
    """
    forest = _Forest(nik, identity, apart)
    while len(left):
        ends_l, ends_r = forest.component[left], forest.component[right]
        keep = (ends_l != ends_r) & ~forest.clash(ends_l, ends_r)
        left, right, ends_l, ends_r = left[keep], right[keep], ends_l[keep], ends_r[keep]
        order = np.arange(len(left), dtype=np.int64)
        best = np.full(forest.size, len(left), dtype=np.int64)
        np.minimum.at(best, ends_l, order)
        np.minimum.at(best, ends_r, order)
        mutual = (best[ends_l] == order) & (best[ends_r] == order)
        forest.join(ends_l[mutual], ends_r[mutual])
    return forest.component


def _columns(
    con: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]
) -> dict[str, NDArray[Any]]:
    found = con.execute(sql, parameters).fetchnumpy()
    return {name: np.asarray(values) for name, values in found.items()}


def _ends(ids: Ints, pairs: dict[str, NDArray[Any]]) -> tuple[Ints, Ints]:
    """Node indices of both ends of pairs of record ids (``ids`` ascending)."""
    left = np.searchsorted(ids, pairs["rekaman_id_l"]).astype(np.int64)
    return left, np.searchsorted(ids, pairs["rekaman_id_r"]).astype(np.int64)


def build_clusters(con: duckdb.DuckDBPyConnection, settings: Settings) -> dict[str, int]:
    """Write ``wh.linkage.clusters(rekaman_id, klaster)``: every main record, singletons too.

    ``klaster`` is the lowest rekaman_id of the cluster. Gives ``klaster`` (clusters),
    ``klaster_tunggal`` (of one record) and ``edges_ditolak`` (edges above the threshold whose
    ends stay apart).
    """
    rules = linkage_model.config()
    provider = {"penyedia": rules["penyedia_identitas"]}
    nodes = _columns(con, NODES_SQL, provider | {"status": rules["status_sah"]})
    ids = nodes["rekaman_id"].astype(np.int64)
    limit = linkage_model.threshold(len(ids))
    edges = _columns(con, EDGES_SQL, provider | {"ambang": limit})
    left, right = _ends(ids, edges)
    component = constrained_components(
        left,
        right,
        nodes["sah"].astype(np.int64),
        nodes["identitas"].astype(np.bool_),
        _ends(ids, _columns(con, APART_SQL, {})),
    )
    con.execute("create schema if not exists wh.linkage")
    con.register("klaster_baru", pa.table({"rekaman_id": ids, "klaster": ids[component]}))
    con.execute(
        """
        create or replace table wh.linkage.clusters as
        select rekaman_id, klaster from klaster_baru order by rekaman_id
        """
    )
    con.unregister("klaster_baru")
    sizes = np.unique(component, return_counts=True)[1]
    return {
        "klaster": len(sizes),
        "klaster_tunggal": int((sizes == 1).sum()),
        "edges_ditolak": int((component[left] != component[right]).sum()),
    }
