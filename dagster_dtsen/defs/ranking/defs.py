"""The frozen welfare model a release loads."""

import dagster as dg

from dagster_dtsen import warehouse
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.ranking import coefficients, train
from dagster_dtsen.settings import get_settings


@dg.asset(
    key=["model", "koefisien_kesejahteraan"],
    deps=[dg.AssetKey(["kendali", "rilis"])],
    group_name="model",
    partitions_def=RELEASES,
    pool=POOL,
    kinds={"duckdb", "python"},
)
def load_welfare_model() -> dg.MaterializeResult[None]:
    """Coefficients of the model trained elsewhere; a release never trains."""
    settings = get_settings()
    with warehouse.connect(settings) as con:
        counts = coefficients.write_coefficients(con, train.load(settings))
    return dg.MaterializeResult(metadata={"hitungan": dg.JsonMetadataValue(counts)})
