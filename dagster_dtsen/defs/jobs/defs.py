"""The jobs: one release per partition, and the training of the two models."""

import dagster as dg

from dagster_dtsen import warehouse
from dagster_dtsen.components.common import POOL, RELEASES
from dagster_dtsen.linkage import train as linkage_training
from dagster_dtsen.ranking import train as welfare_training
from dagster_dtsen.settings import get_settings

_TRAINED = "terlatih"
# pairs drawn for each estimate, and their choice (model card)
_LINKAGE_PAIRS = 5_000_000
_LINKAGE_SEED = 7


@dg.asset(key=[_TRAINED, "kesejahteraan"], group_name=_TRAINED, pool=POOL, kinds={"python"})
def train_welfare() -> dg.MaterializeResult[None]:
    """Welfare model of this home, from the accepted training survey; releases load it frozen."""
    settings = get_settings()
    with warehouse.connect(settings) as con:
        model = welfare_training.train(con, settings)
    welfare_training.save(model, settings.models_dir)
    return dg.MaterializeResult(metadata={"sidik": model.sidik})


@dg.asset(key=[_TRAINED, "linkage"], group_name=_TRAINED, pool=POOL, kinds={"splink"})
def train_linkage() -> dg.MaterializeResult[None]:
    """Linkage model of this home, from the standardised records; releases load it frozen."""
    settings = get_settings()
    with warehouse.connect(settings) as con:
        model, card = linkage_training.train(
            con, settings, seed=_LINKAGE_SEED, sample=_LINKAGE_PAIRS
        )
    linkage_training.save(model, card, settings.models_dir)
    return dg.MaterializeResult(metadata={"nama": "individu_v1"})


@dg.definitions
def jobs() -> dg.Definitions:
    """One process per run: the warehouse file admits one writer."""
    training = dg.AssetSelection.groups(_TRAINED)
    return dg.Definitions(
        jobs=[
            dg.define_asset_job(
                "rilis",
                selection=dg.AssetSelection.all() - training,
                partitions_def=RELEASES,
                executor_def=dg.in_process_executor,
                description="Bangun dan terbitkan satu rilis / build and publish one release",
            ),
            dg.define_asset_job(
                "latih_kesejahteraan",
                selection=dg.AssetSelection.assets([_TRAINED, "kesejahteraan"]),
                executor_def=dg.in_process_executor,
                description="Latih model kesejahteraan / train the welfare model",
            ),
            dg.define_asset_job(
                "latih_linkage",
                selection=dg.AssetSelection.assets([_TRAINED, "linkage"]),
                executor_def=dg.in_process_executor,
                description="Latih model pemadanan / train the linkage model",
            ),
        ]
    )
