"""Record linkage between the standardised records and the register."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen import warehouse
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.linkage.run import link
from dagster_dtsen.release.control import base_of
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.tables import SNAPSHOT
from dagster_dtsen.settings import get_settings

# a tuple: Dagster takes a module-level list of specs for definitions
_SPECS = tuple(
    dg.AssetSpec(
        ["linkage", name],
        deps=[dg.AssetKey(["standardised", "individu"]), dg.AssetKey(["kendali", "rilis"])],
        group_name="linkage",
        kinds={"splink", "duckdb"},
    )
    for name in (
        "edges",
        "larangan",
        "ambang",
        "clusters",
        "peta_individu",
        "peristiwa_individu",
        "nik_pinjaman",
        "peta_pendukung",
        "kunci_keluarga",
        "peta_keluarga",
        "peristiwa_keluarga",
    )
)


@dg.multi_asset(name="link_records", specs=_SPECS, partitions_def=RELEASES, pool=POOL)
def link_records(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Edges, clusters, persistent ids and events (Pasal 13), continuing from the base release."""
    settings = get_settings()
    release = ReleaseId.parse(context.partition_key)
    base = base_of(settings, release)
    with warehouse.connect(settings) as con:
        counts = link(
            con,
            settings,
            str(release),
            base.table(settings, SNAPSHOT, "peta_individu") if base else None,
            base.table(settings, SNAPSHOT, "peta_keluarga") if base else None,
        )
    for spec in _SPECS:
        yield dg.MaterializeResult(
            asset_key=spec.key, metadata={"hitungan": dg.JsonMetadataValue(counts)}
        )
