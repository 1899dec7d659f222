"""The compiled model scores what Splink scores."""

from __future__ import annotations

import copy

import duckdb
import pytest
from linkage_rows import at_work, filler, link_rows, load_rows
from splink import DuckDBAPI, Linker
from test_linkage_edges import variants

from dagster_dtsen.linkage import compiled, frequency
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.settings import Settings


def test_every_pair_has_splinks_weight(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """All pairs of a hundred people and one with every fault: no blocking, no threshold."""
    model = linkage_model.load(settings)
    load_rows(con, variants() + filler(50))
    with at_work(con, settings):
        query = frequency.with_terms(
            con, model, linkage_model.input_sql("wh.standardised.individu")
        )
        con.execute(f"create table masukan as {query}")
        frozen = linkage_model.frozen_creator(model)
        frozen.blocking_rules_to_generate_predictions = ["1 = 1"]
        linker = Linker(DuckDBAPI(connection=con).register("masukan"), frozen, log_level=None)
        theirs = linker.inference.predict(warning_mode="never").physical_name
        con.execute(
            """
            create table calon as
            select l.rekaman_id as rekaman_id_l, r.rekaman_id as rekaman_id_r, 0 as match_key
            from masukan as l inner join masukan as r on l.rekaman_id < r.rekaman_id
            """
        )
        scorer = compiled.compile_model(model["splink"])
        ours = compiled.scored_sql(scorer, "masukan", "calon", details=True)
        labels = " and ".join(f"o.gamma_{x} = t.gamma_{x}" for x in scorer.comparisons)
        parts = " + ".join(f"o.mw_{x}" for x in scorer.comparisons)
        rows, both, worst, same, sums, seen = con.execute(
            f"""
            select
                count(*), count(o.match_weight + t.match_weight),
                max(abs(o.match_weight - t.match_weight)), bool_and({labels}),
                max(abs({parts} - o.match_weight)), count(distinct o.gamma_nama)
            from ({ours}) as o
            full join {theirs} as t
                on
                    least(o.rekaman_id_l, o.rekaman_id_r) = least(t.rekaman_id_l, t.rekaman_id_r)
                    and greatest(o.rekaman_id_l, o.rekaman_id_r)
                    = greatest(t.rekaman_id_l, t.rekaman_id_r)
            """
        ).fetchall()[0]
    assert rows == both == 112 * 111 // 2
    assert worst < 1e-6
    assert same
    assert sums < 1e-9
    assert seen > 5


def test_the_whole_linkage_is_the_same_by_either_scorer(
    con: duckdb.DuckDBPyConnection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rows(con, variants() + filler(100))
    found = []
    for who in ("sql", "splink"):
        monkeypatch.setitem(linkage_model.config(), "penilai", who)
        link_rows(con, settings)
        found.append(
            [
                con.execute(f"from wh.linkage.{name} order by all").fetchall()
                for name in ("pasangan", "larangan", "clusters")
            ]
        )
    assert found[0] == found[1]
    assert len(found[0][0]) > 100


def test_frequencies_on_another_levels_u_are_refused(settings: Settings) -> None:
    model = copy.deepcopy(linkage_model.load(settings))
    level = next(
        level
        for comparison in model["splink"]["comparisons"]
        for level in comparison["comparison_levels"]
        if level.get("tf_adjustment_column")
    )
    assert compiled.compile_model(model["splink"]).terms == ("nama_baku",)
    level["disable_tf_exact_match_detection"] = False
    with pytest.raises(ValueError, match="nama"):
        compiled.compile_model(model["splink"])
