"""Six gates, each on the boundary of one op, proven on the plan of the release job."""

from __future__ import annotations

import pytest

from dagster_dtsen import gates
from tests.orchestration.graph import Graph

# gate → the op whose outputs it guards
GUARDED = {
    "received": "dbt_intake",
    "linked": "link_records",
    "registered": "dbt_register",
    "frozen": "seal_snapshot",
    "ranked": "dbt_ranking",
    "publishable": "dbt_marts",
}
GATES = list(GUARDED)


def test_the_graph_has_the_six_gates_and_each_has_contracts(graph: Graph) -> None:
    found = {name for name in graph.checks if name.startswith("gerbang_")}
    assert found == {f"gerbang_{gate}" for gate in GATES}
    for gate in GATES:
        assert gates.contract_files(gate)


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_guards_assets_of_one_op_and_every_check_blocks(graph: Graph, gate: str) -> None:
    guarded = graph.gate(gate)
    assert guarded
    assert set(guarded.values()) == {True}
    assert {graph.makers[key] for key in guarded} == {GUARDED[gate]}


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_is_a_step_of_its_own_after_its_op(graph: Graph, gate: str) -> None:
    step = f"gerbang_{gate}"
    assert step in graph.waits
    assert GUARDED[gate] in graph.waits[step]


@pytest.mark.parametrize("gate", GATES)
def test_nothing_that_uses_the_guarded_op_starts_before_the_gate(graph: Graph, gate: str) -> None:
    step, op = f"gerbang_{gate}", GUARDED[gate]
    users = {item for item in graph.waits if op in graph.before(item) and item != step}
    assert users
    for item in users:
        assert step in graph.before(item), item


@pytest.mark.parametrize("gate", GATES)
def test_every_stage_after_a_gate_waits_for_it(graph: Graph, gate: str) -> None:
    stages = list(GUARDED.values())
    later = [*stages[stages.index(GUARDED[gate]) + 1 :], "publish_release"]
    for op in later:
        assert f"gerbang_{gate}" in graph.before(op), op


def test_publication_waits_for_all_gates(graph: Graph) -> None:
    assert {f"gerbang_{gate}" for gate in GATES} <= graph.before("publish_release")


def test_return_packages_wait_for_the_gates_of_what_they_tell(graph: Graph) -> None:
    (step,) = (graph.makers[key] for key in graph.makers if key == "pengembalian/paket")
    assert {"gerbang_received", "gerbang_linked", "gerbang_registered"} <= graph.before(step)


def test_no_gate_waits_for_a_later_gate(graph: Graph) -> None:
    for position, gate in enumerate(GATES):
        before = graph.before(f"gerbang_{gate}")
        assert {f"gerbang_{name}" for name in GATES[:position]} <= before
        assert not {f"gerbang_{name}" for name in GATES[position:]} & before
