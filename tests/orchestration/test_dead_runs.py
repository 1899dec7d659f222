"""A killed run must not keep the pool slot the next run waits for."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from dagster_dtsen import orchestrate
from dagster_dtsen.components.common import POOL


def test_a_slot_of_a_dead_run_is_freed_whatever_its_status_says(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        storage = instance.event_log_storage
        storage.set_concurrency_slots(POOL, 1)
        storage.claim_concurrency_slot(POOL, "proses-mati", "dbt_intake")
        assert storage.get_concurrency_info(POOL).active_run_ids == {"proses-mati"}
        orchestrate._bury_dead_runs(instance)
        assert storage.get_concurrency_info(POOL).active_run_ids == set()
        assert storage.claim_concurrency_slot(POOL, "proses-baru", "dbt_intake").is_claimed


def test_a_step_that_was_promised_a_slot_and_never_took_it_is_forgotten(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        storage = instance.event_log_storage
        storage.set_concurrency_slots(POOL, 1)
        storage.claim_concurrency_slot(POOL, "proses-lama", "dbt_intake")
        storage.claim_concurrency_slot(POOL, "proses-mati", "dbt_intake")
        # the promise passes to the next in the queue, which is dead and will never claim it
        storage.free_concurrency_slots_for_run("proses-lama")
        info = storage.get_concurrency_info(POOL)
        assert info.active_run_ids == set()
        assert info.assigned_run_ids == {"proses-mati"}
        orchestrate._bury_dead_runs(instance)
        assert storage.claim_concurrency_slot(POOL, "proses-baru", "dbt_intake").is_claimed


def test_a_run_still_marked_as_going_on_is_closed(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        run = instance.create_run_for_job(
            dg.define_asset_job("kosong", "*").resolve(
                asset_graph=dg.Definitions(assets=[dg.asset(lambda: None, name="a")])
                .get_repository_def()
                .asset_graph
            ),
            status=dg.DagsterRunStatus.STARTED,
        )
        orchestrate._bury_dead_runs(instance)
        closed = instance.get_run_by_id(run.run_id)
        assert closed is not None
        assert closed.status == dg.DagsterRunStatus.FAILURE
