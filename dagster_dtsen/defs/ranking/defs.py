"""The frozen welfare model a release loads."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen import warehouse
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.ranking import coefficients, train
from dagster_dtsen.settings import get_settings

# a tuple: Dagster takes a module-level list of specs for definitions
_MODEL = tuple(
    dg.AssetSpec(
        ["model", name],
        deps=[dg.AssetKey(["kendali", "rilis"])],
        group_name="model",
        kinds={"duckdb", "python"},
    )
    for name in (
        "koefisien_kesejahteraan",
        "tangga_kesejahteraan",
        "pasangan_kesejahteraan",
        "sisaan_kesejahteraan",
        "sebaran_kesejahteraan",
        "rancangan_kesejahteraan",
        "meta_kesejahteraan",
    )
)


@dg.multi_asset(name="load_welfare_model", specs=_MODEL, partitions_def=RELEASES, pool=POOL)
def load_welfare_model(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Coefficients of the model trained elsewhere; a release never trains."""
    settings = get_settings()
    with warehouse.connect(settings) as con:
        counts = coefficients.write_coefficients(con, train.load(settings, context.partition_key))
    for spec in _MODEL:
        yield dg.MaterializeResult(asset_key=spec.key, metadata=counts)
