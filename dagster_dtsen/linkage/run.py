"""The linkage stage in its order: edges, clusters, persons, families."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import changes, decided, decided_changes, state
from dagster_dtsen.linkage import decided_status as status
from dagster_dtsen.linkage import limits as in_force
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage.cluster import build_clusters
from dagster_dtsen.linkage.families import match_families
from dagster_dtsen.linkage.identity import Kind, persist_ids
from dagster_dtsen.linkage.predict import score_edges
from dagster_dtsen.linkage.supporting import attach_supporting
from dagster_dtsen.settings import Settings

SCRATCH = "kerja"

# Persons and the part of them that a change can reach: every id that a touched record bears, and
# every cluster with a record of such an id. Outside, a cluster has just the active records of its
# id and of no other, and so keeps it.
_CURRENT = """(
    select i.record_key as kunci, i.rekaman_id as nomor, c.klaster
    from wh.standardised.individu as i
    inner join wh.linkage.clusters as c on i.rekaman_id = c.rekaman_id
)"""
_PREVIOUS = "(select record_key as kunci, rekaman_id as nomor, id_individu as id, aktif from {})"
_TOUCHED = """
create table peta_kena as
from wh.linkage.peta_individu
where id_individu in (
    select id_individu from wh.linkage.peta_individu where rekaman_id in (from tersentuh)
);

create table klaster_kena as
from wh.linkage.clusters
where klaster in (
    select klaster from wh.linkage.clusters
    where rekaman_id in (from tersentuh) or rekaman_id in (select rekaman_id from peta_kena)
);

create table rekaman_kena as
select i.record_key as kunci, i.rekaman_id as nomor, c.klaster
from wh.standardised.individu as i
inner join klaster_kena as c on i.rekaman_id = c.rekaman_id;
"""


def link(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    release: str,
    base: state.Base | None = None,
    duplicate_free: tuple[str, ...] = (),
    given: decided.Given | None = None,
) -> dict[str, Any]:
    """Link the records of ``wh.standardised.individu`` into persons and families of ``release``.

    ``base``: the linkage of the base release, None for a first release; ``duplicate_free``: sources
    (``penyedia/dataset``) that hold a person at most once; ``given``: decisions of stewards.
    Writes the tables of schema ``wh.linkage``. Supporting records join persons when these are
    finished. Gives counts:
    ``skor``, ``klaster``, ``individu``, ``keluarga``, ``pendukung``, ``keputusan``.
    Raises DtsenError E-MODEL-TIADA, E-BLOK-MAHAL.
    """
    model = linkage_model.load(settings)
    limits = in_force.limits_now(con, model)
    changed = state.base_fits(con, base, limits)
    base_limit = None
    if changed and base is not None:
        state.restore(con, base)
        base_limit = in_force.joining_evidence(con)
    else:
        state.unmark(con)
    with warehouse.scratch(con, settings, SCRATCH):
        con.execute(f"use {SCRATCH}")
        if changed:
            changes.find_changes(con)
        else:
            changes.take_fingerprints(con)
        in_force.write_limits(con, limits, release)
        edges = score_edges(con, model, limits, changed)
        decisions = decided.settle(con, given)
        ties = decided_changes.find_changed_ties(con, base)
        if changed:
            decided_changes.find_touched_by_decisions(con)
        clusters = build_clusters(con, limits, duplicate_free, base_limit)
        persons = _persist(con, release, base, limits, changed, ties)
        supporting = attach_supporting(con, limits, changed)
        about_families = decided.family_pairs(con, base)
        families = match_families(
            con,
            release=release,
            base=base,
            within=changed and not about_families.ended,
            decisions=about_families.pairs,
            rules_changed=base is not None and not state.same_rules(con, base, limits),
        )
    decisions |= status.write(con, given)
    return {
        "skor": edges,
        "klaster": clusters,
        "individu": persons,
        "keluarga": families,
        "pendukung": supporting,
        "keputusan": decisions,
    }


def _persist(
    con: duckdb.DuckDBPyConnection,
    release: str,
    base: state.Base | None,
    limits: in_force.Limits,
    within: bool,
    ties: str,
) -> dict[str, int]:
    """Ids of persons; what the fingerprints tell names the causes of events."""
    current, previous, changed = _CURRENT, None, None
    if base is not None:
        previous = _PREVIOUS.format(base["peta_individu"])
        if base.complete:
            changed = changes.changed_keys(con, base, within)
    if within:
        con.execute(_TOUCHED)
        current, previous = "rekaman_kena", _PREVIOUS.format("peta_kena")
    return persist_ids(
        con,
        Kind(
            "individu",
            linkage_model.config()["awalan"]["individu"],
            "record_key",
            "jumlah_rekaman",
            "rekaman_id",
        ),
        current=current,
        previous=previous,
        release=release,
        within=within,
        changed=changed,
        rules_changed=base is not None and not state.same_rules(con, base, limits),
        decided=ties,
    )
