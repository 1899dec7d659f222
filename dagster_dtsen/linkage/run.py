"""The linkage stage in its order: edges, clusters, persons, families."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.cluster import build_clusters
from dagster_dtsen.linkage.families import match_families
from dagster_dtsen.linkage.identity import persist_ids
from dagster_dtsen.linkage.predict import score_edges
from dagster_dtsen.linkage.supporting import attach_supporting
from dagster_dtsen.settings import Settings

CURRENT = """(
    select i.record_key as kunci, c.klaster
    from wh.standardised.individu as i
    inner join wh.linkage.clusters as c on i.rekaman_id = c.rekaman_id
    where i.peran = 'utama'
)"""


def link(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    release: str,
    previous_persons: str | None,
    previous_families: str | None,
) -> dict[str, Any]:
    """Link the records of ``wh.standardised.individu`` into persons and families of ``release``.

    ``previous_persons`` and ``previous_families`` are peta_individu and peta_keluarga of the base
    release (anything that may stand after FROM), None for a first release. Writes the tables of
    schema ``wh.linkage``. Supporting records join persons when these are finished. Gives counts:
    ``skor``, ``klaster``, ``individu``, ``keluarga``, ``pendukung``.
    Raises DtsenError E-MODEL-TIADA.
    """
    edges = score_edges(con, settings)
    clusters = build_clusters(con, settings)
    before = f"(select record_key as kunci, id_individu as id, aktif from {previous_persons})"
    persons = persist_ids(
        con,
        current=CURRENT,
        previous=before if previous_persons else None,
        release=release,
        prefix=linkage_model.config()["awalan"]["individu"],
        map_table="wh.linkage.peta_individu",
        event_table="wh.linkage.peristiwa_individu",
        key_column="record_key",
        id_column="id_individu",
        count_column="jumlah_rekaman",
    )
    families = match_families(con, release=release, previous=previous_families)
    supporting = attach_supporting(con, release=release)
    return {
        "skor": edges,
        "klaster": clusters,
        "individu": persons,
        "keluarga": families,
        "pendukung": supporting,
    }
