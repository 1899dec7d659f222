"""The jobs: one release per partition, and the training of the two models."""

import dagster as dg

from dagster_dtsen.components.common import RELEASES, TRAINED
from dagster_dtsen.components.home import locked_home


@dg.definitions
def jobs() -> dg.Definitions:
    """One process per run: the warehouse file admits one writer."""
    training = dg.AssetSelection.groups(TRAINED)
    return dg.Definitions(
        resources={"home": locked_home},
        # also of one asset that the UI materialises: the lock is held from step to step
        executor=dg.in_process_executor,
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
                selection=dg.AssetSelection.assets([TRAINED, "kesejahteraan"]),
                executor_def=dg.in_process_executor,
                description="Latih model kesejahteraan / train the welfare model",
            ),
            dg.define_asset_job(
                "latih_linkage",
                selection=dg.AssetSelection.assets([TRAINED, "linkage"]),
                executor_def=dg.in_process_executor,
                description="Latih model pemadanan / train the linkage model",
            ),
        ],
    )
