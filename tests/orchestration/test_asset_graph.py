"""Lineage: every source has a producer, every provider reaches every mart, five dbt ops."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, tables_of
from tests.orchestration.graph import Graph
from tests.project.tree import MODEL_LIST

CONTRACTS = load_contracts()
RAW = [f"raw/{item.raw_table(data.nama)}" for item in CONTRACTS for data in item.dataset]
MARTS = [f"marts/{table.name}" for table in tables_of(RESULT)]
REGISTER = [
    f"raw/{item.raw_table(data.nama)}"
    for item in CONTRACTS
    for data in item.dataset
    if item.peran in ("utama", "pendukung", "rujukan")
]
DBT_OPS = ("dbt_intake", "dbt_register", "dbt_release", "dbt_ranking", "dbt_marts")


def key_of(node: dict[str, Any]) -> str:
    declared = node.get("config", {}).get("meta", {}).get("dagster", {}).get("asset_key")
    return "/".join(declared or [node["schema"], node["name"]])


def built_nodes(manifest: dict[str, Any]) -> dict[str, str]:
    """Unique id → asset key of everything dbt builds."""
    kinds = ("model", "seed", "snapshot")
    nodes = manifest["nodes"].values()
    return {node["unique_id"]: key_of(node) for node in nodes if node["resource_type"] in kinds}


def test_there_are_the_marts_and_the_providers_of_the_law() -> None:
    assert {name for name in MARTS if "/rpt_" not in name} == {
        "marts/dim_individu",
        "marts/dim_keluarga",
        "marts/bridge_anggota_keluarga",
        "marts/fct_peringkat_kesejahteraan",
        "marts/fct_ketidakpastian_peringkat",
        "marts/fct_terlalu_dekat",
        "marts/fct_perubahan_desil",
        "marts/fct_alasan_desil",
        "marts/fct_peristiwa_keluarga",
        "marts/fct_peristiwa_hidup",
        "marts/agg_sel",
    }
    assert {"marts/rpt_penerimaan", "marts/rpt_pengembalian", "marts/rpt_pemadanan"} <= set(MARTS)
    assert {item.penyedia for item in CONTRACTS} == {
        "dukcapil",
        "regsosek",
        "dtks",
        "susenas",
        "kemendagri",
        "layanan_dukcapil",
        "p3ke",
        "pln",
        "bpjs_kesehatan",
        "bps",
        "pemutakhiran",
        "bpjs_ketenagakerjaan",
        "dapodik",
        "balikan",
        "padankan",
    }
    assert len(RAW) == 17


def test_every_dbt_source_declares_its_asset_key(graph: Graph) -> None:
    for source in graph.manifest["sources"].values():
        meta = source["config"]["meta"]["dagster"]["asset_key"]
        assert meta == [source["schema"], source["name"]], source["unique_id"]


def test_every_dbt_source_is_made_by_a_step_of_the_release_job(graph: Graph) -> None:
    sources = {key_of(node) for node in graph.manifest["sources"].values()}
    assert sources
    assert sources <= set(graph.makers)
    assert sources <= graph.executable


def test_no_asset_is_a_stub(graph: Graph) -> None:
    """A dependency nobody makes would show as an asset that cannot be materialised."""
    assert set(graph.parents) == graph.executable


def test_every_raw_table_of_a_contract_is_a_source_of_the_project(graph: Graph) -> None:
    declared = {
        key_of(node) for node in graph.manifest["sources"].values() if node["schema"] == "raw"
    }
    assert declared == set(RAW)


def test_each_provider_is_received_by_an_op_of_its_own(graph: Graph) -> None:
    for contract in CONTRACTS:
        keys = [f"raw/{contract.raw_table(data.nama)}" for data in contract.dataset]
        assert {graph.makers[key] for key in keys} == {f"receive_{contract.penyedia}"}


@pytest.mark.parametrize(("raw", "mart"), itertools.product(RAW, MARTS))
def test_lineage_runs_from_each_provider_to_each_mart(graph: Graph, raw: str, mart: str) -> None:
    assert raw in graph.upstream(mart)


@pytest.mark.parametrize("raw", REGISTER)
def test_values_of_the_register_reach_the_persons_by_more_than_the_ledger(
    graph: Graph, raw: str
) -> None:
    """The set of deliveries depends on every provider; that alone is no lineage of values."""
    assert raw in graph.upstream("marts/dim_individu", without=("ledger/", "kendali/"))


def test_the_training_survey_reaches_no_person_but_through_the_ledger(graph: Graph) -> None:
    upstream = graph.upstream("marts/dim_individu", without=("ledger/", "kendali/", "reception/"))
    assert "raw/susenas__rumah_tangga" not in upstream


def test_every_node_of_the_dbt_project_is_built_by_exactly_one_of_five_ops(graph: Graph) -> None:
    nodes = built_nodes(graph.manifest)
    assert len(set(nodes.values())) == len(nodes) > 50
    assert {graph.makers.get(key) for key in nodes.values()} == set(DBT_OPS)
    made = [key for key, step in graph.makers.items() if step in DBT_OPS]
    assert sorted(made) == sorted(nodes.values())


@pytest.mark.parametrize(
    ("layer", "op"),
    [
        ("staging", "dbt_intake"),
        ("rujukan", "dbt_intake"),
        ("reception", "dbt_intake"),
        ("standardised", "dbt_intake"),
        ("matched", "dbt_register"),
        ("updated", "dbt_register"),
        ("validated", "dbt_register"),
        ("stewardship", "dbt_register"),
        ("release", "dbt_release"),
        ("history", "dbt_release"),
        ("ranking", "dbt_ranking"),
        ("agregat", "dbt_marts"),
        ("marts", "dbt_marts"),
    ],
)
def test_a_layer_is_built_by_its_op(graph: Graph, layer: str, op: str) -> None:
    keys = [key for key in built_nodes(graph.manifest).values() if key.startswith(f"{layer}/")]
    assert keys
    assert {graph.makers[key] for key in keys} == {op}


def test_the_stages_run_in_the_order_of_the_law(graph: Graph) -> None:
    """Pasal 12: match, update and validate, snapshot, rank; then publish."""
    order = [
        "kendali__rilis",
        "receive_dukcapil",
        "close_ledger",
        "dbt_intake",
        "link_records",
        "dbt_register",
        "dbt_release",
        "seal_snapshot",
        "dbt_ranking",
        "dbt_marts",
        "publish_release",
    ]
    for earlier, later in itertools.pairwise(order):
        assert earlier in graph.before(later), later


def test_ranking_and_marts_take_no_value_from_before_the_sealed_snapshot(graph: Graph) -> None:
    open_layers = ("standardised/", "matched/", "updated/", "validated/", "linkage/", "staging/")
    register = {f"marts/{item.name}" for item in MODEL_LIST if not item.report}
    for asset, found in graph.parents.items():
        if asset.startswith("ranking/") or asset in register:
            assert not [item for item in found if item.startswith(open_layers)], asset


@pytest.mark.parametrize(
    ("layer", "also"), [(SNAPSHOT, set[str]()), (RESULT, {"pengembalian/paket"})]
)
def test_every_table_of_a_release_is_an_asset_that_follows_its_relation(
    graph: Graph, layer: str, also: set[str]
) -> None:
    """A published release is never built again: its return packages must lie there before."""
    for table in tables_of(layer):
        relation = table.relation.replace(".", "/")
        assert graph.parents[f"{layer}/{table.name}"] == {relation, *also}


def test_publication_waits_for_the_return_packages(graph: Graph) -> None:
    assert graph.makers["pengembalian/paket"] in graph.before("publish_release")


def test_every_step_works_in_the_pool_of_the_one_writer(graph: Graph) -> None:
    assert set(graph.pools.values()) == {POOL}
    assert len(graph.pools) >= 20


def test_a_release_is_a_partition_and_runs_in_one_process(graph: Graph) -> None:
    assert graph.job.partitions_def == RELEASES
    assert graph.job.executor_def.name == "in_process"
