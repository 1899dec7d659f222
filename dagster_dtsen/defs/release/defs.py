"""Sealing the two layers of a release and publishing it."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen import publications
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.components.home import Home
from dagster_dtsen.files import sha256
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import state as linkage_state
from dagster_dtsen.ranking import train as welfare_model
from dagster_dtsen.release import assemble
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import LINKAGE, RESULT, SNAPSHOT, tables_of
from dagster_dtsen.settings import get_settings


def _specs(layer: str) -> tuple[dg.AssetSpec, ...]:
    return tuple(
        dg.AssetSpec(
            [layer, table.name],
            deps=[dg.AssetKey(table.relation.split("."))],
            group_name=layer,
            kinds={"parquet", "python"},
        )
        for table in tables_of(layer)
    )


_SNAPSHOT = _specs(SNAPSHOT)
# a published release is never built again, so its return packages must lie there before
_RESULT = tuple(
    spec.merge_attributes(deps=[dg.AssetKey(["pengembalian", "paket"])]) for spec in _specs(RESULT)
)


@dg.multi_asset(name="seal_snapshot", specs=_SNAPSHOT, partitions_def=RELEASES, pool=POOL)
def seal_snapshot(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> Iterator[dg.MaterializeResult[None]]:
    """The frozen register as files that nothing changes any more (Pasal 16)."""
    settings = get_settings()
    with home.building() as con:
        sealed = assemble.seal(con, settings, ReleaseId.parse(context.partition_key), SNAPSHOT)
        linkage_state.mark_sealed(
            con, {name: str(sealed[table]["sidik"]) for name, table in LINKAGE.items()}
        )
    for spec in _SNAPSHOT:
        table = sealed[spec.key.path[-1]]
        yield dg.MaterializeResult(
            asset_key=spec.key, metadata={"baris": table["baris"], "sidik": table["sidik"]}
        )


@dg.multi_asset(name="publish_release", specs=_RESULT, partitions_def=RELEASES, pool=POOL)
def publish_release(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> Iterator[dg.MaterializeResult[None]]:
    """The results as files, the manifest, and the swap that readers see."""
    settings = get_settings()
    release = ReleaseId.parse(context.partition_key)
    with home.building() as con:
        sealed = assemble.seal(con, settings, release, RESULT)
        models = {
            "linkage": sha256(linkage_model.model_path(settings)),
            "kesejahteraan": welfare_model.load(settings, context.partition_key).sidik,
        }
        manifest = assemble.manifest(con, settings, release, sealed, models)
    publications.publish(settings, release, manifest)
    for spec in _RESULT:
        table = sealed[spec.key.path[-1]]
        yield dg.MaterializeResult(
            asset_key=spec.key, metadata={"baris": table["baris"], "sidik": table["sidik"]}
        )
