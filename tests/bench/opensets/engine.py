"""A gold set through the linkage of this project: prepared, trained, scored, clustered.

Training is Splink's, scores are the compiled SQL, clusters the constrained components. Truth is
taken out of the input before anything is trained; only :mod:`measures` reads it again.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.blocking_rule_library import CustomRule

from dagster_dtsen.linkage import blocking, cluster, compiled
from dagster_dtsen.linkage.forest import Edges, Nodes, constrained_components
from dagster_dtsen.warehouse import quoted
from tests.bench.opensets import declared as declaration
from tests.bench.opensets.declared import DIALECT, Declared

PARTS = {"tune": "setel", "unseen": "not setel", "whole": "true"}
# half of the groups, whatever machine or version: the first hex digit of a hash of their name
HALF = "md5('dua paruh ' || rumpun) < '8'"


def open_tables(con: duckdb.DuckDBPyConnection, declared: Declared, folder: Path) -> None:
    """Views of the exported tables by the names that the query of the set uses."""
    for view, table in declared["sumber"].items():
        file = str(folder / f"{table}.parquet")
        con.execute(f"create view {view} as from read_parquet('{file}')")


def prepare(con: duckdb.DuckDBPyConnection, declared: Declared, part: str) -> None:
    """Make ``masukan`` (what linkage sees of ``part``) and ``kebenaran`` (rekaman_id, orang).

    The query of the set gives ``rekaman_id``, ``orang`` (truth), ``rumpun`` (the group that is in
    one half as a whole), ``asal`` (its source) and the columns compared. ``sumber`` of ``masukan``
    is the bit of a source that holds a person at most once (``tanpa_ganda``), else 0; ``sah`` the
    index of the number of a record of the identity source (``identitas``), else -1. Raises
    ValueError when a person would be in both halves.
    """
    single = enumerate(declared.get("tanpa_ganda", []))
    bits = " ".join(f"when asal = {quoted(name)} then {1 << number}" for number, name in single)
    con.execute(
        f"""
        create table semua as
        select
            *, {HALF} as setel, case {bits or "when false then 0"} else 0 end as sumber
        from ({declared["sql"]})
        """
    )
    valid = "-1"
    if "identitas" in declared:
        number, source = declared["identitas"]["nomor"], quoted(declared["identitas"]["asal"])
        valid = f"case when asal = {source} then dense_rank() over (order by {number}) else -1 end"
    torn = "select orang from semua group by orang having count(distinct setel) > 1"
    if con.execute(torn).fetchall():
        raise ValueError(f"{declared['nama']}: a person is in both halves")
    shares = "".join(
        f", count({c}) over (partition by {c}) / count({c}) over () as tf_{c}"
        for c in declaration.terms(declared)
    )
    con.execute(
        f"""
        create table kebenaran as select rekaman_id, orang from semua where {PARTS[part]};
        create table masukan as
        select * exclude (orang, rumpun, setel), {valid} as sah {shares}
        from semua where {PARTS[part]};
        """
    )


def _prior_weight(con: duckdb.DuckDBPyConnection, declared: Declared) -> float:
    """Log2 odds that two random records match: pairs of nearly sure rules by their recall."""
    rules = declared["latih"]
    found = " union ".join(
        f"select l.rekaman_id, r.rekaman_id from masukan as l inner join masukan as r on {sql} "
        "where l.rekaman_id < r.rekaman_id"
        for sql in rules["prior_dari"]
    )
    pairs, records = con.execute(
        f"select (select count(*) from ({found})), (select count(*) from masukan)"
    ).fetchall()[0]
    share = pairs / float(rules["recall"]) / (records * (records - 1) / 2)
    return math.log2(share / (1 - share))


def train(con: duckdb.DuckDBPyConnection, declared: Declared) -> tuple[dict[str, Any], float]:
    """Splink's model of ``masukan``, trained without labels, and the weight of the prior."""
    rules = declared["latih"]
    seed, sample = int(rules["seed"]), float(rules["pasangan"])
    table = DuckDBAPI(connection=con).register("masukan", dataset_display_name="masukan")
    linker = Linker(table, declaration.creator(declared), log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [CustomRule(sql, DIALECT) for sql in rules["prior_dari"]], recall=rules["recall"]
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=sample, seed=seed)
    for sql in rules["em"]:
        linker.training.estimate_parameters_using_expectation_maximisation(
            CustomRule(sql, DIALECT), estimate_without_term_frequencies=True, max_pairs=sample
        )
    model: dict[str, Any] = linker.misc.save_model_to_json()
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                lowest = float(rules["m_terendah"])
                level["m_probability"] = max(level.get("m_probability") or 0.0, lowest)
    return model, _prior_weight(con, declared)


