"""The frozen welfare model a release loads."""

from collections.abc import Iterator

import dagster as dg

from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.components.home import Home
from dagster_dtsen.ranking import coefficients, store, train
from dagster_dtsen.release import store as releases
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import get_settings

# a tuple: Dagster takes a module-level list of specs for definitions
_MODEL = tuple(
    dg.AssetSpec(
        [room, name],
        deps=[dg.AssetKey(["kendali", "rilis"])],
        group_name="model",
        kinds={"duckdb", "python"},
    )
    for room, names in {
        "model": (
            *coefficients.SCORING,
            "sisaan_kesejahteraan",
            "sebaran_kesejahteraan",
        ),
        "model_dasar": (*coefficients.SCORING, coefficients.CHANGE),
    }.items()
    for name in names
)


@dg.multi_asset(name="load_welfare_model", specs=_MODEL, partitions_def=RELEASES, pool=POOL)
def load_welfare_model(
    context: dg.AssetExecutionContext, home: dg.ResourceParam[Home]
) -> Iterator[dg.MaterializeResult[None]]:
    """Coefficients of the model trained elsewhere, and of the base's when that was another one.

    A release never trains.
    """
    settings = get_settings()
    model = train.load(settings, context.partition_key)
    base = releases.base_of(settings, ReleaseId.parse(context.partition_key))
    earlier = base.manifest["model"]["kesejahteraan"] if base else model.sidik
    other = store.of_fingerprint(settings, earlier) if earlier != model.sidik else None
    with home.building() as con:
        counts = coefficients.write_coefficients(con, model)
        coefficients.write_earlier(con, other, changed=earlier != model.sidik)
    for spec in _MODEL:
        yield dg.MaterializeResult(asset_key=spec.key, metadata=counts)
