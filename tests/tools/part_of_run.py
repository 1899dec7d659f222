"""A part of the release job in this process, where tests and benchmarks need no whole release."""

from __future__ import annotations

import uuid
from typing import Any

import dagster as dg

from dagster_dtsen import orchestrate
from dagster_dtsen.definitions import defs
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import get_settings


def needed(selection: dg.AssetSelection) -> dg.AssetSelection:
    """``selection`` with what it needs: an op runs whole, and all of it needs what comes before."""
    for _ in range(2):
        selection = selection.upstream().required_multi_asset_neighbors()
    return selection


def run_part(
    release: str, selection: dg.AssetSelection, progress: orchestrate.Progress | None = None
) -> Any:
    """Run these assets of ``release`` alone; the caller holds the lock of the home in use.

    ``progress`` is told every step that ended, and its seconds.
    """
    keys = selection.resolve(defs().resolve_asset_graph())
    job = orchestrate.resolve_job(get_settings(), orchestrate.JOB)
    with dg.DagsterInstance.get() as instance:
        instance.add_dynamic_partitions("rilis", [release])
        run_id = str(uuid.uuid4())
        if progress:
            outcome = orchestrate.Outcome(ReleaseId.parse(release), built=True)
            instance.add_event_listener(run_id, orchestrate.Watch(outcome, progress))
        return job.execute_in_process(
            partition_key=release,
            instance=instance,
            run_id=run_id,
            run_config=orchestrate.QUIET,
            asset_selection=sorted(keys, key=str),
        )