def score(
    con: duckdb.DuckDBPyConnection, declared: Declared, model: dict[str, Any], prior: float
) -> dict[str, int]:
    """Make ``dinilai``: candidate pairs with ``bobot`` (prior included) and ``aturan``, the rule of
    ``pertentangan`` by which they must not meet. Gives the pairs that each blocking rule adds."""
    rules = declaration.rules(declared)
    con.execute(f"create table calon as {blocking.pairs_sql(rules, 'masukan')}")
    apart = compiled.contradiction_sql(
        declared.get("pertentangan", []), declaration.gammas(declared)
    )
    scored = compiled.scored_sql(compiled.compile_model(model), "masukan", "calon")
    con.execute(
        f"""
        create table dinilai as
        select
            rekaman_id_l, rekaman_id_r, match_key, match_weight,
            round(match_weight + {prior}, 4) as bobot, {apart} as aturan
        from ({scored})
        """
    )
    counts = dict(con.execute("select match_key, count(*) from calon group by all").fetchall())
    return {rule.name: int(counts.get(number, 0)) for number, rule in enumerate(rules)}


def splink_difference(
    con: duckdb.DuckDBPyConnection, declared: Declared, model: dict[str, Any]
) -> float:
    """Largest difference between Splink's own weight of a pair and the compiled one, bits.

    Raises ValueError when both did not score the same pairs.
    """
    frozen = SettingsCreator.from_path_or_dict(model)
    frozen.blocking_rules_to_generate_predictions = declaration.custom_rules(declared)
    frozen.probability_two_random_records_match = 0.5
    table = DuckDBAPI(connection=con).register("masukan", dataset_display_name="masukan_splink")
    linker = Linker(table, frozen, log_level=None)
    predicted = linker.inference.predict(threshold_match_weight=-1000, warning_mode="never")
    worst, alone = con.execute(
        f"""
        select
            max(abs(a.match_weight - b.match_weight)),
            count(*) filter (a.match_weight is null or b.match_weight is null)
        from dinilai as a
        full join {predicted.physical_name} as b using (rekaman_id_l, rekaman_id_r)
        """
    ).fetchall()[0]
    if alone:
        raise ValueError(f"{declared['nama']}: {alone} pairs scored by one side only")
    return float(worst)


def build_clusters(con: duckdb.DuckDBPyConnection, declared: Declared) -> None:
    """Make ``klaster``: every record with the lowest record id of its cluster."""
    limit = float(declared["ambang"]["klaster"])
    nodes = con.execute("select rekaman_id, sumber, sah from masukan order by all").fetchnumpy()
    ids = np.asarray(nodes["rekaman_id"]).astype(np.int64)

    def edges(where: str) -> tuple[Any, Any, Any]:
        found = con.execute(
            f"select rekaman_id_l, rekaman_id_r, bobot from dinilai where {where} "
            "order by bobot desc, rekaman_id_l, rekaman_id_r"
        ).fetchnumpy()
        left, right = (np.searchsorted(ids, found[f"rekaman_id_{side}"]) for side in "lr")
        return left.astype(np.int64), right.astype(np.int64), np.asarray(found["bobot"])

    component = constrained_components(
        Nodes(
            np.asarray(nodes["sah"]).astype(np.int64),
            np.asarray(nodes["sumber"]).astype(np.int64),
            edges("aturan is not null")[:2],
        ),
        Edges(*edges(f"aturan is null and bobot >= {limit}")),
        cluster.shape_of(declared, limit) if "bentuk" in declared else None,
    )
    con.register("hasil", pa.table({"rekaman_id": ids, "klaster": ids[component]}))
    con.execute("create table klaster as from hasil")
    con.unregister("hasil")
