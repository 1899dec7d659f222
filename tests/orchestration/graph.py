"""The asset graph and the execution plan of the release job in a form that tests can ask."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
from dagster._core.execution.api import create_execution_plan

JOB = "rilis"
Key = str  # schema/table


@dataclass
class Graph:
    """Assets by key, their parents, the step that makes each, and what each step waits for."""

    job: dg.JobDefinition
    manifest: dict[str, Any]
    parents: dict[Key, set[Key]]
    executable: set[Key]
    checks: dict[str, dict[Key, bool]]
    makers: dict[Key, str]
    waits: dict[str, set[str]]
    pools: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, definitions: dg.Definitions, manifest: dict[str, Any]) -> Graph:
        """Read the loaded definitions."""
        job = definitions.resolve_job_def(JOB)
        nodes = definitions.resolve_asset_graph()
        plan = create_execution_plan(job)
        steps = plan.get_all_steps_in_topo_order()
        makers: dict[Key, str] = {}
        for step in steps:
            for output in step.step_outputs:
                if output.asset_key:
                    makers[text(output.asset_key)] = step.key
        checks: dict[str, dict[Key, bool]] = {}
        for key in nodes.asset_check_keys:
            blocking = nodes.get(key).blocking
            checks.setdefault(key.name, {})[text(key.asset_key)] = blocking
        return cls(
            job=job,
            manifest=manifest,
            parents={
                text(key): {text(parent) for parent in nodes.get(key).parent_keys}
                for key in nodes.get_all_asset_keys()
            },
            executable={
                text(key)
                for key in nodes.get_all_asset_keys()
                if nodes.get(key).is_materializable and nodes.get(key).is_executable
            },
            checks=checks,
            makers=makers,
            waits={step.key: step.get_execution_dependency_keys() for step in steps},
            pools={step.key: step.pool for step in steps},
        )

    def before(self, step: str) -> set[str]:
        """Every step that must have ended well before ``step`` starts."""
        return _closure(self.waits, step)

    def upstream(self, asset: Key, without: tuple[str, ...] = ()) -> set[Key]:
        """Assets that lead to ``asset``; paths through the schemas of ``without`` do not count."""
        parents = {
            key: {item for item in found if not item.startswith(without)}
            for key, found in self.parents.items()
        }
        return _closure(parents, asset)

    def gate(self, name: str) -> dict[Key, bool]:
        """Guarded asset → blocking, of one gate."""
        return self.checks[f"gerbang_{name}"]


def text(key: dg.AssetKey) -> Key:
    """``schema/table``."""
    return "/".join(key.path)


def _closure(edges: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    queue = deque([start])
    while queue:
        for item in edges.get(queue.popleft(), set()):
            if item not in found:
                found.add(item)
                queue.append(item)
    return found
