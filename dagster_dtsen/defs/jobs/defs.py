"""The release job: everything from landing to publication, one partition per release."""

import dagster as dg

from dagster_dtsen.components.common import RELEASES

_RELEASE = dg.AssetSelection.all()


@dg.definitions
def jobs() -> dg.Definitions:
    """One process per run: the warehouse file admits one writer."""
    return dg.Definitions(
        jobs=[
            dg.define_asset_job(
                "rilis",
                selection=_RELEASE,
                partitions_def=RELEASES,
                executor_def=dg.in_process_executor,
                description="Bangun dan terbitkan satu rilis / build and publish one release",
            )
        ]
    )
