"""One dbt op: a layer of the project, built in this process, reported as assets and checks."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.asset_utils import get_subset_selection_for_context
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage
from dbt_common.events.base_types import EventMsg
from dbt_common.events.functions import msg_to_dict

from dagster_dtsen import dbt_bridge
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.components.home import Home
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import get_settings

_RESULTS = frozenset({"LogModelResult", "LogSeedResult", "LogSnapshotResult", "LogTestResult"})


class LayerTranslator(DagsterDbtTranslator):
    """Asset keys are [schema, name] as dbt-dagster makes them; the group is the layer."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer, i.e. the schema the node is built in."""
        schema: str | None = dbt_resource_props.get("schema")
        return schema


class DbtLayerComponent(dg.Component, dg.Model, dg.Resolvable):
    """``dbt build`` of everything that ``select`` names, as one op called ``name``."""

    name: str
    select: str

    def build_defs(self, context: dg.ComponentLoadContext) -> dg.Definitions:
        """The op; its models, seeds, snapshots and tests become assets and asset checks."""
        settings = get_settings()
        manifest = dbt_bridge.load_manifest(settings)
        translator = LayerTranslator()
        component = self

        @dbt_assets(
            manifest=manifest,
            select=self.select,
            name=self.name,
            partitions_def=RELEASES,
            pool=POOL,
            dagster_dbt_translator=translator,
        )
        def build_layer(
            context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
        ) -> Iterator[Any]:
            home.ready()
            selection, _ = get_subset_selection_for_context(
                context=context,
                manifest=manifest,
                select=component.select,
                exclude="",
                selector="",
                dagster_dbt_translator=translator,
                current_dbt_indirect_selection_env=None,
            )
            yield from _build(context, manifest, translator, component.name, selection)

        return dg.Definitions(assets=[build_layer])


def _build(
    context: dg.AssetExecutionContext,
    manifest: Mapping[str, Any],
    translator: DagsterDbtTranslator,
    name: str,
    selection: list[str],
) -> Iterator[Any]:
    settings = get_settings()
    messages: list[dict[str, Any]] = []

    def collect(event: EventMsg) -> None:
        if event.info.name in _RESULTS:
            messages.append(msg_to_dict(event))

    # unit tests prove the SQL before a release; they have no place in one
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    arguments += ["--indirect-selection", "buildable", *selection]
    succeeded = dbt_bridge.build(settings, arguments, [collect])
    failed = []
    for message in messages:
        event = DbtCoreCliEventMessage(raw_event=message, event_history_metadata={})
        yield from event.to_default_asset_events(
            manifest=manifest,
            dagster_dbt_translator=translator,
            context=context,
            target_path=settings.dbt_target_dir,
        )
        node = message["data"]["node_info"]
        if node["node_status"] in ("error", "fail", "runtime error"):
            failed.append(node["node_name"])
    if not succeeded:
        raise DtsenError("E-TAHAP-GAGAL", step=name, reason=", ".join(failed) or "dbt")
